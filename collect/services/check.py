"""The check of one file: scan, read, run the rules, keep the tables, settle.

Every step can be killed at any point: nothing of an attempt is seen before its one transaction at the end, and tables
are written to a folder of the attempt's own.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import Event as Signal
from threading import Thread
from time import monotonic
from typing import IO, Any

import polars as pl
import structlog
from django.db import DatabaseError, connections
from django.utils import timezone

from collect import words
from collect.conf import conf
from collect.models import Job, Return, Submission
from collect.services import antivirus, queue, receipts, rulebooks
from collect.services.offers import earlier_returns
from collect.services.receive import expected
from collect.services.references import references_for
from collect.services.settle import Result, settle
from schemas import reading
from schemas.intake import Refused
from schemas.reading import Expect, Reading
from schemas.tables import Tables
from validation import check as validation_check
from validation.book import RuleSet
from validation.store import findings_frame, write_findings

log = structlog.get_logger(__name__)

Stage = Job.Stage
# The share of the work, in per cent, that is done when a stage is: reading takes most of it.
DONE_AT = {Stage.RECEIVED: 0, Stage.SCANNED: 10, Stage.READ: 60, Stage.CHECKED: 80, Stage.SAVED: 100}
BEAT_EVERY = 0.3
VIRUS, TOO_LARGE_TO_SCAN = "virus", "too_large_to_scan"


@dataclass(frozen=True)
class Tools:
    """What the check works with: the real reader and rules, or others in a test."""

    read: Callable[[IO[bytes], str, Expect | None, Callable[[int], None] | None], Reading] = reading.read
    check: Callable[[Tables, RuleSet, Tables | None, Mapping[str, pl.DataFrame]], validation_check.Run] = (
        validation_check.check
    )
    scan: Callable[[Any, str], str | None] = antivirus.scan


def work_once(tools: Tools | None = None) -> Job | None:
    """Take the next job, if there is one, and do it. Gives the job that was taken.

    Raises ``ImproperlyConfigured`` where receipts cannot be signed: the jobs then wait, none is used up.
    """
    receipts.signing_key()
    job = queue.claim(queue.worker_name())
    if job is not None:
        work(job, tools or Tools())
    return job


def work(job: Job, tools: Tools) -> None:
    """Do a claimed job. Whatever goes wrong, it is settled, put back, or given up; it is never left running."""
    structlog.contextvars.bind_contextvars(job=job.pk, submission=str(job.submission_id))
    try:
        with heartbeat(job):
            result = _attempt(job, tools)
            settle(job, result)
        log.info("check done", state=result.state, attempts=job.attempts)
    except queue.LeaseLost:
        log.warning("check thrown away: it was taken over")
    except antivirus.ScannerUnavailable as problem:
        queue.put_back(job, f"Waiting for the virus scanner: {problem}", conf().scanner_retry)
        log.warning("virus scanner unavailable", problem=str(problem))
    except Exception as problem:  # noqa: BLE001  (a job must never be lost, whatever its file makes happen)
        if queue.wait_for_storage(job, problem):
            return
        # The place, not the words: an error may quote values out of the file.
        queue.drop(job, place_of(problem))
        log.error("check stopped", problem=place_of(problem))
    finally:
        structlog.contextvars.unbind_contextvars("job", "submission")


def place_of(problem: BaseException) -> str:
    """The kind of an error and the line of code it came from."""
    frames = traceback.extract_tb(problem.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(problem).__name__}{where}"


def _attempt(job: Job, tools: Tools) -> Result:
    submission = Submission.objects.select_related("for_return__collection", "for_return__organisation").get(
        pk=job.submission_id
    )
    if (found := _scan(job, submission, tools)) is not None:
        return found
    try:
        read = _read(job, submission, tools)
    except Refused as refused:
        return Result(Submission.State.UNREADABLE, refusal_code=refused.code, refusal=refused.sentence)
    queue.beat(job, Stage.READ, DONE_AT[Stage.READ])
    ruleset = rulebooks.in_force(submission.for_return.collection.ruleset)
    looked_at = timezone.now()
    references = references_for(submission.for_return, ruleset, read.tables)
    checked = tools.check(read.tables, ruleset, previous_tables(submission.for_return), references)
    frame = findings_frame(checked.findings)
    queue.beat(job, Stage.CHECKED, DONE_AT[Stage.CHECKED])
    folder = submission.folder / f"tables-{job.fence}"
    read.tables.write(folder)
    write_findings(folder, frame)
    state = Submission.State.STRUCTURE if read.fault_count else Submission.State.CHECKED
    path = str(PurePosixPath(str(submission.file.name)).parent / folder.name)
    return Result(
        state, reading=read, checked=checked, frame=frame, tables_path=path, ruleset=ruleset, looked_at=looked_at
    )


def _scan(job: Job, submission: Submission, tools: Tools) -> Result | None:
    address = conf().clamav_address
    if address:
        try:
            with submission.file.open("rb") as file:
                found = tools.scan(file, address)
        except antivirus.TooLargeToScan:
            sentence = words.of(
                submission.for_return,
                "The file is larger than our virus scanner takes, so it was not opened. Pack it into a zip file and "
                "upload that. If it is still too large, tell the people who run the service.",
            )
            return Result(Submission.State.UNREADABLE, refusal_code=TOO_LARGE_TO_SCAN, refusal=sentence)
        if found is not None:
            sentence = words.of(
                submission.for_return,
                "Our virus scanner found something in the file, so it was not opened. Scan your computer, "
                "then make the file again in your {system} and upload it.",
            )
            log.warning("virus found", name=found)
            return Result(Submission.State.UNREADABLE, refusal_code=VIRUS, refusal=sentence)
    queue.beat(job, Stage.SCANNED, DONE_AT[Stage.SCANNED])
    return None


def _read(job: Job, submission: Submission, tools: Tools) -> Reading:
    low, high = DONE_AT[Stage.SCANNED], DONE_AT[Stage.READ]
    said = monotonic()

    def progress(done: int) -> None:
        nonlocal said
        if monotonic() - said >= BEAT_EVERY:
            # A packed file unpacks to more than its size: it stays below the end of the stage.
            queue.beat(job, percent=low + int((high - low) * min(0.95, done / max(submission.size, 1))))
            said = monotonic()

    with submission.file.open("rb") as file:
        return tools.read(file, submission.filename, expected(submission.for_return), progress)


def previous_tables(return_: Return) -> Tables | None:
    """The tables of the same organisation's return before this one, where the portal has it."""
    for other in earlier_returns(return_):
        submission = other.current_submission
        if submission is not None and submission.state == Submission.State.CHECKED:
            return Tables.read(submission.tables_folder)
    return None


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Keep the lease while the work goes on, also through a long step that says nothing of itself."""
    stop = Signal()

    def beat_until_stopped() -> None:
        try:
            while not stop.wait(conf().heartbeat):
                try:
                    queue.beat(job)
                except queue.LeaseLost:
                    return  # the work finds out by itself at its next step
                except DatabaseError:
                    continue  # the lease outlives a few missed beats
        finally:
            connections.close_all()

    # A thread starts without the scope of the one that starts it.
    thread = Thread(target=copy_context().run, args=(beat_until_stopped,), name=f"heartbeat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
