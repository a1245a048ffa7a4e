"""Tasks that fail with personal data in their words, and a mail server that repeats the address."""

from __future__ import annotations

import smtplib
from typing import Any

from celery import shared_task
from django.core.mail.backends.base import BaseEmailBackend

WORDS = "Marksurname Markforename mark.address@marked.example.org U823200199999 A823200199999"


def fail() -> None:
    try:
        raise KeyError(WORDS)
    except KeyError as behind:
        raise ValueError(f"could not read {WORDS}") from behind


@shared_task
def fails() -> None:
    fail()


@shared_task(throws=(ValueError,))
def expects_to_fail() -> None:
    fail()


@shared_task(bind=True, max_retries=1, default_retry_delay=0)
def tries_again(self: Any) -> None:
    try:
        fail()
    except ValueError as problem:
        raise self.retry(exc=problem) from problem


class Refusing(BaseEmailBackend):
    def send_messages(self, messages: Any) -> int:
        to = messages[0].to[0]
        raise smtplib.SMTPRecipientsRefused({to: (550, f"no such person {to}".encode())})
