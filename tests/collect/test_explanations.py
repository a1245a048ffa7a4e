"""Explanations survive the next upload, and the counts always agree."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collect.actions import AcceptError, AcceptExplanation, CarryForward, Chosen, Explain, NotPossible, Submit
from collect.models import Explanation, Return, Standing, Status
from collect.selectors.counts import Counts, counts, counts_of
from collect.selectors.desks import with_counts
from collect.selectors.findings import Filter, by_pupil, by_rule, finding_detail, findings
from collect.services.offers import offers
from tests.collect.factories import CollectionFactory, ReturnFactory, agent_of, collector, source_of
from tests.collect.support import Found, check, error, put, query
from validation.models import Finding

pytestmark = pytest.mark.django_db


def explain(return_: Return, *numbers: int, text: str = "True, they moved here.") -> None:
    """Explain the queries on the pupils with these numbers."""
    return_.refresh_from_db()
    assert return_.current_submission is not None
    run = return_.current_submission.run
    chosen = Finding.objects.filter(run=run, row__in=numbers, level="query").values_list("pk", flat=True)
    Explain(source_of(return_), return_, Chosen.of(chosen), text).perform()


def matches(return_: Return) -> dict[int, str]:
    assert return_.current_submission is not None
    return {f.row or 0: f.match for f in findings(return_.current_submission)}  # type: ignore[attr-defined]


def test_the_same_finding_in_the_next_file_is_still_explained(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, query(1), query(2))
    explain(school_return, 1)
    check(school_return, actor, query(1), query(2), query(3))
    assert matches(school_return) == {1: "given", 2: "none", 3: "none"}
    found = counts(school_return)
    assert (found.queries, found.queries_explained, found.queries_to_explain) == (3, 1, 2)


def test_changed_values_need_another_look(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, query(1), query(2))
    explain(school_return, 1, 2)
    check(school_return, actor, query(1, DOB="2017-01-01"), query(2))
    assert matches(school_return) == {1: "changed", 2: "given"}
    assert counts(school_return).needs_another_look == 1
    explain(school_return, 1, text="Corrected from the birth certificate.")
    assert counts(school_return).needs_another_look == 0
    assert counts(school_return).queries_to_explain == 0
    assert Explanation.objects.count() == 3


def test_values_that_come_back_find_their_explanation(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, query(1), note="a")
    explain(school_return, 1)
    check(school_return, actor, note="b")
    assert counts(school_return) == Counts()
    check(school_return, actor, query(1), note="c")
    assert matches(school_return) == {1: "given"}


def test_accepted_stays_accepted_and_an_accepted_error_too(school_return: Return) -> None:
    actor, agent, dfe = source_of(school_return), agent_of(school_return), collector()
    check(school_return, actor, query(1), error(2), error(3))
    explain(school_return, 1)
    put(school_return, Status.SUBMITTED)
    AcceptExplanation(agent, school_return).perform()
    put(school_return, Status.APPROVED)
    chosen = Finding.objects.filter(rule="1500", row=2).values_list("pk", flat=True)
    AcceptError(dfe, school_return, Chosen.of(chosen), "Known.").perform()
    put(school_return, Status.LOADED)
    check(school_return, actor, query(1), error(2), error(3), note="again")
    found = counts(school_return)
    assert (found.accepted, found.errors_accepted, found.errors_to_correct) == (1, 1, 1)
    assert matches(school_return) == {1: "accepted", 2: "accepted_error", 3: "none"}


def test_a_whole_rule_is_explained_beyond_the_stored_findings(school_return: Return, settings: Any) -> None:
    settings.COLLECT_FINDINGS_PER_RULE = 5
    check(school_return, source_of(school_return), *(query(n) for n in range(1, 31)))
    Explain(source_of(school_return), school_return, Chosen(rule="1590Q"), "A new school: all joined today.").perform()
    assert Explanation.objects.count() == 30
    assert counts(school_return).queries_to_explain == 0


def test_what_has_been_said_is_not_said_twice(school_return: Return) -> None:
    actor, dfe = source_of(school_return), collector()
    check(school_return, actor, query(1), error(2))
    Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.").perform()
    with pytest.raises(NotPossible, match="still has to be explained"):
        Explain(actor, school_return, Chosen(rule="1590Q"), "Really.").perform()
    put(school_return, Status.APPROVED)
    AcceptError(dfe, school_return, Chosen(rule="1500"), "Known.").perform()
    with pytest.raises(NotPossible, match="not accepted yet"):
        AcceptError(dfe, school_return, Chosen(rule="1500"), "Known.").perform()


def test_what_a_page_showed_is_looked_at_again_when_it_is_done(school_return: Return) -> None:
    """A new file comes between the page and the button: what it does not raise any more is not explained."""
    actor = source_of(school_return)
    check(school_return, actor, query(1), query(2))
    action = Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.")
    assert len(action.targets()) == 2
    check(school_return, actor, query(2))
    action.perform()
    assert Explanation.objects.get().identity == "A823200100002"


def test_one_explanation_can_be_reworded(school_return: Return) -> None:
    check(school_return, source_of(school_return), query(1))
    explain(school_return, 1, text="Frist.")
    explain(school_return, 1, text="First.")
    assert Explanation.objects.get().text == "First."
    assert counts(school_return).queries_explained == 1


def test_two_findings_on_one_pupil_are_explained_apart(school_return: Return) -> None:
    periods = [Found(values={"FSMstartDate": day}) for day in ("2025-01-01", "2026-01-01")]
    check(school_return, source_of(school_return), *periods)
    first = Finding.objects.order_by("position").values_list("pk", flat=True)[:1]
    Explain(source_of(school_return), school_return, Chosen.of(first), "The first.").perform()
    assert (counts(school_return).queries_explained, counts(school_return).queries_to_explain) == (1, 1)
    assert counts(school_return).needs_another_look == 0


def test_an_error_cannot_be_explained_away(school_return: Return) -> None:
    check(school_return, source_of(school_return), error(1))
    with pytest.raises(NotPossible) as stopped:
        Explain(source_of(school_return), school_return, Chosen(rule="1500"), "It is so.").perform()
    assert stopped.value.codes == {"nothing_chosen"}


def test_a_finding_of_another_return_is_not_touched(school_return: Return) -> None:
    other = ReturnFactory.create()
    check(other, source_of(other), query(1))
    check(school_return, source_of(school_return), query(1))
    foreign = Finding.objects.filter(run__submission__for_return=other).values_list("pk", flat=True)
    with pytest.raises(NotPossible):
        Explain(source_of(school_return), school_return, Chosen.of(foreign), "Mine?").perform()
    assert counts(other).queries_to_explain == 1


def test_a_tick_is_enough_only_where_the_rule_says_so(school_return: Return, monkeypatch: pytest.MonkeyPatch) -> None:
    from collect.services.rulebooks import UnknownRule

    check(school_return, source_of(school_return), query(1))
    needed = [True]
    monkeypatch.setattr(
        "collect.services.guidance.rule_of", lambda _, code: UnknownRule(code, explanation_needed=needed[0])
    )
    actor = source_of(school_return)
    with pytest.raises(NotPossible, match="needs an explanation in words"):
        Explain(actor, school_return, Chosen(rule="1590Q"), confirmed=True).perform()
    needed[0] = False
    Explain(actor, school_return, Chosen(rule="1590Q"), confirmed=True).perform()
    assert Explanation.objects.get().text == "Checked, and correct."


def test_counts_agree_everywhere(school_return: Return) -> None:
    """The sums of the selector, those the database makes for lists, and the findings one by one."""
    actor = source_of(school_return)
    check(school_return, actor, error(1), error(2), *(query(n) for n in range(3, 9)))
    explain(school_return, 3, 4)
    check(school_return, actor, error(1), *(query(n) for n in range(3, 8)), query(8, DOB="2017-01-01"))
    explain(school_return, 5)
    assert school_return.current_submission is not None
    submission = school_return.current_submission
    found = counts(school_return)
    row = with_counts(Return.objects.all()).get()
    assert (row.errors_left, row.queries_left) == (found.errors_to_correct, found.queries_to_explain)  # type: ignore[attr-defined]
    open_now = findings(submission, Filter(state="open"))
    assert open_now.filter(level="query").count() == found.queries_to_explain
    assert open_now.filter(level="error").count() == found.errors_to_correct
    assert findings(submission, Filter(state="explained")).count() == found.queries_explained
    assert sum(group.failures for group in by_rule(submission)) == found.errors + found.queries
    assert sum(pupil["queries"] for pupil in by_pupil(submission)) == found.queries


# -- last term's


@pytest.fixture
def last_term(school_return: Return) -> Return:
    """The summer return of the same school, with an explanation for pupils 1 and 2."""
    summer = CollectionFactory.create(
        type_code="school-census-summer", year=2025, name="School census summer 2026", reference_date=date(2026, 5, 21)
    )
    earlier = ReturnFactory.create(collection=summer, organisation=school_return.organisation)
    content = {"Term": "SUM", "Year": 2026}
    check(earlier, source_of(earlier), query(1), query(2), **content)
    explain(earlier, 1, 2, text="Said last term.")
    return earlier


def test_last_terms_explanations_are_offered(school_return: Return, last_term: Return) -> None:
    check(school_return, source_of(school_return), query(1), query(2, DOB="2017-01-01"), query(3))
    found = offers(school_return)
    assert [(offer.key.identity[-1], offer.same_values) for offer in found] == [("1", True), ("2", False)]


def test_they_are_taken_over_when_the_school_says_so(school_return: Return, last_term: Return) -> None:
    check(school_return, source_of(school_return), query(1), query(2), query(3))
    assert counts(school_return).queries_to_explain == 3
    CarryForward(source_of(school_return), school_return).perform()
    assert counts(school_return).queries_to_explain == 1
    assert offers(school_return) == []
    carried = Explanation.objects.filter(for_return=school_return).first()
    assert carried is not None
    assert carried.carried_from is not None
    assert (carried.text, carried.carried_from.for_return) == ("Said last term.", last_term)


def test_one_finding_shows_all_that_was_said(school_return: Return, last_term: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, query(1))
    explain(school_return, 1, text="This term.")
    finding = Finding.objects.get(run__submission__for_return=school_return)
    found = finding_detail(actor, finding.pk)
    assert found.explanation is not None
    assert found.earlier is not None
    assert (found.explanation.text, found.earlier.text, found.match) == ("This term.", "Said last term.", "given")


# -- many


def test_counts_take_two_queries_however_many_returns_and_findings(school_return: Return) -> None:
    check(school_return, source_of(school_return), *(query(n, rule=f"{1000 + n % 40}Q") for n in range(400)))
    others = [school_return, *ReturnFactory.create_batch(5)]
    with CaptureQueriesContext(connection) as said:
        counts_of(others)
    assert len(said) == 2


def test_lists_of_findings_take_one_query_however_long(school_return: Return) -> None:
    submission = check(school_return, source_of(school_return), *(query(n) for n in range(300)))
    with CaptureQueriesContext(connection) as said:
        assert len(list(findings(submission, Filter(level="query", state="open", pupil="A8232")))) == 300
    assert len(said) == 1
    with CaptureQueriesContext(connection) as said:
        assert by_rule(submission)[0].failures == 300
    assert len(said) <= 5


def test_twenty_thousand_findings_are_explained_at_once(school_return: Return, settings: Any) -> None:
    settings.COLLECT_FINDINGS_PER_RULE = 1000
    check(school_return, source_of(school_return), *(query(n) for n in range(20_000)))
    assert Finding.objects.count() == 1000
    with CaptureQueriesContext(connection) as said:
        Explain(source_of(school_return), school_return, Chosen(rule="1590Q"), "All.").perform()
    assert counts(school_return).queries_explained == 20_000
    assert len(said) < 500  # SQLite takes some fifty rows in a statement
    Submit(source_of(school_return), school_return, "A. Head", "Head", declared=True).perform()
    assert Standing.objects.get().given == 20_000
