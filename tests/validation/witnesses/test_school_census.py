"""School census rules do not contradict each other: every kind of pupil has a record that passes all of them."""

import polars as pl
import pytest

from schemas.sample.school_census.setting import PHASES, TERMS, Setting
from tests.validation.witnesses import early_years, events, post16
from tests.validation.witnesses.schools import pupils_of, trial_in
from tests.validation.witnesses.search import outcomes
from validation.book import load, rulebook

SCHOOLS = [*((phase, "CO") for phase in PHASES), ("PS", "CT"), ("SS", "CT"), ("AT", "CT"), ("NS", "NM"), ("SP", "NM")]

# What no value satisfies: each is explained, with what a school can do, in decision 26.
CONTRADICTIONS = {("2360", "3131"): "no previous school"}
# Rules that object to what happened, and not to how it is reported.
OBJECTIONS = {
    "1601Q": ", in ",  # a child younger than this type of school is for
    "2030Q": ", in ",
    "2335": ", PERM",  # permanently excluded and still on roll
    "2485Q": "review not over",
}


def school(phase, governance, term, year):
    return Setting(phase, 60, term, year, seed=3, governance=governance)


def all_situations(setting):
    found = early_years.situations(setting) + events.situations(setting)
    if setting.governance not in ("CT", "NM"):
        found += early_years.with_code(setting)
    if setting.term == "AUT" and setting.has_sixth_form:
        found += post16.situations(setting)
    return found


def judged(setting, ruleset, situations):
    previous = {pupil.get("APProvisionDetail", {}).get("PrevURN") for pupil in pupils_of(setting).values()} - {None}
    register = pl.DataFrame(
        {"urn": sorted(previous), "laestab": [None] * len(previous)},
        schema={"urn": pl.String, "laestab": pl.String},
    )
    return outcomes(situations, trial_in(setting, ruleset, references={"register_by_urn": register}))


def contradictions(coordinate, phase, governance):
    """Sets of rules, each with the situations in which a released set has them contradict each other."""
    ruleset = load(coordinate)
    term = {"autumn": "AUT", "spring": "SPR", "summer": "SUM"}[ruleset.collection.rpartition("-")[2]]
    setting = school(phase, governance, term, ruleset.year)
    found = {}
    for name, outcome in judged(setting, ruleset, all_situations(setting)).items():
        for rules in outcome.together:
            found.setdefault(rules, []).append(name)
    return found


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize(("phase", "governance"), SCHOOLS)
def test_every_pupil_has_a_record_that_passes_all_rules(phase, governance, term, year):
    setting = school(phase, governance, term, year)
    situations = all_situations(setting)
    assert len({situation.name for situation in situations}) == len(situations)
    for name, outcome in judged(setting, rulebook(setting.collection.code, year), situations).items():
        assert {rules for rules in outcome.together if CONTRADICTIONS.get(rules) != name} == set(), name
        assert outcome.witness is not None or outcome.together, name
        assert {rule for rule in outcome.always if OBJECTIONS.get(rule, "nothing") not in name} == set(), name


@pytest.mark.parametrize("phase", PHASES)
def test_every_year_group_of_the_phase_is_tried(phase):
    setting = school(phase, "CO", "SPR", 2026)
    groups = {setting.year_code(group) for group in range(setting.lowest, setting.highest + 1)}
    assert groups <= set(pupils_of(setting))


@pytest.mark.parametrize("rules", CONTRADICTIONS)
def test_what_is_listed_is_still_so(rules):
    coordinate = rulebook("school-census-spring", 2026).coordinate
    assert contradictions(coordinate, "PR", "CO") == {rules: [CONTRADICTIONS[rules]]}


@pytest.mark.parametrize(
    ("coordinate", "phase", "governance", "rules", "situation"),
    [
        ("school-census-spring:2026.2", "NS", "CO", ("1847", "1861"), "aged 4, in R"),
        ("school-census-autumn:2026.3", "SS", "CO", ("1992", "1993"), "year 12, a T level, begun this year"),
        ("school-census-autumn:2025.1", "SP", "NM", ("1852", "5095"), "aged 3, in E2"),
        ("school-census-summer:2026.2", "SP", "NM", ("1855", "5094"), "aged 2, in E1"),
        ("school-census-spring:2026.2", "AT", "CT", ("5180", "5095"), "aged 4, in N2"),
        ("school-census-spring:2026.2", "AT", "CT", ("5200", "5094"), "aged 4, in N2"),
        ("school-census-spring:2026.2", "AT", "CT", ("5230", "5215"), "aged 3, in N2"),
    ],
)
def test_the_search_finds_what_was_wrong_with_earlier_sets(coordinate, phase, governance, rules, situation):
    assert situation in contradictions(coordinate, phase, governance)[tuple(sorted(rules))]
