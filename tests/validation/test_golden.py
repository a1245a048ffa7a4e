"""The same return under the same released set gives the same findings, byte for byte, for ever."""

import pytest

from schemas import collections
from tools.golden import FOLDER, cases_in, findings_of, golden, raised_in
from tools.golden_cases import cases_of
from validation import book


@pytest.mark.parametrize("coordinate", book.coordinates())
def test_findings_are_what_they_were_when_the_set_was_released(coordinate):
    ruleset = book.load(coordinate)
    expected = golden(ruleset)
    cases = cases_in(expected, cases_of(FOLDER, ruleset.collection, ruleset.year))
    assert findings_of(ruleset, cases) == expected


@pytest.mark.parametrize("coordinate", book.coordinates())
def test_golden_findings_raise_nearly_every_rule(coordinate):
    ruleset = book.load(coordinate)
    raised = raised_in(golden(ruleset)) & ruleset.rules.keys()
    assert len(raised) >= 0.95 * len(ruleset.rules), sorted(ruleset.rules.keys() - raised)


@pytest.mark.parametrize("coordinate", book.coordinates())
def test_there_is_a_return_of_every_phase_with_everything_around_it(coordinate):
    ruleset = book.load(coordinate)
    kind = collections.get(ruleset.collection)
    whole = [case for case in cases_of(FOLDER, ruleset.collection, ruleset.year) if not case.rule]
    phases = {code.code for code in kind.codesets()[kind._phase_codes].codes} if kind.phase_item else {"all"}
    assert {case.name for case in whole} == phases
    looked_up = {name for name, each in ruleset.plan.build.references.items() if not each.before}
    for case in whole:
        assert looked_up <= case.given.keys()
