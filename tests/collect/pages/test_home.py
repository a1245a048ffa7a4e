"""Home: what a school, a trust or a stranger finds when they come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.scope import Actor
from collect.models import Collection, Return, Status
from collect.selectors.overview import overview
from collect.services.check import work_once
from tests.collect.factories import CollectionFactory, ReturnFactory, actor_for, source_of
from tests.collect.pages.words import links_of, text_of, title_of
from tests.collect.support import check, error, pupil_xml, put, query, tools, upload
from tests.factories import School, Somebody, member

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def test_a_school_without_a_file_is_told_to_upload(school_return: Return, browse: Browse) -> None:
    page = browse(source_of(school_return)).get("/")
    assert title_of(page) == "Home – Census collection portal"
    assert "7 days left" in text_of(page)
    assert "You have not sent us a file yet." in text_of(page)
    assert links_of(page)["Upload a file: School census autumn 2026"] == f"/returns/{school_return.pk}/upload/"


def test_the_next_step_follows_the_return(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    client = browse(actor)

    def step() -> str:
        return next(words for words in links_of(client.get("/")) if words.endswith(": School census autumn 2026"))

    upload(school_return, actor)
    assert step().startswith("See how the check is going")
    work_once(tools([error(1), query(2)]))
    assert step().startswith("See what to put right")
    check(school_return, actor, query(2))
    assert step().startswith("Explain queries")
    check(school_return, actor)
    assert step().startswith("Submit your return")
    put(school_return, Status.SUBMITTED)
    assert step().startswith("View your return")
    put(school_return, Status.LOADED)
    check(school_return, actor, pupils=pupil_xml(more="<Nonsense/>"))
    assert step().startswith("See what to put right")
    assert "1 fault of structure" in text_of(client.get("/"))


def test_what_the_authority_asked_for_is_shown(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    check(school_return, actor)
    put(school_return, Status.REJECTED)
    Return.objects.filter(pk=school_return.pk).update(last_reason="Class 3 is missing.")
    assert "Your local authority said: Class 3 is missing." in text_of(browse(actor).get("/"))


def test_a_reader_is_offered_the_return_only(school_return: Return, browse: Browse) -> None:
    page = browse(source_of(school_return, "view")).get("/")
    assert links_of(page)["View your return: School census autumn 2026"] == f"/returns/{school_return.pk}/"


def test_a_person_who_may_not_view_is_told(school_return: Return, browse: Browse) -> None:
    nobody = Actor.of(member(school_return.organisation, can_view=False))
    assert "does not let you see the returns" in text_of(browse(nobody).get("/"))


def test_nothing_to_do_says_so(browse: Browse) -> None:
    assert "There is nothing for" in text_of(browse(actor_for(School.create())).get("/"))


def test_somebody_without_an_organisation_is_told_what_to_do(db: None) -> None:
    client = Client()
    client.force_login(Somebody.create())
    assert "Ask the approver" in text_of(client.get("/"))


def test_closed_and_coming_collections_stand_apart(school_return: Return, browse: Browse) -> None:
    today, school = timezone.localdate(), school_return.organisation
    past = {"opens_on": today - timedelta(90), "due_on": today - timedelta(60), "closes_on": today - timedelta(30)}
    to_come = {"opens_on": today + timedelta(5), "due_on": today + timedelta(9), "closes_on": today + timedelta(9)}
    for year, name, dates in ((2025, "Last year", past), (2024, "Next year", to_come)):
        ReturnFactory.create(organisation=school, collection=CollectionFactory.create(year=year, name=name, **dates))
    words = text_of(browse(source_of(school_return)).get("/"))
    assert "Next year opens on" in words
    assert "Closed Last year" in words


def test_live_collections_come_before_practice(school_return: Return, browse: Browse) -> None:
    practice = CollectionFactory.create(blade=Collection.Blade.FAMILIARISATION, name="Try it")
    ReturnFactory.create(organisation=school_return.organisation, collection=practice)
    words = text_of(browse(source_of(school_return)).get("/"))
    assert words.index("School census autumn 2026") < words.index("Try it")
    assert "Nothing you upload here counts" in words


def test_a_trust_reads_the_returns_of_its_academies(academy_return: Return, browse: Browse) -> None:
    trust = academy_return.organisation.parent
    assert trust is not None
    page = browse(actor_for(trust)).get("/")
    assert links_of(page)[academy_return.organisation.name] == f"/returns/{academy_return.pk}/"


def test_many_collections_cost_no_more_queries(school_return: Return, browse: Browse) -> None:
    client = browse(source_of(school_return))
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for year in range(2016, 2026):
        ReturnFactory.create(
            organisation=school_return.organisation,
            collection=CollectionFactory.create(year=year, name=f"Census {year}"),
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(one)


@pytest.mark.parametrize(
    ("status", "who"), [(Status.REJECTED, "Your local authority"), (Status.REJECTED_BY_COLLECTOR, "DfE")]
)
def test_after_a_rejection_what_was_asked_comes_before_submitting(
    school_return: Return, browse: Browse, status: Status, who: str
) -> None:
    actor = source_of(school_return)
    asked = (
        f"{who} asked for changes. Correct them in your MIS and upload a new file, or explain why the values "
        "are right. Then submit your return again."
    )
    check(school_return, actor)
    put(school_return, status)
    Return.objects.filter(pk=school_return.pk).update(last_reason="Class 3 is missing.")
    assert overview(actor, school_return.pk).next_step == asked
    page = browse(actor).get(f"/returns/{school_return.pk}/")
    button = page.content.decode().partition('class="govuk-button"')[2].partition("</a>")[0]
    assert "Upload" in button
    assert "Submit" not in button
    home = browse(actor).get("/").content.decode()
    assert "See what you were asked for" in home
    assert "Submit your return" not in home
    check(school_return, actor, error(1), query(2))
    put(school_return, status)
    step = overview(actor, school_return.pk).next_step
    assert step == f"{asked} 1 error and 1 query are also left."
    check(school_return, actor, query(2))
    put(school_return, status)
    assert overview(actor, school_return.pk).next_step == f"{asked} 1 query is also left."
    check(school_return, actor)
    assert overview(actor, school_return.pk).next_step == "Submit your return."
