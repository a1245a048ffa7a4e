"""Explanations: read by everybody, judged by agent and collector."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.scope import Actor
from collect.actions import AcceptExplanation, Chosen, Explain
from collect.models import Explanation, Return, Status
from tests.collect.factories import actor_for, agent_of, collector, source_of
from tests.collect.pages.reading import hidden, links, text
from tests.collect.support import check, pupil_xml, put, query
from tests.factories import LocalAuthority

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Any]


@pytest.fixture
def explained(school_return: Return) -> Return:
    """A submitted return with three explained queries of two rules."""
    source = source_of(school_return)
    pupils = pupil_xml("A823200100001", "Okafor")
    check(school_return, source, query(1), query(2), query(3, rule="1600Q"), pupils=pupils)
    Explain(source, school_return, Chosen(rule="1590Q"), "Seen the birth certificate.").perform()
    Explain(source, school_return, Chosen(rule="1600Q"), "Dual registered.").perform()
    put(school_return, Status.SUBMITTED)
    return school_return


def address(return_: Return) -> str:
    return f"/returns/{return_.pk}/explanations/judge/"


def states(return_: Return) -> list[str]:
    return sorted(Explanation.objects.filter(for_return=return_).values_list("state", flat=True))


def form(page: Any, **more: Any) -> dict[str, Any]:
    """The form of a page as a browser sends it."""
    (seen_at,) = hidden(page, "seen_at")
    return {"seen_at": seen_at, **more}


def test_they_are_read_by_rule_with_what_the_file_holds(browse: Browse, explained: Return) -> None:
    page = browse(agent_of(explained)).get(address(explained))
    said = text(page)
    assert "3 explanations wait to be read" in said
    assert "Rule 1590Q" in said
    assert "Ada Okafor" in said
    assert "4 March 2018" in said
    assert "Seen the birth certificate." in said
    assert len(hidden(page, "explanation")) == 3


def test_those_ticked_are_accepted(browse: Browse, explained: Return) -> None:
    client = browse(agent_of(explained))
    page = client.get(address(explained))
    chosen = hidden(page, "explanation")[:2]
    answer = client.post(address(explained), form(page, explanation=chosen), follow=True)
    assert "You accepted 2 explanations." in text(answer)
    assert states(explained) == ["accepted", "accepted", "given"]


def test_all_of_a_rule_are_accepted(browse: Browse, explained: Return) -> None:
    client = browse(agent_of(explained))
    page = client.get(address(explained))
    client.post(address(explained), form(page, rule="1590Q"))
    assert states(explained) == ["accepted", "accepted", "given"]


def test_nothing_ticked_is_said(browse: Browse, explained: Return) -> None:
    client = browse(agent_of(explained))
    answer = client.post(address(explained), form(client.get(address(explained)), explanation=["nonsense"]))
    assert "Tick at least one explanation to accept." in text(answer)


def test_what_changed_after_the_page_was_opened_is_not_accepted_unread(browse: Browse, explained: Return) -> None:
    client = browse(agent_of(explained))
    page = client.get(address(explained))
    first, second, _ = hidden(page, "explanation")
    later = timezone.now() + timedelta(seconds=5)
    Explanation.objects.filter(pk=first).update(text="Something else.", given_at=later)
    answer = client.post(address(explained), form(page, explanation=[first, second]), follow=True)
    assert "You accepted 1 explanation." in text(answer)
    assert "1 explanation was left out" in text(answer)
    assert Explanation.objects.get(pk=first).state == Explanation.State.GIVEN
    again = client.post(address(explained), form(page, explanation=[first]))
    assert "Look at them again." in text(again)
    lost = client.post(address(explained), {"explanation": [first]})
    assert "lost track" in text(lost)


def test_sent_twice_it_is_decided_once(browse: Browse, explained: Return) -> None:
    client = browse(agent_of(explained))
    sent = form(page := client.get(address(explained)), explanation=hidden(page, "explanation"))
    client.post(address(explained), sent)
    answer = client.post(address(explained), sent)
    assert explained.events.filter(action="accept_explanation").count() == 1
    assert "No explanation waits to be read." in text(answer)


def test_one_goes_back_with_a_question(browse: Browse, explained: Return) -> None:
    client = browse(agent_of(explained))
    one = Explanation.objects.get(rule="1600Q")
    page = client.get(address(explained), {"ask": str(one.pk)})
    assert "Dual registered." in text(page)
    empty = client.post(address(explained), form(page, ask=str(one.pk), question=" "))
    assert "Enter your question." in text(empty)
    client.post(address(explained), form(page, ask=str(one.pk), question="With which school?"))
    one.refresh_from_db()
    assert (one.state, one.question) == (Explanation.State.SENT_BACK, "With which school?")
    school = browse(source_of(explained)).get(f"/returns/{explained.pk}/explanations/")
    assert "With which school?" in text(school)
    assert "Sent back with a question" in text(school)
    assert "that is done already" in text(client.get(address(explained), {"ask": str(one.pk)}))


def test_a_question_about_what_changed_is_not_sent(browse: Browse, explained: Return) -> None:
    client = browse(agent_of(explained))
    one = Explanation.objects.get(rule="1600Q")
    page = client.get(address(explained), {"ask": str(one.pk)})
    Explanation.objects.filter(pk=one.pk).update(given_at=timezone.now() + timedelta(seconds=5))
    answer = client.post(address(explained), form(page, ask=str(one.pk), question="With which school?"))
    assert "changed after you opened the page" in text(answer)
    one.refresh_from_db()
    assert one.state == Explanation.State.GIVEN


def test_dfe_judges_after_the_la(browse: Browse, explained: Return) -> None:
    dfe = browse(collector())
    assert "cannot be accepted or sent back now" in text(dfe.get(address(explained)))
    put(explained, Status.APPROVED)
    page = dfe.get(address(explained))
    dfe.post(address(explained), form(page, rule="1590Q"))
    assert states(explained) == ["accepted", "accepted", "given"]


def test_who_may_not_judge_is_told_and_strangers_find_nothing(browse: Browse, explained: Return) -> None:
    assert browse(source_of(explained)).get(address(explained)).status_code == 403
    assert browse(agent_of(explained, "view")).get(address(explained)).status_code == 403
    stranger = browse(actor_for(LocalAuthority.create(la_number="801")))
    assert stranger.get(address(explained)).status_code == 404
    agent = browse(agent_of(explained))
    for unknown in ("nonsense", str(explained.pk)):
        assert agent.get(address(explained), {"ask": unknown}).status_code == 404


def test_nothing_to_read_is_said(browse: Browse, school_return: Return) -> None:
    check(school_return, source_of(school_return), query(1))
    put(school_return, Status.SUBMITTED)
    page = browse(agent_of(school_return)).get(address(school_return))
    assert "No explanation waits to be read. The school has to explain 1 query." in text(page)


# -- the list for everybody


def listed(return_: Return, **asked: str) -> str:
    return f"/returns/{return_.pk}/explanations/" + (f"?{urlencode(asked)}" if asked else "")


def test_the_list_by_rule_and_state(browse: Browse, explained: Return) -> None:
    AcceptExplanation(agent_of(explained), explained, rule="1600Q").perform()
    client = browse(source_of(explained))
    page = client.get(listed(explained))
    assert "Every query is explained. 2 explanations wait to be read." in text(page)
    accepted = text(client.get(listed(explained, state="accepted")))
    assert "Dual registered." in accepted
    assert "birth certificate" not in accepted
    assert "birth certificate" in text(client.get(listed(explained, search="certificate")))
    assert "Dual registered." not in text(client.get(listed(explained, rule="1590Q")))
    assert "No explanation fits" in text(client.get(listed(explained, state="sent_back")))
    assert links(browse(agent_of(explained)).get(listed(explained)), "Read explanations") == [address(explained)]


def test_changed_values_and_what_is_gone_are_told_apart(browse: Browse, explained: Return) -> None:
    source = source_of(explained)
    put(explained, Status.LOADED)
    check(explained, source, query(1, DOB="2018-03-05"), query(2), note="newer")
    client = browse(source)
    changed = text(client.get(listed(explained, state="changed")))
    assert changed.count("Seen the birth certificate.") == 1
    gone = text(client.get(listed(explained, state="gone")))
    assert "Dual registered." in gone
    assert "birth certificate" not in gone
    assert "1 of 2 queries has to be explained." in text(client.get(listed(explained)))


def test_a_return_without_a_file_has_an_empty_list(browse: Browse, school_return: Return) -> None:
    page = browse(source_of(school_return)).get(listed(school_return, state="changed"))
    assert "There is no query in this return." in text(page)


def test_the_list_costs_the_same_for_many(browse: Browse, school_return: Return) -> None:
    source = source_of(school_return)
    client = browse(source)

    def explain(count: int) -> None:
        check(school_return, source, *(query(number) for number in range(1, count + 1)), note=str(count))
        Explain(source, school_return, Chosen(rule="1590Q"), "It is so.").perform()

    explain(1)
    client.get(listed(school_return))
    with CaptureQueriesContext(connection) as one:
        client.get(listed(school_return))
    explain(40)
    with CaptureQueriesContext(connection) as many:
        client.get(listed(school_return))
    assert len(many) == len(one)
