"""Celery tasks of accounts: they take ids, may be rung twice or never, and do what the tables say."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import structlog
from celery import Task, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import locked, mail
from accounts.access import ANSWER_WITHIN, AccessRequest
from accounts.actions import NotAllowed, PassOnRequest
from scoping import unscoped

log = structlog.get_logger(__name__)


class Bell(Task):
    """A task that nobody waits for. If the broker is away the sweep rings again later, so ``ring`` never fails."""

    abstract = True

    def ring(self, *args: Any) -> None:
        """Ask for the task to be run soon."""
        try:
            self.apply_async(args=args, retry=False)
        except (OperationalError, OSError) as problem:
            log.warning("broker unavailable", task=self.name, problem=type(problem).__name__)


@shared_task(base=Bell)
@unscoped("an e-mail was decided on by what queued it")
def send_mail(mail_id: int) -> bool:
    """Send one e-mail."""
    return mail.send(mail_id)


@shared_task(base=Bell)
@unscoped("who is locked out is nobody's return")
def tell_of_lock(email: str) -> bool:
    """Tell somebody that too many wrong passwords were typed for their address."""
    return locked.tell_of_lock(email)


@shared_task(base=Bell)
@unscoped("what was dropped is picked up for everybody")
def sweep() -> dict[str, int]:
    """Pick up e-mails that did not go, and pass on requests that nobody answered."""
    waiting = mail.waiting()
    for mail_id in waiting:
        send_mail.ring(mail_id)
    return {"mail": len(waiting), "passed_on": pass_on_requests()}


def pass_on_requests() -> int:
    """Ask the level above where five working days went by. Gives how many."""
    done = 0
    before = timezone.now() - timedelta(days=ANSWER_WITHIN)
    for request in AccessRequest.objects.filter(answered_at=None, waits_since__lte=before):
        with contextlib.suppress(NotAllowed):
            PassOnRequest(request).perform()
            done += 1
    return done
