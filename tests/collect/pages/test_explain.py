"""Explaining queries, and carrying forward what was explained before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.scope import Actor
from collect.actions import Chosen, Explain
from collect.models import Explanation, PupilDataRead, Return, Status
from tests.collect.factories import CollectionFactory, ReturnFactory, source_of
from tests.collect.pages.words import errors_of, text_of, value_of
from tests.collect.support import check, error, put, query

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


@pytest.fixture
def actor(school_return: Return) -> Actor:
    return source_of(school_return)


@pytest.fixture
def findings(school_return: Return, actor: Actor) -> list[str]:
    submission = check(school_return, actor, query(1), query(2), query(3), error(4))
    return [str(pk) for pk in submission.run.findings.values_list("pk", flat=True)]  # type: ignore[union-attr]


def test_one_query_is_explained(school_return: Return, actor: Actor, findings: list[str], browse: Browse) -> None:
    client, address = browse(actor), f"/returns/{school_return.pk}/explain/"
    page = client.get(f"{address}?finding={findings[0]}")
    assert "Explain a query" in text_of(page)
    assert "A good explanation says" in text_of(page)
    answer = client.post(address, {"finding": findings[0], "text": "Moved here in May."}, follow=True)
    assert "You explained 1 query." in text_of(answer)
    assert Explanation.objects.get().text == "Moved here in May."


def test_those_that_were_ticked_come_to_the_form(
    school_return: Return, actor: Actor, findings: list[str], browse: Browse
) -> None:
    client, address = browse(actor), f"/returns/{school_return.pk}/explain/"
    page = client.post(address, {"step": "choose", "finding": findings[:2]})
    assert "Explain 2 queries" in text_of(page)
    assert not Explanation.objects.exists()
    client.post(address, {"finding": findings[:2], "text": "So it is."})
    assert Explanation.objects.count() == 2


def test_nothing_ticked_is_said_so(school_return: Return, actor: Actor, findings: list[str], browse: Browse) -> None:
    answer = browse(actor).post(f"/returns/{school_return.pk}/explain/", {"step": "choose"})
    assert errors_of(answer) == ["Tick at least one query to explain."]


def test_all_of_a_rule_at_once(school_return: Return, actor: Actor, findings: list[str], browse: Browse) -> None:
    client, address = browse(actor), f"/returns/{school_return.pk}/explain/"
    assert "Explain 3 queries" in text_of(client.get(f"{address}?rule=1590Q"))
    client.post(address, {"rule": "1590Q", "text": "So it is."})
    client.post(address, {"rule": "1590Q", "text": "So it is."})
    assert Explanation.objects.count() == 3


def test_words_are_asked_for(school_return: Return, actor: Actor, findings: list[str], browse: Browse) -> None:
    answer = browse(actor).post(f"/returns/{school_return.pk}/explain/", {"rule": "1590Q", "text": "  "})
    assert errors_of(answer) == ["Enter an explanation."]
    long = browse(actor).post(f"/returns/{school_return.pk}/explain/", {"rule": "1590Q", "text": "x" * 4001})
    assert errors_of(long) == ["The explanation must be 4,000 characters or fewer."]
    assert not Explanation.objects.exists()


def test_an_error_cannot_be_explained(school_return: Return, actor: Actor, findings: list[str], browse: Browse) -> None:
    page = browse(actor).get(f"/returns/{school_return.pk}/explain/?finding={findings[3]}")
    assert "There is no query left to explain here." in text_of(page)


def test_findings_of_an_older_file_are_not_taken(
    school_return: Return, actor: Actor, findings: list[str], browse: Browse
) -> None:
    check(school_return, actor, note="clean")
    answer = browse(actor).post(f"/returns/{school_return.pk}/explain/", {"finding": findings[0], "text": "So."})
    assert errors_of(answer)
    assert not Explanation.objects.exists()


def test_who_may_not_explain_is_told(school_return: Return, findings: list[str], browse: Browse) -> None:
    reader = browse(source_of(school_return, "view"))
    answer = reader.post(f"/returns/{school_return.pk}/explain/", {"finding": findings[0], "text": "So."})
    assert answer.status_code == 403
    assert not Explanation.objects.exists()


def test_an_authorised_return_takes_no_explanation(
    school_return: Return, actor: Actor, findings: list[str], browse: Browse
) -> None:
    put(school_return, Status.AUTHORISED)
    page = browse(actor).get(f"/returns/{school_return.pk}/explain/?rule=1590Q")
    assert "This cannot be done while the return is “authorised”." in text_of(page)


@pytest.mark.parametrize("asked", ["finding=nonsense", "rule=", "rule=9999&use=nonsense", ""])
def test_addresses_that_name_nothing_do_no_harm(
    school_return: Return, actor: Actor, findings: list[str], browse: Browse, asked: str
) -> None:
    assert browse(actor).get(f"/returns/{school_return.pk}/explain/?{asked}").status_code == 200


# -- earlier explanations


@pytest.fixture
def earlier(school_return: Return, actor: Actor) -> Explanation:
    """What the school said of the same query in summer."""
    summer = CollectionFactory.create(
        type_code="school-census-summer", year=2025, name="School census summer 2026", reference_date=date(2026, 5, 21)
    )
    before = ReturnFactory.create(organisation=school_return.organisation, collection=summer)
    check(before, actor, query(1), Term="SUM", Year=2026)
    Explain(actor, before, Chosen(rule="1590Q"), "Told to us in May.").perform()
    return Explanation.objects.get()


def test_last_terms_words_are_offered(
    school_return: Return, actor: Actor, earlier: Explanation, findings: list[str], browse: Browse
) -> None:
    client = browse(actor)
    assert "Told to us in May." in text_of(client.get(f"/findings/{findings[0]}/"))
    page = client.get(f"/returns/{school_return.pk}/explain/?finding={findings[0]}&use={earlier.pk}")
    assert value_of(page, "text") == "Told to us in May."


def test_earlier_explanations_are_carried_forward(
    school_return: Return, actor: Actor, earlier: Explanation, findings: list[str], browse: Browse
) -> None:
    client, address = browse(actor), f"/returns/{school_return.pk}/carry-forward/"
    assert "Told to us in May." in text_of(client.get(address))
    assert errors_of(client.post(address, {})) == ["Tick at least one explanation."]
    answer = client.post(address, {"earlier": str(earlier.pk)}, follow=True)
    assert "1 explanation carried forward." in text_of(answer)
    assert "There is no explanation of an earlier collection" in text_of(client.get(address))
    assert errors_of(client.post(address, {"take": "all"})) == ["There is no earlier explanation to use."]


def test_nothing_to_carry_forward(school_return: Return, actor: Actor, findings: list[str], browse: Browse) -> None:
    page = browse(actor).get(f"/returns/{school_return.pk}/carry-forward/")
    assert "There is no explanation of an earlier collection" in text_of(page)
    reader = browse(source_of(school_return, "view"))
    assert reader.get(f"/returns/{school_return.pk}/carry-forward/").status_code == 403


def test_who_looks_at_earlier_explanations_read_about_pupils(
    school_return: Return, actor: Actor, earlier: Explanation, findings: list[str], browse: Browse
) -> None:
    before = PupilDataRead.objects.filter(person=actor.person, for_return=school_return).count()
    browse(actor).get(f"/returns/{school_return.pk}/carry-forward/")
    assert PupilDataRead.objects.filter(person=actor.person, for_return=school_return).count() == before + 1
