"""Receiving a file: refused quickly or kept whole; the same bytes once."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connections

from collect.actions import NotPossible, Upload
from collect.models import Event, Job, Return, Submission
from collect.services.check import work_once
from collect.services.receive import expected
from schemas.intake import Refused
from schemas.reading import Expect
from tests.collect.factories import CollectionFactory, ReturnFactory, actor_for, source_of
from tests.collect.support import check, tools, upload, xml
from tests.factories import LocalAuthority, School

pytestmark = pytest.mark.django_db


def kept(files: Path) -> list[Path]:
    return [path for path in files.rglob("*") if path.is_file()]


def test_a_file_is_kept_as_it_came(school_return: Return, files: Path) -> None:
    body = xml(school_return)
    actor = source_of(school_return)
    received = Upload(actor, school_return, BytesIO(body), "C:\\Census\\8232001 autumn.xml").receive()
    submission = received.submission
    with submission.file.open() as file:
        assert file.read() == body
    assert (submission.sha256, submission.size) == (sha256(body).hexdigest(), len(body))
    assert submission.filename == "8232001 autumn.xml"
    assert (submission.number, submission.state) == (1, "received")
    assert (submission.uploaded_by, submission.acting_for) == (actor.person, actor.organisation)
    assert "8232001" not in submission.file.name
    assert submission.job.state == Job.State.QUEUED
    assert received.event is not None
    assert received.event.submission == submission


def test_the_bell_is_rung_when_the_transaction_is_through(
    school_return: Return, rung: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submission = upload(school_return, source_of(school_return))
        assert rung == []
    assert rung == [("check_next", (submission.job.pk,))]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"UPN;Surname\n", "not_xml"),
        (b"<html></html>", "wrong_root"),
        (b'<?xml version="1.0"?><!DOCTYPE Message><Message/>', "doctype"),
    ],
)
def test_what_is_no_return_is_refused(school_return: Return, files: Path, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        Upload(source_of(school_return), school_return, BytesIO(content), "a.xml").receive()
    assert refused.value.code == code
    assert kept(files) == []
    assert not Submission.objects.exists()
    event = Event.objects.get()
    assert (event.action, event.details) == ("upload_refused", {"code": code})


@pytest.mark.parametrize(
    ("header", "code", "named"),
    [
        ({"Collection": "XYZ"}, "unknown_collection", "XYZ"),
        ({"Term": "SPR", "Year": 2027}, "wrong_term", "School census autumn 2026-27"),
        ({"Year": 2025}, "wrong_year", "2026-27"),
        ({"Estab": "9999"}, "wrong_school", "8239999"),
    ],
)
def test_what_is_for_something_else_is_refused_by_name(
    school_return: Return, files: Path, header: dict[str, Any], code: str, named: str
) -> None:
    with pytest.raises(Refused, match=named) as refused:
        upload(school_return, source_of(school_return), **header)
    assert refused.value.code == code
    assert kept(files) == []


def test_a_local_authority_sends_under_its_own_number() -> None:
    collection = CollectionFactory(type_code="children-in-need", year=2025, name="Children in need 2025-26")
    return_ = ReturnFactory(collection=collection, organisation=LocalAuthority(la_number="301"), agent=None)
    assert expected(return_) == Expect("children-in-need", 2025, "301")


def test_the_same_bytes_are_the_same_submission(school_return: Return, files: Path) -> None:
    actor = source_of(school_return)
    first = check(school_return, actor, note="one")
    again = Upload(actor, school_return, BytesIO(xml(school_return, "one")), "copy.xml").receive()
    assert again.same_as_before
    assert (again.submission, again.submission.receipt) == (first, first.receipt)
    assert len([path for path in kept(files) if path.name == "received"]) == 1


def test_an_earlier_file_uploaded_again_is_a_new_submission(school_return: Return) -> None:
    actor = source_of(school_return)
    for note in ("one", "two", "one"):
        check(school_return, actor, note=note)
    assert list(school_return.submissions.values_list("number", flat=True)) == [1, 2, 3]


def test_bytes_on_their_way_are_not_stored_twice(school_return: Return) -> None:
    actor = source_of(school_return)
    assert upload(school_return, actor) == upload(school_return, actor)


def test_another_rule_set_makes_it_worth_checking_again(school_return: Return) -> None:
    actor = source_of(school_return)
    first = check(school_return, actor, note="one")
    school_return.collection.ruleset = "school-census-autumn:2026.2"
    school_return.collection.save()
    assert upload(school_return, actor, "one") != first


def test_a_stranger_uploads_nothing(school_return: Return, files: Path) -> None:
    with pytest.raises(NotPossible):
        upload(school_return, actor_for(School.create()))
    assert kept(files) == []


def test_a_failure_half_way_leaves_no_file(school_return: Return, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("collect.services.receive.queue.enqueue", fails)
    with pytest.raises(RuntimeError):
        upload(school_return, source_of(school_return))
    assert kept(files) == []
    assert not Submission.objects.exists()


def at_once(jobs: list[Any]) -> list[Any]:
    """Run each in a thread of its own, all starting together."""
    barrier = Barrier(len(jobs))

    def run(job: Any) -> Any:
        barrier.wait(timeout=10)
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(copy_context().run, run, job) for job in jobs]]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_the_same_moment(files: Path) -> None:
    return_ = ReturnFactory.create()
    actor = source_of(return_)
    found = at_once([lambda: upload(return_, actor, "same")] * 4)
    assert len({submission.pk for submission in found}) == 1
    assert Submission.objects.count() == Job.objects.count() == Event.objects.filter(action="upload").count() == 1
    assert len(kept(files)) == 1
    work_once(tools())
    assert len({Submission.objects.get(pk=s.pk).receipt.sha256 for s in found}) == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_when_files_come_at_the_same_moment() -> None:
    return_ = ReturnFactory.create()
    actor = source_of(return_)
    at_once([lambda n=n: upload(return_, actor, f"file {n}") for n in range(5)])
    assert sorted(Submission.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_people_decide_at_the_same_moment() -> None:
    """One approves, one rejects what both saw: one of them is told that it changed."""
    from collect.actions import Approve, Reject
    from collect.models import Status
    from tests.collect.factories import agent_of
    from tests.collect.support import put

    return_ = ReturnFactory.create()
    check(return_, source_of(return_))
    put(return_, Status.SUBMITTED)
    one, other = agent_of(return_), agent_of(return_)

    def decide(action: Any) -> str:
        try:
            return action.perform(expected_version=return_.version).action
        except NotPossible as problem:
            return next(iter(problem.codes))

    decided = at_once([lambda: decide(Approve(one, return_)), lambda: decide(Reject(other, return_, "No."))])
    assert "out_of_date" in decided
    assert Event.objects.filter(action__in=["approve", "reject"]).count() == 1


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
def test_an_upload_that_django_put_on_disk_is_streamed(school_return: Return, packed: bool) -> None:
    body = gzip.compress(xml(school_return)) if packed else xml(school_return)
    with TemporaryUploadedFile("census.xml", "text/xml", len(body), None) as file:
        file.write(body)
        file.seek(0)
        submission = Upload(source_of(school_return), school_return, file, "census.xml").receive().submission
    assert submission.sha256 == sha256(body).hexdigest()
    work_once(tools())
    submission.refresh_from_db()
    assert submission.state == Submission.State.CHECKED
