"""How long an answer takes says nothing of who has an account, or which organisation is there."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import asked, forms
from accounts.asked import Asked
from accounts.claims import ClaimPin
from tests.factories import DfE, School, member

pytestmark = pytest.mark.django_db
UNKNOWN, REQUESTS, ROUNDS = "nobody@example.org", 30, 3
NOISE = 1.15
"""How far two medians of the same work may lie apart. Processing time is measured, not what a clock on the wall says:
that would tell of other processes too. What a database would be waited for is seen by the queries being the same."""

CLAIMED = {"pin": "AAAA-AAAA-AAAA", "full_name": "A Head", "email": UNKNOWN}
Form = Callable[[str], dict[str, str]]
WAYS: dict[str, tuple[str, Form]] = {
    "sign in": ("/account/login/", lambda email: {"login": email, "password": "not-the-password-at-all"}),
    "new password": ("/account/password/reset/", lambda email: {"email": email}),
    "code": ("/account/login/code/", lambda email: {"email": email}),
    "claim": ("/account/claim/", lambda number: {"number": number, **CLAIMED}),
}


def asked_with(way: str) -> list[str]:
    """What is typed: something known, and something unknown."""
    if way != "claim":
        return [member(School.create()).person.email, UNKNOWN]
    school = School.create()
    ClaimPin.make(school, member(DfE.create()).person)
    return [school.laestab, "9999999"]


def ask(way: str, said: str) -> float:
    """Seconds of work for an answer, as to somebody who has not asked before."""
    cache.clear()
    ClaimPin.objects.update(tries=0)
    path, form = WAYS[way]
    client, start = Client(), time.thread_time()
    client.post(path, form(said))
    return time.thread_time() - start


def ratio(way: str, known: str, unknown: str) -> float:
    """Of the medians, asked in turns."""
    times: dict[str, list[float]] = {known: [], unknown: []}
    for _ in range(REQUESTS):
        for said in times:
            times[said].append(ask(way, said))
    first, second = (statistics.median(found) for found in times.values())
    return max(first, second) / min(first, second)


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_take_as_long(way: str) -> None:
    """The passwords of the tests are hashed quickly, so that what else is done is not drowned."""
    known, unknown = asked_with(way)
    found = []
    for _ in range(ROUNDS):
        found.append(ratio(way, known, unknown))
        if found[-1] < NOISE:
            return
    pytest.fail(f"One of both takes longer, each time: {found}")


def shape(sql: str) -> str:
    """A query without its values: what it does and to which tables."""
    return " ".join([sql.split()[0], *re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', sql)])


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_ask_the_database_the_same(way: str) -> None:
    shapes: list[list[str]] = []
    for said in asked_with(way):
        with CaptureQueriesContext(connection) as found:
            ask(way, said)
        shapes.append([shape(query["sql"]) for query in found.captured_queries])
    assert shapes[0] == shapes[1]
    assert shapes[0]


def test_work_for_known_ones_alone_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    known, unknown = asked_with("new password")
    usual = forms.write_down

    def as_before(kind: Any, email: str) -> None:
        """An e-mail made and queued while the person waits, for those there are."""
        usual(kind, email)
        if email == known:
            asked.answer(Asked.objects.latest("pk").pk)

    monkeypatch.setattr(forms, "write_down", as_before)
    assert ratio("new password", known, unknown) > NOISE
