"""Decisions about one return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.scope import Actor
from collect.models import Event, Return, Status
from tests.collect.factories import actor_for, agent_of, collector, source_of
from tests.collect.pages.reading import hidden, links, text
from tests.collect.support import check, error, put, query, upload
from tests.factories import LocalAuthority

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Any]


def address(return_: Return, action: str) -> str:
    return f"/returns/{return_.pk}/actions/{action}/"


def ready(return_: Return, status: Status = Status.SUBMITTED, *findings: Any) -> Return:
    check(return_, source_of(return_), *findings)
    put(return_, status)
    return return_


def status_of(return_: Return) -> str:
    return Return.objects.get(pk=return_.pk).status


def test_the_la_approves(browse: Browse, school_return: Return) -> None:
    ready(school_return)
    client = browse(agent_of(school_return))
    page = client.get(address(school_return, "approve"))
    assert "Nothing is outstanding" in text(page)
    assert "The return goes to DfE" in text(page)
    assert hidden(page, "version") == [str(school_return.version)]
    answer = client.post(address(school_return, "approve"), {"version": school_return.version}, follow=True)
    assert f"You approved the return of {school_return.organisation.name}." in text(answer)
    assert status_of(school_return) == Status.APPROVED


def test_pressed_twice_it_is_done_once(browse: Browse, school_return: Return) -> None:
    ready(school_return)
    client, form = browse(agent_of(school_return)), {"version": school_return.version}
    for _ in range(2):
        assert client.post(address(school_return, "approve"), form).status_code == 302
    assert Event.objects.filter(for_return=school_return, action="approve").count() == 1


def test_a_stale_page_is_shown_again(browse: Browse, school_return: Return) -> None:
    ready(school_return)
    client = browse(agent_of(school_return))
    page = client.post(address(school_return, "approve"), {"version": school_return.version - 1})
    assert "There is a problem" in text(page)
    assert "changed while you had the page open" in text(page)
    assert hidden(page, "version") == [str(school_return.version)]
    assert status_of(school_return) == Status.SUBMITTED


def test_a_form_without_its_version_is_not_taken(browse: Browse, school_return: Return) -> None:
    ready(school_return)
    page = browse(agent_of(school_return)).post(address(school_return, "approve"), {})
    assert "This page lost track of the return." in text(page)
    assert status_of(school_return) == Status.SUBMITTED


def test_open_queries_stop_an_approval_and_lead_to_them(browse: Browse, school_return: Return) -> None:
    ready(school_return, Status.SUBMITTED, query(1), query(2))
    page = browse(agent_of(school_return)).get(address(school_return, "approve"))
    assert "There are 2 queries still to be explained." in text(page)
    assert links(page, "See the queries") == [f"/returns/{school_return.pk}/findings/?level=query&state=open"]
    assert hidden(page, "version") == []


def test_open_errors_warn_but_do_not_stop_an_approval(browse: Browse, school_return: Return) -> None:
    ready(school_return, Status.SUBMITTED, error(1))
    page = browse(agent_of(school_return)).get(address(school_return, "approve"))
    assert "Still outstanding: 1 error to correct." in text(page)
    assert hidden(page, "version")


def test_a_check_under_way_leads_to_it(browse: Browse, school_return: Return) -> None:
    ready(school_return)
    newer = upload(school_return, agent_of(school_return), "newer")
    page = browse(agent_of(school_return)).get(address(school_return, "approve"))
    assert links(page, "See how the check is going") == [f"/submissions/{newer.pk}/checking/"]


def test_a_rejection_needs_a_reason_that_the_school_reads(browse: Browse, school_return: Return) -> None:
    ready(school_return)
    client, form = browse(agent_of(school_return)), {"version": school_return.version, "reason": " "}
    page = client.post(address(school_return, "reject"), form)
    assert "There is a problem Say why." in text(page)
    assert status_of(school_return) == Status.SUBMITTED
    client.post(address(school_return, "reject"), {**form, "reason": "Class 3 is missing."})
    assert status_of(school_return) == Status.REJECTED
    assert "Class 3 is missing." in text(browse(source_of(school_return)).get(f"/returns/{school_return.pk}/"))


def test_dfe_authorises_and_reopens(browse: Browse, school_return: Return) -> None:
    ready(school_return, Status.APPROVED)
    client = browse(collector())
    client.post(address(school_return, "authorise"), {"version": school_return.version})
    school_return.refresh_from_db()
    assert school_return.status == Status.AUTHORISED
    page = client.get(address(school_return, "reopen"))
    assert "The return goes back to “approved”" in text(page)
    form = {"version": school_return.version, "reason": "A late correction."}
    answer = client.post(address(school_return, "reopen"), form, follow=True)
    assert "It is now “approved”." in text(answer)
    assert status_of(school_return) == Status.APPROVED


def test_dfe_rejects_with_a_reason(browse: Browse, academy_return: Return) -> None:
    ready(academy_return)
    form = {"version": academy_return.version, "reason": "Look at the census day again."}
    browse(collector()).post(address(academy_return, "reject_by_collector"), form)
    assert status_of(academy_return) == Status.REJECTED_BY_COLLECTOR


def test_what_dfe_still_has_to_settle_is_linked(browse: Browse, school_return: Return) -> None:
    ready(school_return, Status.APPROVED, error(1))
    page = browse(collector()).get(address(school_return, "authorise"))
    assert links(page, "See the errors") == [f"/returns/{school_return.pk}/findings/?level=error&state=open"]


@pytest.mark.parametrize("action", ["approve", "reject", "authorise", "reject_by_collector", "reopen"])
def test_the_school_is_told_that_it_is_not_its_decision(browse: Browse, school_return: Return, action: str) -> None:
    ready(school_return)
    client = browse(source_of(school_return))
    form = {"version": school_return.version, "reason": "Because."}
    assert client.get(address(school_return, action)).status_code == 403
    assert client.post(address(school_return, action), form).status_code == 403
    assert status_of(school_return) == Status.SUBMITTED


def test_somebody_without_the_right_is_told_whom_to_ask(browse: Browse, school_return: Return) -> None:
    ready(school_return)
    page = browse(agent_of(school_return, "view")).get(address(school_return, "approve"))
    assert page.status_code == 403
    assert "You do not have permission to do this" in text(page)


def test_anothers_return_and_an_unknown_decision_are_not_found(browse: Browse, school_return: Return) -> None:
    ready(school_return)
    stranger = browse(actor_for(LocalAuthority.create(la_number="801")))
    assert stranger.get(address(school_return, "approve")).status_code == 404
    assert stranger.post(address(school_return, "approve"), {"version": 0}).status_code == 404
    assert browse(agent_of(school_return)).get(address(school_return, "upload")).status_code == 404
