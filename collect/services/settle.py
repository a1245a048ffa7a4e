"""The end of a check: one transaction that stores what was found and moves the return on, or does nothing at all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import polars as pl
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from collect.actions.new_file import NOT_SENT_YET, NewFile
from collect.conf import conf
from collect.models import Job, Return, Status, Submission
from collect.permissions import part_of
from collect.selectors.counts import Counts, counts
from collect.services import explanations, history, neighbours, notify, pupils, queue, receipts, recheck
from schemas.reading import Reading
from validation import check as validation_check
from validation.book import RuleSet
from validation.models import Run
from validation.store import save


@dataclass
class Result:
    """What an attempt found. A file that could not be read has a refusal and nothing else."""

    state: str
    reading: Reading | None = None
    checked: validation_check.Run | None = None
    frame: pl.DataFrame | None = None
    tables_path: str = ""
    ruleset: RuleSet | None = None
    """As the file was checked with it."""
    looked_at: datetime | None = None
    """When what other returns say was read."""
    refusal_code: str = ""
    refusal: str = ""


def settle(job: Job, result: Result) -> Submission:
    """Store ``result`` if the job is still held under its number; otherwise raise ``LeaseLost`` and change nothing."""
    with transaction.atomic():
        if queue.held(job).select_for_update().first() is None:
            raise queue.LeaseLost
        submission = Submission.objects.select_related("uploaded_by", "acting_for").get(pk=job.submission_id)
        return_ = (
            Return.objects.select_for_update(of=("self",))
            .select_related("collection", "organisation", "agent", "current_submission")
            .get(pk=submission.for_return_id)
        )
        submission.for_return = return_
        submission.state = result.state
        submission.refusal_code, submission.refusal = result.refusal_code, result.refusal
        submission.tables_path = result.tables_path
        submission.checked_at = timezone.now()
        submission.run = _store_run(result)
        submission.save(update_fields=["state", "refusal_code", "refusal", "tables_path", "checked_at", "run"])
        people_before = neighbours.people_of(return_)
        taken_over = _move_on(return_, submission, result)
        done = queue.held(job).update(
            state=Job.State.DONE,
            stage=Job.Stage.SAVED,
            percent=100,
            lease_until=None,
            finished_at=timezone.now(),
            last_error="",
        )
        if not done:
            raise queue.LeaseLost
        notify.check_finished(submission)
        if taken_over:
            neighbours.tell(return_, people_before, job, result.looked_at)
        if result.ruleset is not None:
            recheck.again_if_rules_changed(job, submission, result.ruleset)
        transaction.on_commit(partial(remove_other_attempts, submission))
    return submission


def _store_run(result: Result) -> Run | None:
    if result.reading is None or result.checked is None or result.frame is None or result.ruleset is None:
        return None
    settings = conf()
    return save(
        result.checked,
        result.frame,
        levels=levels_of(result.ruleset),
        patches=result.ruleset.patches,
        faults=result.reading.faults,
        fault_count=result.reading.fault_count,
        cap=settings.findings_per_rule,
        fault_cap=settings.faults_stored,
        timings=result.reading.timings,
    )


def levels_of(ruleset: RuleSet) -> dict[str, str]:
    """Code → level of every rule of a set."""
    return {code: str(rule.level) for code, rule in ruleset.rules.items()}


def takes_over(return_: Return, submission: Submission) -> Status | None:
    """The status that the return gets when ``submission`` takes the place of its current file; None when it does not.

    A file that is older than the current one never does, nor one with faults of structure once the return was
    submitted: a slip must not undo a submission.
    """
    part = part_of(submission.acting_for_id, return_, is_dfe=submission.acting_for.kind == Organisation.Kind.DFE)
    status = Status(return_.status)
    current = return_.current_submission
    if part is None or submission.state not in Submission.READ or (current and current.number > submission.number):
        return None
    if submission.state == Submission.State.STRUCTURE and status not in NOT_SENT_YET:
        return None
    return NewFile.moves(part, return_).get(status)


def _move_on(return_: Return, submission: Submission, result: Result) -> bool:
    """Let the file take the place of the one before, where it does. Gives whether it did."""
    status_before, version_before = return_.status, return_.version
    after = takes_over(return_, submission)
    if after is not None:
        assert submission.run is not None
        assert result.frame is not None
        assert result.reading is not None
        return_.current_submission = submission
        return_.version += 1
        return_.declared_at = return_.declared_by = None
        if after != status_before:
            return_.status, return_.status_since = after, timezone.now()
        return_.save()
        explanations.settle(return_, submission.run, result.frame)
        pupils.index(return_, result.reading.tables)
    event = history.record(
        return_,
        "checked",
        None,
        status_before=status_before,
        version_before=version_before,
        submission=submission,
        details=_details(submission, current=after is not None),
    )
    receipts.issue(submission, _counts(return_, submission, current=after is not None))
    notify.about(event)
    return after is not None


def _details(submission: Submission, *, current: bool) -> dict[str, object]:
    run = submission.run
    found: dict[str, object] = {"number": submission.number, "outcome": submission.state, "current": current}
    if run is None:
        return {**found, "code": submission.refusal_code}
    return {
        **found,
        "errors": run.errors,
        "queries": run.queries,
        "structural_faults": run.structure_faults,
        "ruleset": run.ruleset,
        **({"patches": run.patches} if run.patches else {}),
    }


def _counts(return_: Return, submission: Submission, *, current: bool) -> Counts | None:
    run = submission.run
    if run is None:
        return None
    if current:
        return counts(return_)
    return Counts(errors=run.errors, queries=run.queries, structural_faults=run.structure_faults)


def remove_other_attempts(submission: Submission) -> None:
    """Tables of attempts that were killed or came too late."""
    kept = submission.tables_path.rpartition("/")[2]
    for folder in submission.folder.glob("tables-*"):
        if folder.name != kept:
            shutil.rmtree(folder, ignore_errors=True)
