"""Celery tasks of accounts: they take ids, may be rung twice or never, and do what the tables say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from celery import Task, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import asked, mail
from accounts.access import ANSWER_WITHIN, AccessRequest
from accounts.actions import (
    AccountAction,
    AskPeopleCheck,
    NotAllowed,
    PassOnRequest,
    RemindPeopleCheck,
    SuspendQuiet,
    WarnQuiet,
)
from accounts.leavers import is_due_to_suspend, is_due_to_warn, quiet_ones
from accounts.people_checks import PeopleCheck, to_open
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
@unscoped("who has an address is nobody's return")
def answer_stranger(asked_id: int) -> bool:
    """Send what somebody asked for by typing an address, where somebody has it."""
    return asked.answer(asked_id)


@shared_task(base=Bell)
@unscoped("what was dropped is picked up for everybody")
def sweep() -> dict[str, int]:
    """Pick up e-mails that did not go and what strangers asked for, and pass on requests that nobody answered."""
    for asked_id in asked.waiting():
        answer_stranger.ring(asked_id)
    waiting = mail.waiting()
    for mail_id in waiting:
        send_mail.ring(mail_id)
    return {"mail": len(waiting), "passed_on": pass_on_requests()}


@shared_task(base=Bell)
@unscoped("people and yearly checks are looked after in every organisation")
def daily() -> dict[str, int]:
    """Once a day: people who no longer sign in, and the yearly checks of people."""
    return {**look_after_leavers(), **look_after_people_checks()}


def look_after_leavers() -> dict[str, int]:
    """Tell those who have not signed in for about a year, and suspend those who were told twice."""
    now, warned, suspended = timezone.now(), 0, 0
    for membership in quiet_ones(now):
        if is_due_to_suspend(membership, now):
            suspended += done(SuspendQuiet(membership))
        elif is_due_to_warn(membership, now):
            warned += done(WarnQuiet(membership))
    return {"warned": warned, "suspended": suspended}


def look_after_people_checks() -> dict[str, int]:
    """Ask the organisations whose year is over, and remind those that are overdue."""
    asked = sum(done(AskPeopleCheck(organisation)) for organisation in to_open(timezone.now()))
    late = PeopleCheck.objects.filter(completed_at=None, reminded_at=None, due_on__lt=timezone.localdate())
    return {"asked": asked, "reminded": sum(done(RemindPeopleCheck(check)) for check in late)}


def done(action: AccountAction) -> bool:
    """Do it, unless it is not due any more. Gives whether it was."""
    try:
        action.perform()
    except NotAllowed:
        return False
    return True


def pass_on_requests() -> int:
    """Ask the level above where five working days went by. Gives how many."""
    count = 0
    before = timezone.now() - timedelta(days=ANSWER_WITHIN)
    for request in AccessRequest.objects.filter(answered_at=None, waits_since__lte=before):
        count += done(PassOnRequest(request))
    return count
