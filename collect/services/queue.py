"""The job table as a queue: taking turns, leases with a fencing number, progress, and picking up what was dropped."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from accounts.models import Organisation
from collect.conf import conf
from collect.models import Job, Submission
from collect.services import causes, history, notify
from collect.services.storage_faults import storage_fault
from scoping import unscoped

log = structlog.get_logger(__name__)

CANDIDATES = 8
LONGEST_NAME = 120
STOPPED = "stopped with an error"


class LeaseLost(Exception):
    """The job is no longer this worker's: whatever it still holds must be thrown away."""


def enqueue(submission: Submission, organisation: Organisation) -> Job:
    """Add the check of ``submission`` to the table and ring the bell when the transaction is through."""
    now = timezone.now()
    job = Job.objects.create(submission=submission, organisation=organisation, queued_at=now, rung_at=now)
    transaction.on_commit(partial(ring, job.pk))
    return job


def ring(job_id: int) -> None:
    """Tell the workers that there is something to do. A bell that is not heard costs time, never the job."""
    from collect.tasks import check_next

    check_next.ring(job_id)


def _waiting(now: datetime, kind: str = Job.Kind.CHECK) -> QuerySet[Job]:
    due = Q(not_before__isnull=True) | Q(not_before__lte=now)
    return Job.objects.filter(due, state=Job.State.QUEUED, kind=kind)


def is_anything_waiting(kind: str = Job.Kind.CHECK) -> bool:
    """Whether a job of this kind could be taken now."""
    return _waiting(timezone.now(), kind).exists()


def ring_rechecks() -> None:
    """Tell a worker that returns are to be checked with changed rules."""
    from collect.tasks import recheck_next

    recheck_next.ring()


def fair_order() -> QuerySet[Job, int]:
    """Ids of the waiting jobs in the order in which they are taken.

    Organisations take turns: first the oldest job of each that has none running, then each one's next. So a local
    authority that uploads three hundred files does not hold up the school that uploads one.
    """
    running = (
        Job.objects.filter(kind=Job.Kind.CHECK, state=Job.State.RUNNING, organisation=OuterRef("organisation"))
        .order_by()
        .values("organisation")
        .annotate(n=Count("pk"))
        .values("n")
    )
    oldest_first = [F("queued_at").asc(), F("pk").asc()]
    return (
        _waiting(timezone.now())
        .annotate(
            turn=Window(RowNumber(), partition_by=F("organisation"), order_by=oldest_first),
            running=Coalesce(Subquery(running), 0),
        )
        .order_by(F("turn") + F("running"), "queued_at", "pk")
        .values_list("pk", flat=True)
    )


def _order(kind: str) -> Iterable[int]:
    """Ids of the first jobs of a kind to take. Rechecks have no turns: nobody waits at a screen.

    Those that files of other organisations brought about come last.
    """
    if kind == Job.Kind.CHECK:
        return fair_order()[:CANDIDATES]
    comes_last = Case(When(cause=causes.OTHERS, then=1), default=0)
    waiting = _waiting(timezone.now(), kind).order_by(comes_last, "queued_at", "pk")
    return waiting.values_list("pk", flat=True)[:CANDIDATES]


def place(job: Job) -> int | None:
    """How many files are taken before this one, plus one; None when it does not wait."""
    if job.state != Job.State.QUEUED:
        return None
    with unscoped("a place in the queue counts everybody's files"):
        order = list(fair_order())
    return order.index(job.pk) + 1 if job.pk in order else None


def claim(worker: str, kind: str = Job.Kind.CHECK) -> Job | None:
    """Take the next waiting job of a kind under a lease with a new fencing number. None when nothing waits."""
    settings, now = conf(), timezone.now()
    for pk in _order(kind):
        # One statement decides between two workers who saw the same job; no lock is held while it is worked on.
        taken = (
            _waiting(now, kind)
            .filter(pk=pk)
            .update(
                state=Job.State.RUNNING,
                fence=F("fence") + 1,
                attempts=F("attempts") + 1,
                leased_by=worker[:LONGEST_NAME],
                lease_until=now + timedelta(seconds=settings.lease),
                started_at=now,
                stage=Job.Stage.RECEIVED,
                percent=0,
                waiting_for="",
                not_before=None,
            )
        )
        if taken:
            job = Job.objects.select_related("submission__for_return__collection").get(pk=pk)
            Submission.objects.filter(pk=job.submission_id, state=Submission.State.RECEIVED).update(
                state=Submission.State.CHECKING
            )
            return job
    return None


def held(job: Job) -> QuerySet[Job]:
    """The row of ``job`` as long as it is held under this fencing number."""
    return Job.objects.filter(pk=job.pk, fence=job.fence, state=Job.State.RUNNING)


def beat(job: Job, stage: str | None = None, percent: int | None = None) -> None:
    """Say that the work goes on, and how far it is. Raises ``LeaseLost``."""
    changes: dict[str, object] = {"lease_until": timezone.now() + timedelta(seconds=conf().lease)}
    if stage is not None:
        changes["stage"] = stage
    if percent is not None:
        changes["percent"] = max(0, min(100, percent))
    if not held(job).update(**changes):
        raise LeaseLost(f"job {job.pk} is no longer held under number {job.fence}")


def put_back(job: Job, waiting_for: str, seconds: float) -> None:
    """Put a job back that cannot go on for a while. The attempt is not counted."""
    held(job).update(
        state=Job.State.QUEUED,
        attempts=F("attempts") - 1,
        waiting_for=waiting_for[:200],
        not_before=timezone.now() + timedelta(seconds=seconds),
        lease_until=None,
        leased_by="",
    )


def wait_for_storage(job: Job, problem: Exception) -> bool:
    """Put the job back where files cannot be kept or reached for a while. Gives whether that is what went wrong."""
    fault = storage_fault(problem)
    if fault is None:
        return False
    put_back(job, fault, conf().storage_retry)
    log.warning("storage unavailable", job=job.pk, problem=fault)
    return True


def drop(job: Job, error: str) -> None:
    """A worker gives its job back after an error: it is tried again, or given up when that was the last attempt."""
    held(job).update(last_error=error[:300])
    _take_away(job, STOPPED, wait=min(5.0 * 2**job.attempts, 300.0))


def worker_name(pid: int | None = None) -> str:
    """How a worker's process signs its leases: this one, or the one with that number on this machine."""
    return f"{socket.gethostname()}:{pid or os.getpid()}"[:LONGEST_NAME]


def free(worker: str) -> int:
    """Take back what a process of that name holds, for it was seen to end. Gives how many jobs."""
    jobs = Job.objects.filter(state=Job.State.RUNNING, leased_by=worker).select_related("submission")
    return sum(_take_away(job, "was killed") for job in jobs)


def sweep() -> dict[str, int]:
    """Pick up what was dropped: jobs whose worker is silent or too slow, and bells that nobody heard."""
    settings, now = conf(), timezone.now()
    silent = Q(lease_until__lt=now) | Q(started_at__lt=now - timedelta(seconds=settings.job_limit))
    taken = 0
    for job in Job.objects.filter(silent, state=Job.State.RUNNING).select_related("submission"):
        words = "took too long" if job.lease_until and job.lease_until >= now else "was not heard of"
        taken += _take_away(job, words)
    rung_before = Q(rung_at__lt=now - timedelta(seconds=settings.ring_again)) | Q(rung_at__lt=F("not_before"))
    unheard = _waiting(now).filter(Q(rung_at__isnull=True) | rung_before)
    rung = 0
    for pk in list(unheard.order_by("queued_at").values_list("pk", flat=True)[:200]):
        if unheard.filter(pk=pk).update(rung_at=now):
            ring(pk)
            rung += 1
    rechecks = Job.objects.filter(kind=Job.Kind.RECHECK)
    if is_anything_waiting(Job.Kind.RECHECK) and not rechecks.filter(state=Job.State.RUNNING).exists():
        ring_rechecks()  # one bell: whoever hears it goes on until none waits
    return {"taken_back": taken, "rung": rung}


def _take_away(job: Job, why: str, wait: float = 0) -> bool:
    """Queue a running job again under a new number, so that its late worker is recognised, or give it up.

    ``wait`` is how long, in seconds, it should rest before it is tried again.
    """
    now = timezone.now()
    last = job.attempts >= conf().attempts
    with transaction.atomic():
        mine = held(job).update(
            state=Job.State.FAILED if last else Job.State.QUEUED,
            fence=F("fence") + 1,
            lease_until=None,
            leased_by="",
            stage=Job.Stage.RECEIVED,
            percent=0,
            rung_at=now,
            not_before=now + timedelta(seconds=wait) if wait else None,
            finished_at=now if last else None,
            # An error that it stopped with is there already; what else stops it has no words of its own.
            **({"last_error": why} if why != STOPPED else {}),
        )
        if not mine:
            return False
        if last:
            give_up(job, why)
        elif not wait:
            transaction.on_commit(partial(ring, job.pk) if job.kind == Job.Kind.CHECK else ring_rechecks)
    # For those who run the service: ids only.
    log.warning("check given up" if last else "check taken back", job=job.pk, attempts=job.attempts, why=why)
    return True


def give_up(job: Job, why: str) -> None:
    """The check cannot be done: say so on the submission, in the history and to the person who waits."""
    submission = Submission.objects.select_related(
        "for_return__collection", "for_return__organisation", "uploaded_by"
    ).get(pk=job.submission_id)
    if job.kind == Job.Kind.RECHECK:
        # The return keeps what its last check found; the page of the change lists it as not done.
        details = {"number": submission.number, "attempts": job.attempts, "why": why, "cause": job.cause}
        history.record(submission.for_return, "recheck_failed", None, submission=submission, details=details)
        return
    submission.state = Submission.State.FAILED
    submission.save(update_fields=["state"])
    history.record(
        submission.for_return,
        "check_failed",
        None,
        submission=submission,
        details={"number": submission.number, "attempts": job.attempts, "why": why},
    )
    notify.check_finished(submission)


def try_again(job: Job) -> bool:
    """Staff queue a job again that was given up. Gives whether it was."""
    now = timezone.now()
    with transaction.atomic():
        again = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
            state=Job.State.QUEUED, attempts=0, queued_at=now, rung_at=now, not_before=None, finished_at=None
        )
        if again and job.kind == Job.Kind.RECHECK:
            transaction.on_commit(ring_rechecks)
        elif again:
            Submission.objects.filter(pk=job.submission_id).update(state=Submission.State.RECEIVED)
            transaction.on_commit(partial(ring, job.pk))
    return bool(again)
