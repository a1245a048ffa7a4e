"""The whole table of the workflow: every state, every action, every role, allowed exactly where the table says."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from accounts.scope import Actor
from collect.actions import ACTIONS, Reopen, available_actions
from collect.actions.base import NOT_YOURS, WRONG_STATUS
from collect.models import Return, Status
from tests.collect.factories import ReturnFactory, everybody, source_of
from tests.collect.support import check, put
from tests.factories import Academy

pytestmark = pytest.mark.django_db

S = Status
LOADED, SUBMITTED, APPROVED, AUTHORISED = S.LOADED, S.SUBMITTED, S.APPROVED, S.AUTHORISED
BY_SOURCE, BY_AGENT, BY_COLLECTOR = S.AMENDED_BY_SOURCE, S.AMENDED_BY_AGENT, S.AMENDED_BY_COLLECTOR
BACK = S.REJECTED_BY_COLLECTOR
SAME = "same"

ANY_TIME = {s: SAME for s in S if s not in (S.NO_DATA, S.AUTHORISED)}

# action → role → {status: status after}. A maintained school's return: source, agent (LA) and collector (DfE).
MAINTAINED: dict[str, dict[str, dict[Status, Any]]] = {
    "upload": {
        "source": {
            S.NO_DATA: LOADED,
            LOADED: SAME,
            SUBMITTED: BY_SOURCE,
            BY_SOURCE: SAME,
            S.REJECTED: BY_SOURCE,
            BACK: BY_SOURCE,
        },
        "agent": {
            S.NO_DATA: LOADED,
            LOADED: SAME,
            BY_SOURCE: SAME,
            S.REJECTED: LOADED,
            SUBMITTED: BY_AGENT,
            BY_AGENT: SAME,
            BACK: BY_AGENT,
        },
        "collector": {APPROVED: BY_COLLECTOR, BY_COLLECTOR: SAME},
    },
    "edit": {
        "source": {LOADED: SAME, SUBMITTED: BY_SOURCE, BY_SOURCE: SAME, S.REJECTED: BY_SOURCE, BACK: BY_SOURCE},
        "agent": {
            LOADED: SAME,
            BY_SOURCE: SAME,
            S.REJECTED: LOADED,
            SUBMITTED: BY_AGENT,
            BY_AGENT: SAME,
            BACK: BY_AGENT,
        },
        "collector": {APPROVED: BY_COLLECTOR, BY_COLLECTOR: SAME},
    },
    "submit": {"source": {LOADED: SUBMITTED, BY_SOURCE: SUBMITTED, S.REJECTED: SUBMITTED, BACK: SUBMITTED}},
    "approve": {"agent": {SUBMITTED: APPROVED, BY_AGENT: APPROVED}},
    "reject": {"agent": {SUBMITTED: S.REJECTED, BY_AGENT: S.REJECTED}},
    "authorise": {"collector": {APPROVED: AUTHORISED, BY_COLLECTOR: AUTHORISED}},
    "reject_by_collector": {"collector": {APPROVED: BACK, BY_COLLECTOR: BACK}},
    # Without a history the state before cannot be told: a return that is reopened goes back to Submitted.
    "reopen": {"agent": {APPROVED: SUBMITTED}, "collector": {APPROVED: SUBMITTED, AUTHORISED: SUBMITTED}},
    "explain": {"source": ANY_TIME, "agent": ANY_TIME},
    "carry_forward": {"source": ANY_TIME, "agent": ANY_TIME},
    "accept_explanation": {
        "agent": {SUBMITTED: SAME, BY_AGENT: SAME},
        "collector": {APPROVED: SAME, BY_COLLECTOR: SAME},
    },
    "send_back_explanation": {
        "agent": {SUBMITTED: SAME, BY_AGENT: SAME},
        "collector": {APPROVED: SAME, BY_COLLECTOR: SAME},
    },
    "accept_error": {"collector": {APPROVED: SAME, BY_COLLECTOR: SAME}},
}
# An academy's return: nobody stands between source and collector, who acts on what is submitted.
ACADEMY: dict[str, dict[str, dict[Status, Any]]] = {
    **MAINTAINED,
    "upload": {
        **MAINTAINED["upload"],
        "collector": {SUBMITTED: BY_COLLECTOR, APPROVED: BY_COLLECTOR, BY_COLLECTOR: SAME},
    },
    "edit": {
        **MAINTAINED["edit"],
        "collector": {SUBMITTED: BY_COLLECTOR, APPROVED: BY_COLLECTOR, BY_COLLECTOR: SAME},
    },
    "authorise": {"collector": {SUBMITTED: AUTHORISED, APPROVED: AUTHORISED, BY_COLLECTOR: AUTHORISED}},
    "reject_by_collector": {"collector": {SUBMITTED: BACK, APPROVED: BACK, BY_COLLECTOR: BACK}},
    "accept_explanation": {"collector": {SUBMITTED: SAME, APPROVED: SAME, BY_COLLECTOR: SAME}},
    "send_back_explanation": {"collector": {SUBMITTED: SAME, APPROVED: SAME, BY_COLLECTOR: SAME}},
    "accept_error": {"collector": {SUBMITTED: SAME, APPROVED: SAME, BY_COLLECTOR: SAME}},
}


def walk(return_: Return, actors: dict[str, Actor], table: dict[str, dict[str, dict[Status, Any]]]) -> None:
    for status, action, (role, actor) in itertools.product(Status, ACTIONS, actors.items()):
        put(return_, status)
        wanted = action(actor, return_)
        after = table[action.name].get(role, {}).get(status)
        where = f"{action.name} by {role} in {status}"
        stopped = {reason.code for reason in wanted.reasons()} & {NOT_YOURS, WRONG_STATUS}
        assert wanted.applies == (after is not None), where
        assert bool(stopped) == (after is None), where
        if after is not None:
            assert wanted.part is not None
            assert wanted.moves(wanted.part, return_)[status] == (status if after == SAME else after), where
        offered = {available.name for available in available_actions(actor, return_)}
        assert (action.name in offered) == (after is not None), where


@pytest.fixture
def maintained(school_return: Return) -> Return:
    check(school_return, source_of(school_return))
    return school_return


def test_the_table_of_a_maintained_school(maintained: Return) -> None:
    walk(maintained, everybody(maintained), MAINTAINED)


def test_the_table_of_an_academy() -> None:
    academy = ReturnFactory.create(organisation=Academy.create())
    check(academy, source_of(academy))
    actors = everybody(academy)
    assert "agent" not in actors
    walk(academy, actors, ACADEMY)


def test_the_table_names_every_action() -> None:
    assert {action.name for action in ACTIONS} == set(MAINTAINED)


def test_reopening_goes_back_the_way_it_came(maintained: Return) -> None:
    """Submitted → Approved → Authorised, and back step by step, and forward again."""
    from collect.actions import Approve, Authorise, Submit

    actors = everybody(maintained)
    Submit(actors["source"], maintained, "A. Head", "Headteacher", declared=True).perform()
    Approve(actors["agent"], maintained).perform()
    Authorise(actors["collector"], maintained).perform()
    Reopen(actors["collector"], maintained, "A mistake").perform()
    maintained.refresh_from_db()
    assert maintained.status == APPROVED
    Reopen(actors["agent"], maintained, "Another").perform()
    maintained.refresh_from_db()
    assert maintained.status == SUBMITTED
    Approve(actors["agent"], maintained).perform()
    Authorise(actors["collector"], maintained).perform()
    maintained.refresh_from_db()
    assert maintained.status == AUTHORISED
