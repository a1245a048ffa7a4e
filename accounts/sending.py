"""Sending one e-mail, so that whatever is wrong with it stops no other one."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from django.core.mail import EmailMessage

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class NotSent:
    """Why an e-mail did not go: the kind of the error, never its words, which may hold the address."""

    error: str
    is_final: bool
    """Whether it is given up. Otherwise it is tried again."""


def try_to_send(subject: str, body: str, to: str, attempts: int) -> NotSent | None:
    """Send an e-mail whose ``attempts``-th attempt this is. Gives why it did not go, None when it went. Never raises.

    Network and mail servers are tried again. What else goes wrong lies in the message and would again. So does, in all
    likelihood, what ended the worker each time: ``attempts`` is counted before.
    """
    if attempts > MAX_ATTEMPTS:
        return NotSent("WorkerLost", is_final=True)
    try:
        EmailMessage(subject, body, to=[to]).send()
    except OSError as problem:  # SMTP and network errors alike
        return NotSent(type(problem).__name__, is_final=attempts >= MAX_ATTEMPTS)
    except Exception as problem:  # noqa: BLE001  (the others must go on)
        log.error("e-mail cannot be sent", problem=type(problem).__name__)
        return NotSent(type(problem).__name__, is_final=True)
    return None
