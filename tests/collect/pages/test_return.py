"""The overview of a return, for each who looks at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.scope import Actor
from collect.actions import Chosen, Explain
from collect.models import Return, Status
from tests.collect.factories import actor_for, agent_of, collector, source_of
from tests.collect.pages.words import links_of, text_of
from tests.collect.support import check, error, pupil_xml, put, query
from tests.factories import School

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def test_an_empty_return_says_what_to_do(school_return: Return, browse: Browse) -> None:
    page = browse(source_of(school_return)).get(f"/returns/{school_return.pk}/")
    assert "Upload the file that your MIS made for this return." in text_of(page)
    assert links_of(page)["Upload a file"] == f"/returns/{school_return.pk}/upload/"
    assert page["Cache-Control"] == "no-store"


def test_counts_lead_to_what_they_count(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    check(school_return, actor, error(1), error(2), query(1), query(2), query(3))
    finding = school_return.current_submission.run.findings.filter(level="query").first()  # type: ignore[union-attr]
    Explain(actor, school_return, Chosen.of([finding.pk]), "So it is.").perform()
    client = browse(actor)
    links = links_of(client.get(f"/returns/{school_return.pk}/"))
    for words, rows in (("2 errors to correct", 2), ("2 queries to explain", 2), ("1 query explained", 1)):
        assert client.get(links[words]).content.count(b'href="/findings/') == rows
    assert "0 explanations accepted" in links


def test_faults_of_structure_come_first(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    check(school_return, actor, error(1), pupils=pupil_xml(more="<Nonsense/>"))
    page = browse(actor).get(f"/returns/{school_return.pk}/")
    assert "1 fault of structure, so it cannot be submitted. The numbers below are provisional" in text_of(page)
    assert links_of(page)["See the faults of structure"] == f"/returns/{school_return.pk}/structure/"


def test_what_changed_since_the_file_before(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    check(school_return, actor, error(1), error(2))
    check(school_return, actor, error(2), query(3), note="later")
    assert "Since file 1 1 fixed, 1 new, 1 still there" in text_of(browse(actor).get(f"/returns/{school_return.pk}/"))


def test_a_newer_file_that_did_not_count_is_pointed_out(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    check(school_return, actor)
    put(school_return, Status.SUBMITTED)
    check(school_return, actor, pupils=pupil_xml(more="<Nonsense/>"))
    assert "File 2, uploaded just now, did not become the return" in text_of(
        browse(actor).get(f"/returns/{school_return.pk}/")
    )


def test_who_may_not_submit_reads_why(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return, "view", "edit")
    check(school_return, actor)
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/"))
    assert "Submit the return: You do not have permission to do this" in words


def test_agent_and_collector_find_their_actions(school_return: Return, browse: Browse) -> None:
    check(school_return, source_of(school_return), query(1))
    put(school_return, Status.SUBMITTED)
    agent = text_of(browse(agent_of(school_return)).get(f"/returns/{school_return.pk}/"))
    assert "Approve: There is 1 query still to be explained." in agent
    assert (
        f"/returns/{school_return.pk}/actions/reject/"
        in links_of(browse(agent_of(school_return)).get(f"/returns/{school_return.pk}/")).values()
    )
    put(school_return, Status.APPROVED)
    assert "Authorise: There is 1 query" in text_of(browse(collector()).get(f"/returns/{school_return.pk}/"))


def test_it_is_not_found_by_others(school_return: Return, browse: Browse) -> None:
    stranger = browse(actor_for(School.create()))
    submission = check(school_return, source_of(school_return), error(1))
    finding = submission.run.findings.get()  # type: ignore[union-attr]
    pages = ["", "upload/", "findings/", "findings/pupils/", "findings.csv", "structure/", "explain/"]
    pages += ["carry-forward/", "files/", "summary/", "submit/"]
    addresses = [f"/returns/{school_return.pk}/{page}" for page in pages] + [f"/findings/{finding.pk}/"]
    pages = [
        "checking/",
        "checking/progress/",
        "pupils/PupilOnRoll/1/",
        "download/",
        "compare/",
        "receipt/",
        "receipt.json",
    ]
    addresses += [f"/submissions/{submission.pk}/{page}" for page in pages]
    assert {stranger.get(address).status_code for address in addresses} == {404}


def test_the_page_costs_few_queries(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    check(school_return, actor, *(query(n) for n in range(200)))
    client = browse(actor)
    client.get("/")
    with CaptureQueriesContext(connection) as said:
        client.get(f"/returns/{school_return.pk}/")
    assert len(said) <= 20
