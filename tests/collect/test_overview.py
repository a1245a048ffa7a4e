"""The overview of a return and its history, in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collect.actions import AcceptExplanation, Chosen, Explain, Reject, Submit
from collect.models import Return, Status
from collect.selectors.history import history, in_words
from collect.selectors.overview import MEANING, overview
from collect.services.check import work_once
from tests.collect.factories import actor_for, agent_of, collector, source_of
from tests.collect.support import check, error, pupil_xml, put, query, tools, upload
from tests.factories import Trust

pytestmark = pytest.mark.django_db


def test_the_source_is_led_from_upload_to_submit(school_return: Return) -> None:
    actor = source_of(school_return)

    def step() -> str:
        return overview(actor, school_return.pk).next_step

    assert step() == "Upload the file that your MIS made for this return."
    upload(school_return, actor, "first")
    assert step().startswith("We are checking the new file.")
    work_once(tools())
    check(school_return, actor, pupils=pupil_xml(more="<Nonsense/>"))
    assert step() == "Put the faults of structure right in your MIS and upload a new file."
    check(school_return, actor, error(1), query(1), query(2))
    assert step() == "Correct 1 error in your MIS and upload a new file."
    check(school_return, actor, query(1), query(2))
    assert step() == "Correct or explain 2 queries."
    Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.").perform()
    assert step() == "Submit your return."
    Submit(actor, school_return, "A. Head", "Head", declared=True).perform()
    assert step() == ""


def test_the_agent_and_the_collector_are_led_too(school_return: Return) -> None:
    actor, agent = source_of(school_return), agent_of(school_return)
    check(school_return, actor, query(1))
    put(school_return, Status.SUBMITTED)
    assert overview(agent, school_return.pk).next_step == "There is 1 query still to be explained."
    Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.").perform()
    assert overview(agent, school_return.pk).next_step == "Read 1 explanation and accept it or ask a question."
    AcceptExplanation(agent, school_return).perform()
    assert overview(agent, school_return.pk).next_step == "Approve the return, or reject it."
    put(school_return, Status.APPROVED)
    assert overview(collector(), school_return.pk).next_step == "Authorise the return."


def test_a_broken_file_after_submitting_is_pointed_out(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor)
    put(school_return, Status.SUBMITTED)
    broken = check(school_return, actor, pupils=pupil_xml(more="<Nonsense/>"))
    assert overview(actor, school_return.pk).not_taken == broken


def test_every_status_has_a_sentence_for_everybody() -> None:
    assert {status: set(said) for status, said in MEANING.items()} == {
        status: {"source", "agent", "collector"} for status in Status
    }


def test_a_trust_reads_and_does_nothing(academy_return: Return) -> None:
    trust = academy_return.organisation.parent or Trust.create()
    found = overview(actor_for(trust), academy_return.pk)
    assert (found.actions, found.next_step) == ([], "")
    assert found.meaning == "No file has been sent yet."


def test_the_overview_costs_few_queries(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, *(query(n) for n in range(200)))
    with CaptureQueriesContext(connection) as said:
        found = overview(actor, school_return.pk)
        assert found.next_step
        assert found.meaning
    assert len(said) <= 10


def test_the_history_reads_as_sentences(school_return: Return) -> None:
    actor, agent = source_of(school_return), agent_of(school_return)
    check(school_return, actor, query(1), query(2))
    Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.").perform()
    Submit(actor, school_return, "A. Head", "Head", declared=True).perform()
    Reject(agent, school_return, "Class 3 is missing.").perform()
    lines: list[Any] = [in_words(event) for event in history(agent, school_return)]
    assert [(line.what, line.said, line.new_status) for line in lines] == [
        ("Rejected the return", "Class 3 is missing.", "Rejected"),
        ("Submitted the return", "", "Submitted"),
        ("Explained queries: 2 of 1590Q", "So it is.", ""),
        ("Checked file 1: 0 errors and 2 queries", "", "Loaded and validated"),
        ("Uploaded file 1", "", ""),
    ]
    assert lines[0].who == f"{agent.person}, {agent.organisation}"
    assert lines[3].who == "The portal"
