"""Children in need rules do not contradict each other: every kind of child has a record that passes all of them."""

import pytest

from schemas.sample.children_in_need.setting import Setting
from tests.validation.witnesses.children import situations, trial_in
from tests.validation.witnesses.search import Situation, judge, outcomes
from validation.book import rulebook

# What no value satisfies, and rules that object to what happened: decision 26 says what an authority can do.
CONTRADICTIONS = {"protection plan begun on a Saturday, after an enquiry": ("2885", "8875")}
OBJECTIONS = {
    "assessment open since before the year, sent": {"8736", "8670Q"},
    "referred again on the same day, both sent": {"8820"},
    "referred again the day before it closed, both sent": {"8820"},
}


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_child_has_a_record_that_passes_all_rules(year):
    setting = Setting(60, year, seed=3)
    found = outcomes(situations(setting), trial_in(setting, rulebook("children-in-need", year)))
    assert len(found) >= 20
    assert {name: outcome.always for name, outcome in found.items() if outcome.always} == OBJECTIONS
    for name, outcome in found.items():
        assert outcome.together == ({CONTRADICTIONS[name]} if name in CONTRADICTIONS else set()), name
        assert (outcome.witness is None) == (name in CONTRADICTIONS), name


def test_what_contradicts_is_told_from_what_objects():
    """A choice fails one of two rules, or the third, which fails with every choice."""
    choices = [{"A": "1"}, {"A": "2"}]
    told = judge(choices, [frozenset({"1", "3"}), frozenset({"2", "3"})])
    assert (told.witness, told.always, told.together) == (None, {"3"}, {("1", "2")})
    assert judge(choices, [frozenset({"1"}), frozenset()]).witness == choices[1]


def test_of_three_rules_that_only_together_leave_nothing_all_are_named():
    failing = [frozenset({"1"}), frozenset({"2"}), frozenset({"3"})]
    assert judge([{}, {}, {}], failing).together == {("1", "2", "3")}


def test_likely_choices_come_first_and_all_others_where_none_passes():
    tried = []

    def trial(people):
        tried.append([choice for _, choice in people])
        return [
            frozenset() if choice == {"A": 3} else frozenset({"1"} if choice == {"A": 1} else {"2"})
            for _, choice in people
        ]

    situation = Situation("one", {}, [{"A": 1}, {"A": 2}, {"A": 3}], [{"A": 1}, {"A": 2}])
    assert outcomes([situation], trial)["one"].witness == {"A": 3}
    assert tried == [[{"A": 1}, {"A": 2}], [{"A": 1}, {"A": 2}, {"A": 3}]]
