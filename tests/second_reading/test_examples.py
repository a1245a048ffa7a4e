"""The examples of the rules, judged by the second reading alone."""

import pytest

from tests.second_reading.agreement import given_of
from tests.second_reading.corpus import as_case
from tests.second_reading.rules import FAMILIES, found_by, published
from validation.examples import load_examples, setting

PUBLISHED = [rule for family in FAMILIES for rule in published(family)]


def newest(family):
    return {rule.code: rule for rule in load_examples(family.replace("_", "-"))}


@pytest.mark.parametrize("rule", PUBLISHED, ids=lambda rule: f"{rule.family}-{rule.code}")
def test_examples_are_judged_as_they_say(rule):
    in_code = newest(rule.family)[rule.code]
    assert in_code.examples
    for number, example in enumerate(in_code.examples, start=1):
        kind, year, _phase = setting(in_code, example)
        case = as_case(kind, year, in_code, example, number)
        found = len(found_by(rule, rule.as_portal(year), given_of(case)))
        assert found == example.findings if example.findings is not None else found > 0, case.xml
