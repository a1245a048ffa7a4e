"""The page of what the school register changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.register.entries import Entry
from accounts.register.refresh import BadRow, refresh
from tests.factories import DfE, School

pytestmark = [pytest.mark.django_db, pytest.mark.services]
Act = Callable[..., Client]
WHERE = "/account/register/"


def take(name: str, *bad: BadRow) -> None:
    entry = Entry("100001", "823", "2001", name, "01", la_name="North")
    refresh({"100001": entry}, filename=f"{name}.csv", sha256="0" * 64, bad_rows=bad)


def test_dfe_reads_what_the_last_refresh_changed_and_which_rows_failed(act: Act) -> None:
    take("First Name")
    take("Second Name", BadRow(9, "Odd School", "URN is 1; it has six digits"))
    dfe = act(DfE.create())
    page = dfe.get(WHERE)
    assert [(one.kind, one.name) for one in page.context["page"]] == [("failed", "Odd School"), ("name", "Second Name")]
    assert "1 row could not be used" in page.content.decode()
    assert "First Name → Second Name" in page.content.decode()


def test_it_is_narrowed_and_taken_away(act: Act) -> None:
    take("First Name")
    take("Second Name")
    dfe = act(DfE.create())
    first = dfe.get(WHERE).context["filter_form"].fields["refresh"].choices[-1][0]
    found = dfe.get(WHERE, {"refresh": first, "kind": "new", "q": "first"}).context["page"]
    assert [one.number for one in found] == ["100001"]
    assert "Nothing fits" in dfe.get(WHERE, {"q": "nowhere"}).content.decode()
    lines = b"".join(dfe.get(WHERE, {"refresh": first, "format": "csv"}).streaming_content).decode().splitlines()
    assert len(lines) == 3


def test_before_the_first_refresh_it_says_how_to_make_one(act: Act) -> None:
    assert "load_register" in act(DfE.create()).get(WHERE).content.decode()
    assert act(School.create(), role="approver").get(WHERE).status_code == 404
