"""Every rule has examples, and does with each what the example says."""

import pytest

from schemas import collections
from validation.examples import load_examples, try_example

RULES = [rule for family in collections.families() for rule in load_examples(family)]
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.revision}-{rule.since or 0}")
def test_every_rule_has_an_example_that_fails_and_one_that_passes(rule):
    expected = [example.findings for example in rule.examples]
    assert 0 in expected, f"{rule.code} has no passing example"
    assert any(findings != 0 for findings in expected), f"{rule.code} has no failing example"


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.code}-{number}" for number, (rule, _example) in enumerate(EXAMPLES)]
)
def test_rule_does_what_its_example_says(rule, example):
    run = try_example(rule, example)
    assert run.rules[rule.code].status == "ok"
    found = len(run.findings)
    assert found == example.findings if example.findings is not None else found > 0, run.findings
