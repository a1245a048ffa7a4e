"""What rules can say about records nested several deep, tried on children in need: pairs, lists, records around."""

import datetime
import io

import pytest

from schemas import collections
from schemas.reading import read
from schemas.stacking import stack
from validation import beside
from validation.check import COULD_NOT_RUN, Run, run_rules
from validation.evaluate import evaluate
from validation.fragments import fragment, message
from validation.plan import Plan
from validation.prepare import prepare
from validation.rule import ERROR, Rule
from validation.rules.children_in_need._records import (
    PERIOD,
    REF,
    Assessments,
    Child,
    ChildProtectionPlans,
    CINdetails,
    CINPlanDates,
    Message,
    Section47,
    not_true,
)

CENSUS = collections.get("children-in-need")
child = fragment("Child")


def rule_of(condition, on, tags="LAchildID"):
    condition.__doc__ = "It fails.\n\nFix: Do it."
    return Rule("T1", ERROR, on, tuple(tags.split()), condition)


def tables_of(*fragments):
    return read(io.BytesIO(message(CENSUS, 2025, fragments))).tables


def run(rule, *fragments):
    result = Run("test", "", counts={"error": 0, "query": 0})
    run_rules([rule], tables_of(*fragments), result)
    return result


def failing(rule, *fragments):
    return [(finding.row, finding.key) for finding in run(rule, *fragments).findings]


def plan(start, end=None):
    return {"CINPlanStartDate": start} | ({"CINPlanEndDate": end} if end else {})


def overlapping(within):
    def condition(record):
        return record.beside(
            CINPlanDates,
            lambda one, other: (
                (other.cin_plan_start_date >= one.cin_plan_start_date)
                & (other.cin_plan_start_date <= one.cin_plan_end_date.fill_null(REF))
            ),
            within=within,
        )

    return rule_of(condition, CINPlanDates, "CINPlanStartDate")


def test_a_record_sees_the_records_around_it():
    rule = rule_of(
        lambda a: (a.cin_details.referral_source == "6") & (a.child.sex == "F"),
        Assessments,
        "AssessmentActualStartDate",
    )
    assert failing(
        rule,
        child(LAchildID="A", Sex="M", CINdetails=[{"ReferralSource": "6", "Assessments": [{}]}]),
        child(LAchildID="B", Sex="F", CINdetails=[{"Assessments": [{}]}, {"ReferralSource": "6", "Assessments": [{}]}]),
    ) == [(3, "B")]


def test_records_two_deep_are_counted_through_those_between():
    rule = rule_of(lambda c: c.count(Assessments) == 2, Child)
    episodes = [{"Assessments": [{}]}, {"Assessments": [{}]}]
    assert failing(rule, child(LAchildID="A", CINdetails=episodes), child(LAchildID="B", CINdetails=episodes[:1])) == [
        (1, "A")
    ]


def test_a_repeated_date_is_a_list_of_dates():
    rule = rule_of(lambda p: p.cpp_review_date.list.min() <= p.cpp_start_date, ChildProtectionPlans, "CPPreviewDate")
    late, early = ["2025-07-01", "2025-10-01"], ["2025-10-01", "2025-06-01"]
    plans = [
        {"CPPstartDate": "2025-06-01", "CPPreviewDate": late},
        {"CPPstartDate": "2025-06-01", "CPPreviewDate": early},
        {"CPPstartDate": "2025-06-01", "Reviews": {}},
    ]
    found = run(rule, child(LAchildID="A", CINdetails=[{"ChildProtectionPlans": plans}])).findings
    assert [(finding.row, finding.values["CPPreviewDate"]) for finding in found] == [(2, "2025-10-01, 2025-06-01")]


def test_a_group_without_its_repeated_item_is_present():
    rule = rule_of(
        lambda p: p.reviews.present & p.cpp_review_date.is_null(), ChildProtectionPlans, "CPPreviewDate CPPstartDate"
    )
    plans = [{"CPPstartDate": "2025-06-01"}, {"Reviews": {}}, {"CPPreviewDate": ["2025-07-01"]}]
    assert failing(rule, child(LAchildID="A", CINdetails=[{"ChildProtectionPlans": plans}])) == [(2, "A")]


def test_a_repeated_date_that_cannot_be_read_is_not_judged():
    rule = rule_of(lambda p: p.cpp_review_date.list.len() == 2, ChildProtectionPlans, "CPPreviewDate")
    dates = ["2025-07-01", "soon"]
    sound = child(LAchildID="A", CINdetails=[{"ChildProtectionPlans": [{"CPPreviewDate": ["2025-07-01"] * 2}]}])
    broken = child(LAchildID="B", CINdetails=[{"ChildProtectionPlans": [{"CPPreviewDate": dates}]}])
    assert failing(rule, sound, broken) == [(1, "A")]


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (("2025-05-01", "2025-06-01"), ("2025-06-01", None), [1]),
        (("2025-05-01", "2025-06-01"), ("2025-06-02", None), []),
        (("2025-05-01", None), ("2025-07-01", None), [1]),
        (("2025-05-01", None), ("2025-05-01", None), [1, 2]),
    ],
)
def test_pairs_of_one_kind_are_compared_but_never_a_record_with_itself(first, second, overlap):
    rows = [plan(*first), plan(*second)]
    found = failing(overlapping(Child), child(LAchildID="A", CINdetails=[{"CINPlanDates": rows}]))
    assert [row for row, _key in found] == overlap


def test_pairs_are_made_within_the_record_that_is_named():
    episodes = [{"CINPlanDates": [plan("2025-05-01")]}, {"CINPlanDates": [plan("2025-06-01")]}]
    one = child(LAchildID="A", CINdetails=episodes)
    other = child(LAchildID="B", CINdetails=episodes[:1])
    assert failing(overlapping(Child), one, other) == [(1, "A")]
    assert failing(overlapping(CINdetails), one, other) == []


def test_pairs_of_two_kinds_and_the_records_without_one():
    def without_conference(plan):
        held = plan.beside(
            Section47,
            lambda one, enquiry: (
                not_true(enquiry.icpc_not_required) & (enquiry.date_of_initial_cpc == one.cpp_start_date)
            ),
            within=CINdetails,
        )
        return PERIOD.holds(plan.cpp_start_date) & ~held

    rule = rule_of(lambda e: e.has(ChildProtectionPlans, without_conference), CINdetails, "CPPstartDate")
    plans = [{"CPPstartDate": "2025-06-02"}]
    held = [{"DateOfInitialCPC": "2025-06-02"}]
    called_off = [{"DateOfInitialCPC": "2025-06-02", "ICPCnotRequired": "TRUE"}]
    assert failing(
        rule,
        child(LAchildID="A", CINdetails=[{"Section47": held, "ChildProtectionPlans": plans}]),
        child(LAchildID="B", CINdetails=[{"Section47": called_off, "ChildProtectionPlans": plans}]),
        child(LAchildID="C", CINdetails=[{"Section47": held}, {"ChildProtectionPlans": plans}]),
    ) == [(2, "B"), (4, "C")]


def test_each_value_of_a_repeated_item_is_compared():
    def reviewed_during_a_plan(plan):
        return plan.beside(
            CINPlanDates,
            lambda one, other: one.cpp_review_date == other.cin_plan_start_date,
            within=Child,
            each="cpp_review_date",
        )

    rule = rule_of(lambda c: c.has(ChildProtectionPlans, reviewed_during_a_plan), Child)
    reviews = [{"CPPreviewDate": ["2025-05-01", "2025-06-01"]}]
    assert failing(
        rule,
        child(LAchildID="A", CINdetails=[{"ChildProtectionPlans": reviews}, {"CINPlanDates": [plan("2025-06-01")]}]),
        child(LAchildID="B", CINdetails=[{"ChildProtectionPlans": reviews}, {"CINPlanDates": [plan("2025-07-01")]}]),
    ) == [(1, "A")]


def test_a_pair_with_a_date_that_cannot_be_read_is_not_judged():
    rule = overlapping(Child)
    sound = [plan("2025-05-01", "2025-05-02"), plan("2025-05-02")]
    broken = [plan("2025-05-01", "later"), plan("2025-05-02")]
    assert failing(
        rule,
        child(LAchildID="A", CINdetails=[{"CINPlanDates": broken}]),
        child(LAchildID="B", CINdetails=[{"CINPlanDates": sound}]),
    ) == [(3, "B")]


def test_more_pairs_than_are_compared_set_the_rule_apart(monkeypatch):
    monkeypatch.setattr(beside, "MAX_PAIRS", 8)
    one = child(LAchildID="A", CINdetails=[{"CINPlanDates": [plan("2025-05-01")] * 3}])
    result = run(overlapping(Child), one)
    assert result.rules["T1"].status == COULD_NOT_RUN


def test_pairs_are_the_same_however_they_are_cut(monkeypatch):
    rows = [plan(f"2025-05-{day:02d}", f"2025-05-{day + 1:02d}") for day in range(1, 20)]
    several = [child(LAchildID=f"A{number}", CINdetails=[{"CINPlanDates": rows}]) for number in range(3)]
    whole = failing(overlapping(Child), *several)
    monkeypatch.setattr(beside, "_PAIRS_AT_ONCE", 7)
    assert failing(overlapping(Child), *several) == whole
    assert len(whole) == 3 * 18


def test_different_values_of_the_whole_return_are_counted():
    rule = rule_of(lambda m: m.different(Child, lambda c: c.disability.explode()) == 2, Message, "Disability")
    assert failing(rule, child(Disability=["MOB", "AUT"]), child(Disability=["AUT"]), child(LAchildID="A")) == [
        (1, None)
    ]
    assert failing(rule, child(Disability=["MOB", "AUT", "LD"])) == []


def test_the_period_of_the_rules_is_the_year_to_the_reference_date():
    assert CENSUS.windows(2025)["PERIOD"] == (datetime.date(2025, 4, 1), datetime.date(2026, 3, 31))
    assert CENSUS.reference_date(2025) == datetime.date(2026, 3, 31)
    assert CENSUS.academic_year(2026) == 2025
    rule = rule_of(lambda a: PERIOD.holds(a.assessment_actual_start_date), Assessments, "AssessmentActualStartDate")
    days = ("2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01")
    assessments = [{"AssessmentActualStartDate": day} for day in days]
    found = failing(rule, child(LAchildID="A", CINdetails=[{"Assessments": assessments}]))
    assert [row for row, _key in found] == [2, 3]


def test_pairs_and_different_values_are_each_return_s_own_where_many_are_looked_at_together():
    first = tables_of(child(LAchildID="A", CINdetails=[{"CINPlanDates": [plan("2025-05-01")]}], Disability=["MOB"]))
    rows = [plan("2025-05-01"), plan("2025-06-01")]
    second = tables_of(child(LAchildID="A", CINdetails=[{"CINPlanDates": rows}], Disability=["LD", "AUT"]))
    together = stack([first, second, first], first.frames)
    many = rule_of(lambda m: m.different(Child, lambda c: c.disability.explode()) == 2, Message, "Disability")
    for rule, expected in ((overlapping(Child), [1]), (many, [1])):
        prepared = prepare(Plan(CENSUS, 2025, [rule]), together)
        (found,) = evaluate(prepared, prepared.plan.rules)
        assert prepared.tables[rule.on.nodes[0].table]["_row"].len() >= 3
        assert found.failing.to_list() == expected


def test_a_finding_shows_the_value_inside_where_the_record_has_none_of_its_own():
    def before(episode):
        return episode.has(
            Section47, lambda enquiry: enquiry.date_of_initial_cpc < enquiry.cin_details.cin_referral_date
        )

    rule = rule_of(before, CINdetails, "CINreferralDate DateOfInitialCPC")
    held = {"Section47": [{"DateOfInitialCPC": "2026-05-01"}]}
    (finding,) = run(rule, child(CINdetails=[{"CINreferralDate": "2026-05-02", **held}])).findings
    assert finding.values == {"CINreferralDate": "2026-05-02", "DateOfInitialCPC": "2026-05-01"}
    own = {"CINreferralDate": "2026-05-02", "DateOfInitialCPC": "2026-06-01", **held}
    (finding,) = run(rule, child(CINdetails=[own])).findings
    assert finding.values["DateOfInitialCPC"] == "2026-06-01"
