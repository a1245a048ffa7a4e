"""The history of a return."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.scope import Actor
from collect.actions import Chosen, Explain, Reject
from collect.models import Return, Status
from tests.collect.factories import actor_for, agent_of, source_of
from tests.collect.pages.reading import links, text
from tests.collect.support import check, put, query
from tests.factories import School

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Any]


def address(return_: Return, **asked: str) -> str:
    return f"/returns/{return_.pk}/history/" + (f"?{urlencode(asked)}" if asked else "")


@pytest.fixture
def rejected(school_return: Return) -> Return:
    """A return with a file, an explanation, and a rejection."""
    source = source_of(school_return)
    check(school_return, source, query(1))
    Explain(source, school_return, Chosen(rule="1590Q"), "It is so.").perform()
    put(school_return, Status.SUBMITTED)
    Reject(agent_of(school_return), school_return, "=1+1 is missing").perform()
    return school_return


def test_it_says_who_did_what_for_whom_newest_first(browse: Browse, rejected: Return) -> None:
    said = text(browse(source_of(rejected)).get(address(rejected)))
    assert rejected.agent is not None
    listed = said[said.index("4 entries") :]
    told = ("Rejected the return: now “rejected”", "Explained queries", "Checked file 1", "Uploaded file 1")
    places = [listed.index(words) for words in told]
    assert places == sorted(places)
    assert f", {rejected.agent.name}" in said
    assert "=1+1 is missing" in said
    assert "From “submitted” to “rejected”" in said


def test_it_is_narrowed_by_kind_and_person(browse: Browse, rejected: Return) -> None:
    client = browse(source_of(rejected))
    only = text(client.get(address(rejected, kind="reject")))
    assert "1 entry" in only
    assert "It is so." not in only
    portal = text(client.get(address(rejected, person="portal")))
    assert "1 entry" in portal
    assert "Checked file 1" in portal
    who = rejected.events.get(action="explain").person
    assert who is not None
    assert "2 entries" in text(client.get(address(rejected, person=str(who.pk))))
    assert "4 entries" in text(client.get(address(rejected, kind="nonsense", person="17000")))


def test_it_is_taken_away_as_csv(browse: Browse, rejected: Return) -> None:
    client = browse(source_of(rejected))
    (link,) = links(client.get(address(rejected, kind="reject")), "Download")
    answer = client.get(f"/returns/{rejected.pk}/history/{link[link.index('?') :]}")
    lines = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(lines) == 2
    assert lines[1][3:7] == ["Rejected the return", "'=1+1 is missing", "Submitted", "Rejected"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_empty_history_says_so(browse: Browse, school_return: Return) -> None:
    assert "Nothing has happened yet." in text(browse(source_of(school_return)).get(address(school_return)))


def test_a_stranger_finds_nothing(browse: Browse, rejected: Return) -> None:
    assert browse(actor_for(School.create())).get(address(rejected)).status_code == 404


def test_it_costs_the_same_for_many(browse: Browse, rejected: Return) -> None:
    source = source_of(rejected)
    client = browse(source)
    client.get(address(rejected))
    with CaptureQueriesContext(connection) as few:
        client.get(address(rejected))
    for number in range(5):
        check(rejected, source, query(1), note=f"again {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address(rejected))
    assert len(many) == len(few)
