"""The engine and the second reading raise the same rules on the same records."""

import pytest

from schemas import collections
from tests.second_reading import corpus
from tests.second_reading.agreement import compare, covered, people_in, second_reading
from tests.second_reading.engine import findings, tables_of

SEED, ROUNDS = 9, 2
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
def test_spoilt_returns_are_still_of_the_schema(kind):
    """A value that is not of its type is a fault of structure, and no rule is judged on it."""
    for case in corpus.samples(kind, max(kind.years), SEED + 1, 1):
        tables_of(case.xml.encode())


def test_a_rule_that_is_changed_is_noticed(monkeypatch):
    """What the comparison is for: a helper that several rules use gets one boundary wrong."""
    from tests.second_reading import names

    kind = collections.get("school-census-summer")
    monkeypatch.setitem(names.NUMBERS, "AGE", lambda pupil: None if names.age(pupil) is None else names.age(pupil) + 1)
    outcome = compare(kind, max(kind.years), corpus.samples(kind, max(kind.years), SEED, 0))
    assert {difference.rule for difference in outcome.differences} & {"1846", "1851", "1854"}
