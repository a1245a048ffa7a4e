"""The engine and the second reading raise the same rules on the same records."""

from itertools import islice

import pytest

from schemas import collections
from tests.second_reading import corpus, names, rules
from tests.second_reading.agreement import compare, covered, people_in, second_reading
from tests.second_reading.engine import findings, tables_of
from tests.second_reading.language import parse
from tools.golden_cases import Case
from validation.fragments import fragment, message

school, pupil = fragment("School"), fragment("PupilOnRoll")
header, child = fragment("Header"), fragment("Child")

SEED, ROUNDS = 9, 1
"""``make check-rules`` compares ten times as many, with another seed each time."""
KINDS = list(collections.all())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_both_readings_raise_the_same(kind):
    year = max(kind.years)
    outcome = compare(kind, year, corpus.samples(kind, year, SEED, ROUNDS * people_in(kind)))
    rest = covered(kind, year) - outcome.raised
    examples = compare(
        kind, year, corpus.raising(kind, year, rest, lambda case: {rule for rule, _, _ in second_reading(case)})
    )
    differences = outcome.differences + examples.differences
    assert not differences, "\n".join(map(str, differences[:20]))
    raised = outcome.raised | examples.raised
    assert len(raised) >= 0.85 * len(covered(kind, year)), sorted(covered(kind, year) - raised)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_return_checked_by_itself_is_judged_as_in_a_stack(kind):
    """The comparison looks at many returns at once, as previews do; an upload is checked alone."""
    year = max(kind.years)
    case = next(corpus.samples(kind, year, SEED, 0))
    before = case.before.encode() if case.before else None
    alone, ran = findings(case.xml.encode(), case.given, before)
    both = covered(kind, year) & ran
    assert {one for one in alone if one[0] in both} == {one for one in second_reading(case) if one[0] in both}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_spoilt_returns_are_still_of_their_types(kind):
    """A value that is not of its type is a fault of structure, and no rule is judged on it."""
    for case in islice(corpus.samples(kind, max(kind.years), SEED + 1, 2), 3):
        tables_of(case.xml.encode())


def test_a_rule_that_is_read_otherwise_is_noticed(monkeypatch):
    """What the comparison is for: one age of one rule."""
    kind = collections.get("school-census-summer")
    real = rules.read_rules

    def wrong(family, year, term):
        test = parse("AGE = 4 and EYPPR absent", family, year)
        return tuple((rule, test if rule.code == "1846" else read) for rule, read in real(family, year, term))

    monkeypatch.setattr(rules, "read_rules", wrong)
    cases = islice(corpus.samples(kind, max(kind.years), SEED, 1), 4)
    assert {difference.rule for difference in compare(kind, max(kind.years), cases).differences} == {"1846"}


DIFFERENCES = {
    "school_census": {
        "2002": (school(LowestNCyear="7"), pupil(NCyearActual="6")),
        "percentages": (),
    },
    "children_in_need": {
        "8750": (child(ExpectedPersonBirthDate="2027-06-01"),),
        "8770Q": (child(PersonBirthDate="2015-01-01", CINdetails=[{"ReferralNFA": "false"}]),),
        "ChildIdentifiers": (child(),),
        "ChildCharacteristics": (child(),),
        "REF": (
            header(ReferenceDate="2027-01-31"),
            child(CINdetails=[{"ChildProtectionPlans": [{"CPPstartDate": "2027-03-01"}]}]),
        ),
    },
}
"""The smallest return that shows each difference between the portal and what is published."""


@pytest.mark.parametrize("family", DIFFERENCES)
def test_every_difference_has_a_smallest_return(family):
    assert DIFFERENCES[family].keys() == rules.differences(family).keys()


@pytest.mark.parametrize(
    ("family", "code", "fragments"),
    [(family, code, parts) for family, some in DIFFERENCES.items() for code, parts in some.items()],
)
def test_each_difference_is_there_still(family, code, fragments, monkeypatch):
    """Once a rule, or the published text, is put right its entry is to go."""
    kind = collections.get("school-census-autumn" if family == "school_census" else "children-in-need")
    year, phase = max(kind.years), "PS" if kind.phase_item else None
    before = message(*collections.before(kind, year), MANY_WITH_PLANS, phase).decode() if code == "percentages" else ""
    case = Case(code, message(kind, year, fragments, phase).decode(), "", before)
    assert not compare(kind, year, [case]).differences
    as_published(monkeypatch, family, code)
    assert compare(kind, year, [case]).differences


MANY_WITH_PLANS = [pupil(SENprovision="E")] * 10


def as_published(monkeypatch, family, code):
    """Judge by the published text where a difference is noted."""
    if code == "REF":
        monkeypatch.setattr(names, "reference_date", lambda record: record.get("ReferenceDate"))
        return
    left = {name: entry for name, entry in rules.differences(family).items() if name != code}
    monkeypatch.setattr(rules, "differences", lambda of: left if of == family else {})
    monkeypatch.setattr(rules, "read_rules", rules.read_rules.__wrapped__)
