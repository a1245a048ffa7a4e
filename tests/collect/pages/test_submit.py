"""Submitting: the declaration, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.scope import Actor
from collect.models import Event, Return, Status
from tests.collect.factories import source_of
from tests.collect.pages.words import errors_of, links_of, text_of, title_of, value_of
from tests.collect.support import check, error, pupil_xml, query

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]
HEAD = {"head_name": "Hana Price", "head_role": "Headteacher", "declared": "on"}


@pytest.fixture
def actor(school_return: Return) -> Actor:
    return source_of(school_return)


def address(return_: Return) -> str:
    return f"/returns/{return_.pk}/submit/"


def test_the_head_declares_and_the_return_is_submitted(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, error(1), query(2))
    client = browse(actor)
    page = client.get(address(school_return))
    assert "Still outstanding: 1 error to correct, 1 query to correct or explain." in text_of(page)
    version = value_of(page, "version")
    answer = client.post(address(school_return), {**HEAD, "version": version}, follow=True)
    assert "Return submitted" in text_of(answer)
    assert "Hana Price, Headteacher, declared it on" in text_of(answer)
    assert links_of(answer)["Receipt for file 1"] == f"/submissions/{school_return.current_submission_id}/receipt/"
    school_return.refresh_from_db()
    assert school_return.status == Status.SUBMITTED


def test_pressing_twice_submits_once(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor)
    client = browse(actor)
    version = value_of(client.get(address(school_return)), "version")
    for _ in range(2):
        assert client.post(address(school_return), {**HEAD, "version": version}).status_code == 302
    assert Event.objects.filter(action="submit").count() == 1


def test_a_page_from_before_the_change_is_not_acted_on(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor)
    client = browse(actor)
    version = value_of(client.get(address(school_return)), "version")
    check(school_return, actor, error(1), note="another")
    answer = client.post(address(school_return), {**HEAD, "version": version})
    assert "This return changed while you had the page open." in errors_of(answer)[0]
    assert title_of(answer).startswith("Error: ")
    school_return.refresh_from_db()
    assert school_return.status == Status.LOADED


def test_what_is_missing_is_said_beside_its_field(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor)
    answer = browse(actor).post(address(school_return), {"version": school_return.version})
    assert errors_of(answer) == [
        "Enter the name of the person who makes the declaration.",
        "Enter their role, such as headteacher or acting head.",
        "Tick the box to confirm the declaration.",
    ]


def test_faults_of_structure_stop_it(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, pupils=pupil_xml(more="<Nonsense/>"))
    client = browse(actor)
    page = client.get(address(school_return))
    assert "The file has 1 fault of structure." in text_of(page)
    assert "See the faults of structure" in links_of(page)
    answer = client.post(address(school_return), {**HEAD, "version": school_return.version})
    assert "The file has 1 fault of structure." in text_of(answer)
    school_return.refresh_from_db()
    assert school_return.status == Status.LOADED


def test_who_may_not_submit_is_told(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return, "view", "edit")
    check(school_return, actor)
    client = browse(actor)
    assert client.get(address(school_return)).status_code == 403
    answer = client.post(address(school_return), {**HEAD, "version": school_return.version})
    assert answer.status_code == 403
    assert "Ask an approver there." in text_of(answer)


def test_a_form_without_its_version_changes_nothing(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor)
    answer = browse(actor).post(address(school_return), HEAD)
    assert errors_of(answer)
    school_return.refresh_from_db()
    assert school_return.status == Status.LOADED


def test_nothing_can_be_submitted_without_data(school_return: Return, actor: Actor, browse: Browse) -> None:
    assert "while the return is “no data”" in text_of(browse(actor).get(address(school_return)))
