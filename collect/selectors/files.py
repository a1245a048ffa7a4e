"""The files of a return: the list, how far a check is, and what changed from one to the next."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from collect.models import Job, Return, Submission
from collect.services import queue
from collect.services.matching import Key, compare_keys
from validation.store import read_findings

STAGES = (Job.Stage.RECEIVED, Job.Stage.SCANNED, Job.Stage.READ, Job.Stage.CHECKED, Job.Stage.SAVED)


def submissions(return_: Return) -> QuerySet[Submission]:
    """The files of a return, newest first."""
    return (
        Submission.objects.filter(for_return=return_)
        .select_related("run", "uploaded_by", "acting_for", "job", "receipt", "based_on")
        .order_by("-number")
    )


@dataclass(frozen=True)
class Progress:
    """How far the check of a file is. ``place`` is its place in the queue while it waits."""

    state: str
    stage: str
    percent: int
    place: int | None
    waiting_for: str
    since: datetime
    is_finished: bool

    @property
    def steps(self) -> list[tuple[str, bool]]:
        """Each step in words, and whether it is done."""
        reached = STAGES.index(Job.Stage(self.stage))
        done_all = self.state == Job.State.DONE
        return [(str(stage.label), done_all or number <= reached) for number, stage in enumerate(STAGES)]


def progress(submission: Submission) -> Progress:
    """Where the check of a file stands now."""
    job = Job.objects.get(submission=submission)
    return Progress(
        state=job.state,
        stage=job.stage,
        percent=job.percent,
        place=queue.place(job),
        waiting_for=job.waiting_for,
        since=job.started_at or job.queued_at,
        is_finished=job.state in (Job.State.DONE, Job.State.FAILED),
    )


@dataclass(frozen=True)
class Compared:
    """One finding in a comparison, as the file that holds it has it."""

    rule: str
    level: str
    key: str | None
    identity: str
    record: str
    row: int | None
    message: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Comparison:
    """What changed from ``earlier`` to ``submission``."""

    submission: Submission
    earlier: Submission
    fixed: list[Compared]
    new: list[Compared]
    still_there: list[Compared]


def previous_submission(submission: Submission) -> Submission | None:
    """The file before this one that was read."""
    return (
        Submission.objects.filter(
            for_return=submission.for_return_id, number__lt=submission.number, state__in=Submission.READ
        )
        .select_related("run")
        .order_by("-number")
        .first()
    )


def compare(submission: Submission, earlier: Submission) -> Comparison:
    """Findings that are fixed, new and still there, by rule, identity of the record and values. Exact: not capped."""
    now, before = _rows(submission), _rows(earlier)
    keys = compare_keys((key for key, _ in now), (key for key, _ in before))
    here, there = dict(reversed(now)), dict(reversed(before))
    return Comparison(
        submission,
        earlier,
        fixed=[there[key] for key in keys.fixed],
        new=[here[key] for key in keys.new],
        still_there=[here[key] for key in keys.still_there],
    )


def _rows(submission: Submission) -> list[tuple[Key, Compared]]:
    frame = read_findings(submission.tables_folder)
    return [
        (
            Key(row["rule"], row["identity"], row["fingerprint"]),
            Compared(
                row["rule"],
                row["level"],
                row["key"],
                row["identity"],
                row["record"],
                row["row"],
                row["message"],
                json.loads(row["values"]),
            ),
        )
        for row in frame.iter_rows(named=True)
    ]


def latest_of(return_: Return) -> Submission | None:
    """The newest file of a return, checked or not."""
    return submissions(return_).first()


def first_read(return_: Return) -> int | None:
    """The number of the first file of a return that could be read."""
    read = Submission.objects.filter(for_return=return_, state__in=Submission.READ).order_by("number")
    return read.values_list("number", flat=True).first()
