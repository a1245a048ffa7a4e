"""DfE lets an error stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.scope import Actor
from collect.models import AcceptedError, Return, Status
from collect.selectors.counts import counts
from tests.collect.factories import actor_for, agent_of, collector, source_of
from tests.collect.pages.reading import hidden, text
from tests.collect.support import check, error, put, query
from tests.factories import LocalAuthority
from validation.models import Finding

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Any]


@pytest.fixture
def approved(school_return: Return) -> Return:
    """An approved return with three errors of one rule and a query."""
    check(school_return, source_of(school_return), error(1), error(2), error(3), query(4))
    put(school_return, Status.APPROVED)
    return school_return


def address(level: str = "error") -> str:
    found = Finding.objects.filter(level=level).order_by("position").first()
    assert found is not None
    return f"/findings/{found.pk}/accept/"


def form(return_: Return, scope: str = "one", reason: str = "Confirmed by letter.") -> dict[str, Any]:
    return {"version": return_.version, "scope": scope, "reason": reason}


def test_one_error_is_accepted_with_a_reason(browse: Browse, approved: Return) -> None:
    client = browse(collector())
    page = client.get(address())
    assert "All 3 errors of rule 1500 in this return" in text(page)
    assert hidden(page, "version") == [str(approved.version)]
    answer = client.post(address(), form(approved), follow=True)
    assert "You accepted 1 error of rule 1500." in text(answer)
    assert counts(approved).errors_to_correct == 2
    assert "This error is accepted already." in text(client.get(address()))


def test_all_of_a_rule_are_accepted_once(browse: Browse, approved: Return) -> None:
    client = browse(collector())
    for _ in range(2):
        client.post(address(), form(approved, "rule"))
    assert AcceptedError.objects.count() == 3
    assert approved.events.filter(action="accept_error").count() == 1


def test_a_reason_and_a_choice_are_asked_for(browse: Browse, approved: Return) -> None:
    page = browse(collector()).post(address(), form(approved, "", " "))
    assert "Say why." in text(page)
    assert "Choose whether you accept this error or all of this rule." in text(page)
    assert not AcceptedError.objects.exists()


def test_a_stale_page_is_shown_again(browse: Browse, approved: Return) -> None:
    page = browse(collector()).post(address(), form(approved) | {"version": approved.version - 1})
    assert "changed while you had the page open" in text(page)
    assert not AcceptedError.objects.exists()


def test_errors_of_an_earlier_file_are_not(browse: Browse, approved: Return) -> None:
    old = address()
    put(approved, Status.LOADED)
    check(approved, source_of(approved), error(1), note="newer")
    put(approved, Status.APPROVED)
    assert "This error is in an earlier file." in text(browse(collector()).get(old))


def test_only_dfe_accepts_and_only_errors(browse: Browse, approved: Return) -> None:
    for actor in (source_of(approved), agent_of(approved), collector("view")):
        client = browse(actor)
        assert client.get(address()).status_code == 403
        assert client.post(address(), form(approved)).status_code == 403
    assert browse(collector()).get(address("query")).status_code == 404
    assert browse(actor_for(LocalAuthority.create(la_number="801"))).get(address()).status_code == 404
    assert not AcceptedError.objects.exists()


def test_not_before_the_la_approved(browse: Browse, approved: Return) -> None:
    put(approved, Status.SUBMITTED)
    assert "This cannot be done while the return is “submitted”." in text(browse(collector()).get(address()))
