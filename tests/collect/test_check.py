"""The check of a file: what it finds is settled once, in one transaction, by the worker that holds the job."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from collect.actions import Upload
from collect.models import Event, Job, Notification, PupilIndex, Return, Status, Submission
from collect.selectors.counts import counts
from collect.services import antivirus, queue, tidy
from collect.services.check import Tools, work, work_once
from schemas.tables import Tables
from tests.collect.factories import CollectionFactory, ReturnFactory, agent_of, collector, source_of
from tests.collect.support import Scripted, check, error, pupil_xml, put, query, tools, upload, xml
from validation.book import RuleSet
from validation.models import Finding, RuleCount
from validation.store import read_findings

pytestmark = pytest.mark.django_db
BROKEN = "<Nonsense/>"


def test_a_checked_file_becomes_the_returns_data(school_return: Return) -> None:
    submission = check(school_return, source_of(school_return), error(1), query(1), query(2))
    assert school_return.status == Status.LOADED
    assert school_return.current_submission == submission
    assert submission.state == Submission.State.CHECKED
    found = counts(school_return)
    assert (found.errors, found.queries, found.queries_to_explain) == (1, 2, 2)


def test_the_job_is_done_and_says_so(school_return: Return) -> None:
    submission = check(school_return, source_of(school_return))
    job = submission.job
    assert (job.state, job.stage, job.percent, job.attempts) == ("done", "saved", 100, 1)


def test_tables_and_all_findings_are_kept_beside_the_file(school_return: Return) -> None:
    submission = check(school_return, source_of(school_return), query(1), query(2), pupils=pupil_xml())
    assert Tables.read(submission.tables_folder)["Pupil"].height == 1
    assert read_findings(submission.tables_folder)["rule"].to_list() == ["1590Q", "1590Q"]
    assert submission.tables_folder.parent == submission.folder


def test_counts_are_exact_where_stored_findings_are_capped(school_return: Return, settings: Any) -> None:
    settings.COLLECT_FINDINGS_PER_RULE = 3
    submission = check(school_return, source_of(school_return), *(query(n) for n in range(1, 11)), error(1))
    assert Finding.objects.filter(run=submission.run).count() == 4
    assert counts(school_return).queries == 10
    count = RuleCount.objects.get(run=submission.run, rule="1590Q")
    assert (count.failures, count.stored) == (10, 3)


def test_pupils_are_indexed_for_matching(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, pupils=pupil_xml("A823200111001") + pupil_xml("B823200111002", "Ng"))
    check(school_return, actor, pupils=pupil_xml("B823200111002", "Ng"))
    pupil = PupilIndex.objects.get()
    assert (pupil.key, pupil.surname, str(pupil.date_of_birth), pupil.row) == ("B823200111002", "Ng", "2018-03-04", 1)


def test_a_file_with_faults_of_structure_is_kept_and_shown(school_return: Return) -> None:
    submission = check(school_return, source_of(school_return), query(), pupils=pupil_xml(more=BROKEN))
    assert submission.state == Submission.State.STRUCTURE
    assert school_return.current_submission == submission
    assert counts(school_return).structural_faults == 1
    assert submission.run is not None
    assert submission.run.faults.get().line


def test_a_broken_file_does_not_undo_a_submission(school_return: Return) -> None:
    actor = source_of(school_return)
    sound = check(school_return, actor)
    put(school_return, Status.SUBMITTED)
    broken = check(school_return, actor, pupils=pupil_xml(more=BROKEN))
    assert broken.state == Submission.State.STRUCTURE
    assert (school_return.status, school_return.current_submission) == (Status.SUBMITTED, sound)


def test_a_file_that_cannot_be_read_changes_nothing(school_return: Return) -> None:
    actor = source_of(school_return)
    body = xml(school_return).replace(b"</Message>", b"<Unclosed>")
    submission = Upload(actor, school_return, BytesIO(body), "census.xml").receive().submission
    work_once(tools())
    submission.refresh_from_db()
    school_return.refresh_from_db()
    assert (submission.state, submission.refusal_code) == (Submission.State.UNREADABLE, "not_well_formed")
    assert "line" in submission.refusal
    assert (school_return.status, school_return.current_submission) == (Status.NO_DATA, None)


@pytest.mark.parametrize(
    ("status", "who", "after"),
    [
        (Status.SUBMITTED, source_of, Status.AMENDED_BY_SOURCE),
        (Status.SUBMITTED, agent_of, Status.AMENDED_BY_AGENT),
        (Status.REJECTED, source_of, Status.AMENDED_BY_SOURCE),
        (Status.REJECTED_BY_COLLECTOR, agent_of, Status.AMENDED_BY_AGENT),
        (Status.APPROVED, lambda return_: collector(), Status.AMENDED_BY_COLLECTOR),
    ],
)
def test_the_status_says_who_amended_a_return(school_return: Return, status: Status, who: Any, after: Status) -> None:
    check(school_return, source_of(school_return))
    put(school_return, status)
    check(school_return, who(school_return))
    assert school_return.status == after


def test_an_older_file_never_takes_the_place_of_a_newer_one(school_return: Return) -> None:
    actor = source_of(school_return)
    older, newer = upload(school_return, actor, "older"), upload(school_return, actor, "newer")
    Job.objects.filter(submission=older).update(not_before=timezone.now() + timedelta(hours=1))
    work_once(tools())
    Job.objects.filter(submission=older).update(not_before=None)
    work_once(tools())
    school_return.refresh_from_db()
    older.refresh_from_db()
    assert school_return.current_submission == newer
    assert older.state == Submission.State.CHECKED


def test_an_event_a_receipt_and_an_email_come_of_it(school_return: Return) -> None:
    actor = source_of(school_return)
    submission = check(school_return, actor, query())
    event = Event.objects.get(action="checked")
    assert (event.status_before, event.status_after, event.person) == ("no_data", "loaded", None)
    assert event.details["queries"] == 1
    assert submission.receipt.sha256
    note = Notification.objects.get()
    assert note.to == actor.person
    assert "1 query to correct or explain" in note.body


@pytest.mark.logs("check taken back", "check thrown away")
def test_the_late_result_of_a_worker_that_lost_its_job_is_thrown_away(school_return: Return) -> None:
    """A worker sleeps, the sweeper gives its job to another, and then the first one wakes up."""
    submission = upload(school_return, source_of(school_return))
    slow = queue.claim("slow")
    assert slow is not None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert queue.sweep()["taken_back"] == 1
    assert work_once(tools([query(1), query(2)])) is not None
    work(slow, tools([error(1)]))
    submission.refresh_from_db()
    assert submission.run is not None
    assert (submission.run.errors, submission.run.queries) == (0, 2)
    assert Event.objects.filter(action="checked").count() == 1
    assert [folder.name for folder in submission.folder.glob("tables-*")] == ["tables-3"]


def test_a_job_that_is_done_is_not_done_again(school_return: Return) -> None:
    check(school_return, source_of(school_return))
    assert work_once(tools()) is None


@pytest.mark.logs("check taken back", "check stopped")
def test_an_error_in_the_check_puts_the_job_back_without_a_word_of_the_file(school_return: Return) -> None:
    upload(school_return, source_of(school_return))

    def fails(*_: Any) -> Any:
        raise ValueError("Ada Okafor, 2018-03-04")

    work_once(Tools(check=fails))
    job = Job.objects.get()
    assert job.state == Job.State.QUEUED
    assert job.last_error.startswith("ValueError at test_check.py:")
    assert job.not_before is not None


@pytest.mark.logs("check taken back", "check stopped", "check given up")
def test_a_check_that_always_fails_is_given_up(school_return: Return, settings: Any) -> None:
    settings.COLLECT_ATTEMPTS = 2
    submission = upload(school_return, source_of(school_return))

    def fails(*_: Any) -> Any:
        raise RuntimeError

    for _ in range(2):
        Job.objects.update(not_before=None)
        work_once(Tools(check=fails))
    submission.refresh_from_db()
    assert submission.state == Submission.State.FAILED
    assert Job.objects.get().state == Job.State.FAILED
    assert Event.objects.get(action="check_failed").details["attempts"] == 2
    assert "something went wrong here" in Notification.objects.get().body


@pytest.mark.logs("check given up", "check stopped")
def test_staff_can_have_it_tried_again(school_return: Return, settings: Any) -> None:
    settings.COLLECT_ATTEMPTS = 1
    submission = upload(school_return, source_of(school_return))

    def fails(*_: Any) -> Any:
        raise RuntimeError

    work_once(Tools(check=fails))
    assert queue.try_again(Job.objects.get())
    work_once(tools())
    submission.refresh_from_db()
    assert submission.state == Submission.State.CHECKED


def test_rules_get_the_return_before_this_one(school_return: Return) -> None:
    summer = CollectionFactory.create(type_code="school-census-summer", year=2025, reference_date=date(2026, 5, 21))
    earlier = ReturnFactory.create(collection=summer, organisation=school_return.organisation)
    seen: list[int | None] = []

    def rules(tables: Tables, ruleset: RuleSet, previous: Tables | None, references: Any) -> Any:
        seen.append(None if previous is None else previous["Pupil"].height)
        return Scripted([], ruleset.coordinate)

    for return_, header in ((earlier, {"Term": "SUM"}), (school_return, {})):
        upload(return_, source_of(return_), pupils=pupil_xml(), **header)
        work_once(Tools(check=rules))
    assert seen == [None, 1]


def test_what_killed_processes_left_is_cleared_away_after_a_day(school_return: Return, files: Path) -> None:
    submission = check(school_return, source_of(school_return))
    orphan = submission.folder.parent / str(uuid4())
    left = [orphan, submission.folder / "tables-0"]
    for folder in left:
        folder.mkdir()
    assert tidy.tidy() == 0
    for folder in (*left, submission.folder):
        os.utime(folder, (0, 0))
    assert tidy.tidy() == 2
    assert not any(folder.exists() for folder in left)
    assert submission.tables_folder.is_dir()
    assert submission.file.storage.exists(submission.file.name)


# -- the virus scanner


@contextmanager
def clamd(answer: bytes) -> Iterator[str]:
    """A daemon that takes one stream and gives ``answer`` when it holds the EICAR words, else OK."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            taken = b""
            while size := struct.unpack("!I", stream.read(4))[0]:
                taken += stream.read(size)
            connection.sendall(answer if b"EICAR" in taken else b"stream: OK\0")

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(timeout=5)
    finally:
        server.close()


def test_a_clean_file_passes_the_scanner(school_return: Return, settings: Any) -> None:
    with clamd(b"stream: Eicar-Signature FOUND\0") as address:
        settings.CLAMAV_ADDRESS = address
        submission = check(school_return, source_of(school_return))
    assert submission.state == Submission.State.CHECKED


@pytest.mark.logs("virus found")
def test_a_file_with_a_virus_is_refused(school_return: Return, settings: Any) -> None:
    upload(school_return, source_of(school_return), "X5O!P%@AP[4 EICAR-STANDARD-ANTIVIRUS-TEST-FILE")
    with clamd(b"stream: Eicar-Signature FOUND\0") as address:
        settings.CLAMAV_ADDRESS = address
        work_once(tools())
    submission = Submission.objects.get()
    assert (submission.state, submission.is_infected) == (Submission.State.UNREADABLE, True)
    school_return.refresh_from_db()
    assert school_return.status == Status.NO_DATA


@pytest.mark.logs("virus scanner unavailable")
def test_without_an_answer_of_the_scanner_the_file_waits(school_return: Return, settings: Any) -> None:
    submission = upload(school_return, source_of(school_return))
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{nobody.getsockname()[1]}"
    work_once(tools())
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 0)
    assert job.waiting_for.startswith("Waiting for the virus scanner")
    assert work_once(tools()) is None
    settings.CLAMAV_ADDRESS = ""
    Job.objects.update(not_before=None)
    work_once(tools())
    submission.refresh_from_db()
    assert submission.state == Submission.State.CHECKED


def test_an_answer_that_is_neither_yes_nor_no_is_no_pass() -> None:
    with clamd(b"stream: something else ERROR\0") as address, pytest.raises(antivirus.ScannerUnavailable):
        antivirus.scan(BytesIO(b"EICAR"), address)


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"]
)
def test_a_file_that_is_too_large_for_the_scanner_is_an_outcome(
    school_return: Return, settings: Any, answer: bytes
) -> None:
    submission = upload(school_return, source_of(school_return), "EICAR")
    with clamd(answer) as address:
        settings.CLAMAV_ADDRESS = address
        work_once(tools())
    submission.refresh_from_db()
    assert (submission.state, submission.refusal_code) == (Submission.State.UNREADABLE, "too_large_to_scan")
    assert "larger than our virus scanner takes" in submission.refusal
    assert not submission.is_infected
    assert Job.objects.get().state == Job.State.DONE


def test_a_scanner_that_hangs_up_in_the_middle_is_still_heard() -> None:
    """It says that it has enough, takes no more, and the rest cannot be sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(1024 * 1024):
                    pass

        thread = Thread(target=serve, daemon=True)
        thread.start()
        with pytest.raises(antivirus.TooLargeToScan):
            antivirus.scan(BytesIO(b"x" * 5_000_000), f"127.0.0.1:{server.getsockname()[1]}")
        thread.join(10)


def test_other_returns_are_left_alone(school_return: Return) -> None:
    other = ReturnFactory()
    check(school_return, source_of(school_return), query())
    other.refresh_from_db()
    assert (other.status, other.version) == (Status.NO_DATA, 0)
