"""Checking a return again with changed rules, from its stored tables: no new file, no receipt, no change of status.

It is work on the job table like the check of a file: the submission's own job is queued again under a new number, so it
is leased, fenced and picked up when a worker is killed. What the file was found to hold before stays until the one
transaction at the end.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from time import monotonic
from uuid import UUID

import polars as pl
import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Organisation
from collect import words
from collect.conf import conf
from collect.models import Job, Return, Submission
from collect.selectors.counts import counts
from collect.services import causes, explanations, history, notify, queue, rulebooks
from schemas.tables import Tables
from validation import check as validation_check
from validation.book import RuleSet
from validation.models import Finding, RuleCount, Run, StructureFault
from validation.store import FINDINGS_FILE, findings_frame, save, write_findings

log = structlog.get_logger(__name__)

A_WHILE = 60.0
"""Seconds that one task works on before it lets others have the worker."""
CHUNK = 500

State, Kind, Stage = Job.State, Job.Kind, Job.Stage


# -- asking for it


def request(return_ids: Iterable[UUID], organisation: Organisation, cause: str, rest: float = 0) -> list[int]:
    """Queue the current files of these returns to be checked again. Gives the ids of the jobs.

    The caller holds the transaction. Asking twice is asking once: a job that waits keeps its place, one that runs
    is taken from its worker, for it may have read the rules before they changed. With a ``rest`` (seconds) one that was
    started less than that ago for the same cause waits as long; asked for another cause it waits no longer.
    """
    ids = list(return_ids)
    jobs: list[int] = []
    now = timezone.now()
    for start in range(0, len(ids), CHUNK):
        current = Return.objects.filter(pk__in=ids[start : start + CHUNK], current_submission__isnull=False)
        found = Job.objects.filter(submission__in=current.values("current_submission"))
        jobs += found.values_list("pk", flat=True)
        asked: dict[str, object] = {"organisation": organisation, "cause": cause[:120]}
        # A waiting job of either kind reads the rules when it is taken.
        wanted = found.exclude(state=State.QUEUED).exclude(kind=Kind.CHECK, state=State.RUNNING)
        if not rest:
            found.filter(kind=Kind.RECHECK, state=State.QUEUED, not_before__gt=now).update(**asked, not_before=None)
        else:
            tired = wanted.filter(cause=cause[:120], started_at__gte=now - timedelta(seconds=rest))
            later = {**_queued_again(now), **asked, "not_before": now + timedelta(seconds=rest)}
            tired.update(**later)
        wanted.update(**_queued_again(now), **asked)
    if jobs:
        transaction.on_commit(ring_some)
    return jobs


def ring_some() -> None:
    """A bell for each of two workers; each goes on until nothing waits."""
    for _ in range(2):
        queue.ring_rechecks()


def again_if_rules_changed(job: Job, submission: Submission, used: RuleSet) -> bool:
    """At the end of a check, in its transaction: queue it once more if the rules changed while it ran."""
    now_in_force = rulebooks.in_force(submission.for_return.collection.ruleset)
    is_current = submission.for_return.current_submission_id == submission.pk
    if now_in_force.hash == used.hash or not is_current:
        return False
    again(job, causes.RULES)
    return True


def again(job: Job, cause: str) -> None:
    """Queue a job that is done, in the transaction in which it is, to check its file once more."""
    Job.objects.filter(pk=job.pk).update(**_queued_again(timezone.now()), cause=cause)
    transaction.on_commit(queue.ring_rechecks)


def _queued_again(now: datetime) -> dict[str, object]:
    return {
        "kind": Kind.RECHECK,
        "state": State.QUEUED,
        "fence": F("fence") + 1,
        "attempts": 0,
        "stage": Stage.RECEIVED,
        "percent": 0,
        "queued_at": now,
        "rung_at": now,
        "not_before": None,
        "lease_until": None,
        "leased_by": "",
        "finished_at": None,
        "waiting_for": "",
        "last_error": "",
    }


# -- doing it


def work_for_a_while() -> int:
    """Do what waits, one return after the other, until a new file waits or a minute has passed. Gives how many."""
    done, until = 0, monotonic() + A_WHILE
    while monotonic() < until and not queue.is_anything_waiting() and work_once() is not None:
        done += 1
    return done


def work_once() -> Job | None:
    """Take the next job of this kind and do it. Whatever goes wrong, it is settled, put back, or given up."""
    from collect.services.check import heartbeat, place_of

    job = queue.claim(queue.worker_name(), Kind.RECHECK)
    if job is None:
        return None
    try:
        with heartbeat(job):
            settle(job, attempt(job))
    except queue.LeaseLost:
        # In the course of things: what it looked at changed meanwhile. Of a silent worker the sweep tells.
        log.info("recheck thrown away: it was taken over", job=job.pk)
    except Exception as problem:  # noqa: BLE001  (a job must never be lost)
        if queue.wait_for_storage(job, problem):
            return job
        queue.drop(job, place_of(problem))
        log.error("recheck stopped", job=job.pk, problem=place_of(problem))
    return job


@dataclass
class Rechecked:
    """What an attempt found."""

    submission_id: UUID
    ruleset: RuleSet
    checked: validation_check.Run
    frame: pl.DataFrame
    tables_path: str


def attempt(job: Job) -> Rechecked | None:
    """Run the rules in force over the stored tables. None when the file is not the return's any more."""
    from collect.services.check import previous_tables
    from collect.services.references import references_for

    submission = Submission.objects.select_related(
        "for_return__collection", "for_return__organisation", "for_return__current_submission"
    ).get(pk=job.submission_id)
    return_ = submission.for_return
    if return_.current_submission_id != submission.pk or submission.state not in Submission.READ:
        return None
    tables = Tables.read(submission.tables_folder)
    queue.beat(job, Stage.READ, 30)
    ruleset = rulebooks.in_force(return_.collection.ruleset)
    references = references_for(return_, ruleset, tables)
    checked = validation_check.check(tables, ruleset, previous_tables(return_), references)
    frame = findings_frame(checked.findings)
    queue.beat(job, Stage.CHECKED, 80)
    folder = submission.folder / f"tables-{job.fence}"
    copy_tables(submission.tables_folder, folder)
    write_findings(folder, frame)
    path = str(PurePosixPath(str(submission.file.name)).parent / folder.name)
    return Rechecked(submission.pk, ruleset, checked, frame, path)


def copy_tables(old: Path, new: Path) -> None:
    """The tables once more in a folder of the attempt's own, without taking room where the disk can link."""
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for path in old.iterdir():
        if path.name == FINDINGS_FILE:
            continue
        try:
            os.link(path, new / path.name)
        except OSError:  # a storage without links
            shutil.copyfile(path, new / path.name)


def settle(job: Job, result: Rechecked | None) -> None:
    """Store ``result`` if the job is still held and the file still the return's. Raises ``LeaseLost``."""
    from collect.services.settle import remove_other_attempts

    with transaction.atomic():
        if queue.held(job).select_for_update().first() is None:
            raise queue.LeaseLost
        submission = Submission.objects.select_related("run").get(pk=job.submission_id)
        return_ = (
            Return.objects.select_for_update(of=("self",))
            .select_related("collection", "organisation", "agent", "current_submission")
            .get(pk=submission.for_return_id)
        )
        submission.for_return = return_
        if result is not None and return_.current_submission_id == submission.pk:
            _replace_run(return_, submission, result, job)
        done = queue.held(job).update(
            state=State.DONE,
            stage=Stage.SAVED,
            percent=100,
            lease_until=None,
            finished_at=timezone.now(),
            last_error="",
        )
        if not done:
            raise queue.LeaseLost
        if result is not None:
            again_if_rules_changed(job, submission, result.ruleset)
        transaction.on_commit(partial(remove_other_attempts, submission))


def _replace_run(return_: Return, submission: Submission, result: Rechecked, job: Job) -> None:
    from collect.services.settle import levels_of

    before = submission.run
    assert before is not None
    counted_before = _counted(before)
    run = save(
        result.checked,
        result.frame,
        levels=levels_of(result.ruleset),
        patches=result.ruleset.patches,
        fault_count=before.structure_faults,
        cap=conf().findings_per_rule,
        timings=before.timings,
    )
    # What the structure is at fault with is a matter of the file, not of the rules.
    StructureFault.objects.filter(run=before).update(run=run)
    submission.run, submission.tables_path = run, result.tables_path
    submission.save(update_fields=["run", "tables_path"])
    # The counts of the run before stay; its findings are those of nobody now.
    Finding.objects.filter(run=before).delete()
    explanations.settle(return_, run, result.frame)
    changed = _counted(run) != counted_before
    version = return_.version
    if changed:
        return_.version += 1
        return_.save(update_fields=["version"])
    event = history.record(
        return_,
        "rechecked",
        None,
        version_before=version,
        submission=submission,
        details={
            "number": submission.number,
            "errors": run.errors,
            "queries": run.queries,
            "before": {"errors": before.errors, "queries": before.queries, "run": str(before.pk)},
            "changed": changed,
            "ruleset": run.ruleset,
            "patches": run.patches,
            "cause": job.cause,
        },
    )
    if changed:
        notify.rechecked(event, _what_changed(before, run, return_, causes.because(job.cause)))


def _counted(run: Run) -> dict[str, tuple[str, int]]:
    rows = RuleCount.objects.filter(run=run, failures__gt=0).values_list("rule", "level", "failures")
    return {rule: (level, failures) for rule, level, failures in rows}


def _what_changed(before: Run, after: Run, return_: Return, because: str) -> str:
    found = counts(return_)
    was = f"{words.errors(before.errors)} and {words.queries(before.queries)}"
    now = f"{words.errors(after.errors)} and {words.queries(after.queries)}"
    lines = [
        f"We checked your return again, because {because}. You did not need to do anything for that.",
        f"It had {was}. It has {now} now.",
        "Your file, your explanations and the status of the return are as they were.",
    ]
    if found.errors_to_correct:
        lines.append(f"{words.errors(found.errors_to_correct)} to correct.")
    if found.queries_to_explain:
        lines.append(f"{words.queries(found.queries_to_explain)} to correct or explain.")
    return "\n\n".join(lines)
