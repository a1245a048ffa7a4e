"""Celery tasks: doorbells. They take ids, may be rung twice or never, and do what the tables in the database say."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task, shared_task
from kombu.exceptions import OperationalError

from collect.models import Job
from collect.services import check, leftovers, notify, queue, recheck, tidy
from scoping import unscoped

log = structlog.get_logger(__name__)


class Doorbell(Task):
    """A task that nobody waits for. If the broker is away the sweeper rings again later, so ``ring`` never fails."""

    abstract = True
    Request = "collect.worker_lost:DoorbellRequest"

    def process_lost(self, worker: str, *args: Any) -> None:
        """In the main process of a worker: its process called ``worker`` was killed at this task."""
        queue.free(worker)

    def ring(self, *args: Any) -> None:
        """Ask for the task to be run soon."""
        try:
            self.apply_async(args=args, retry=False)
        except (OperationalError, OSError) as problem:
            log.warning("broker unavailable", task=self.name, problem=type(problem).__name__)


@shared_task(base=Doorbell)
@unscoped("a worker checks the file whose turn it is, whoever sent it")
def check_next(job_id: int) -> int | None:
    """Check the file whose turn it is: not always the one that rang, for organisations take turns."""
    job = check.work_once()
    return job.pk if job else None


@shared_task(base=Doorbell)
@unscoped("changed rules concern every return they touch")
def recheck_next() -> int:
    """Check returns with changed rules, one after the other, for a while or until a new file waits. Gives how many."""
    done = recheck.work_for_a_while()
    if queue.is_anything_waiting(Job.Kind.RECHECK):
        recheck_next.ring()
    return done


@shared_task(base=Doorbell)
@unscoped("an e-mail was decided on by what queued it")
def send_notification(notification_id: str) -> bool:
    """Send one e-mail."""
    return notify.send(notification_id)


@shared_task(base=Doorbell, ignore_result=True)
@unscoped("what was dropped is picked up for everybody")
def sweep() -> dict[str, int]:
    """Pick up what was dropped: checks without a worker, bells that nobody heard, e-mails that did not go.

    Now and then also what killed processes left in storage and in the folder for temporary files.
    """
    done = queue.sweep()
    waiting = notify.waiting()
    for notification_id in waiting:
        send_notification.ring(notification_id)
    tidied = {"folders": tidy.tidy_now_and_then(), "temporary": leftovers.remove_now_and_then()}
    return {**done, "mail": len(waiting), **tidied}
