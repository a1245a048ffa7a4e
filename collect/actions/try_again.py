"""Try again: system staff have checks done that were given up, once what stopped them is put right."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from accounts.scope import Actor
from accounts.system_staff import is_of_system_staff
from collect.actions.base import NOT_YOURS, NotPossible, Reason
from collect.models import Event, Job
from collect.services import history, queue
from scoping import unscoped

CHUNK = 200


class TryAgain:
    """Queues jobs again that were given up, with new attempts. Each leaves an event with the reason.

    ``cause`` is what the jobs stopped with, for all of them; ``job_id`` one of them.
    """

    name = "try_again"
    done = "Had a check tried again that could not be done"

    def __init__(self, actor: Actor, said: str, *, cause: str | None = None, job_id: int | None = None):
        self.actor, self.said, self.cause, self.job_id = actor, said.strip(), cause, job_id

    def reasons(self) -> list[Reason]:
        """Why it cannot be done; empty when it can."""
        if not is_of_system_staff(self.actor):
            return [Reason(NOT_YOURS, "Only DfE's system staff have checks tried again.")]
        return []

    def form_problems(self) -> list[Reason]:
        """What is wrong with what the form asked for."""
        return [] if self.said else [Reason("no_reason", "Enter a reason")]

    def perform(self) -> list[Event]:
        """Do it. Gives the events, one for each check. Raises ``NotPossible``."""
        if problems := self.reasons() or self.form_problems():
            raise NotPossible(problems)
        with unscoped("system staff put right what stopped, whoever's return it was"):
            ids = list(self._jobs().values_list("pk", flat=True))
            events: list[Event] = []
            for start in range(0, len(ids), CHUNK):
                with transaction.atomic():
                    events += self._again(ids[start : start + CHUNK])
        if not events:
            raise NotPossible([Reason("none", "None of these checks has to be tried again. Look at the list again.")])
        return events

    def _jobs(self) -> QuerySet[Job]:
        found = Job.objects.filter(state=Job.State.FAILED)
        return found.filter(last_error=self.cause) if self.job_id is None else found.filter(pk=self.job_id)

    def _again(self, ids: list[int]) -> Iterable[Event]:
        jobs = Job.objects.filter(pk__in=ids).select_related("submission__for_return")
        for job in jobs.order_by("pk"):
            if not queue.try_again(job):
                continue  # somebody else did, meanwhile
            details = {"number": job.submission.number, "reason": self.said}
            yield history.record(
                job.submission.for_return, self.name, self.actor, submission=job.submission, details=details
            )
