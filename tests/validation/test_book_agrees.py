"""The rules in the code are the published rules: number, level, record, tags, terms, phases, years and words."""

import json
from pathlib import Path

import pytest

from schemas import collections
from validation.book import load_rules

SPEC = Path(__file__).parent.parent / "spec"
FAMILIES = list(collections.families())


def published(family):
    text = (SPEC / family.replace("-", "_") / "rules.json").read_text(encoding="utf-8")
    return {rule["code"]: rule for rule in json.loads(text)}


def in_code(family):
    return {rule.code: rule for rule in load_rules(family)}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_published_rule_is_there_and_no_other(family):
    assert in_code(family).keys() == published(family).keys()


@pytest.mark.parametrize("family", FAMILIES)
def test_rules_say_what_was_published(family):
    for code, rule in in_code(family).items():
        row = published(family)[code]
        every_term = set(row["terms"]) == {kind.term for kind in collections.families()[family]}
        assert {
            "level": str(rule.level),
            "record": list(rule.on.endings),
            "tags": list(rule.tags),
            "terms": row["terms"] if every_term and not rule.terms else list(rule.terms),
            "phases": list(rule.phases) or ["ALL"],
            "since": rule.since,
            "until": rule.until,
            "explanation_needed": rule.reason_needed,
            "certain": rule.certain,
            "needs": [str(need) for need in rule.needs],
            "params": rule.params,
            "message": rule.message,
            "fix": rule.fix,
            "condition": rule.fails_when.rstrip("."),
        } == {
            key: row[key] for key in ("level", "record", "tags", "terms", "phases", "since", "until", "needs", "params")
        } | {
            "explanation_needed": row["explanation_needed"],
            "certain": row["certain"],
            "message": row["message"],
            "fix": row["fix"],
            "condition": row["condition"].rstrip("."),
        }, code


@pytest.mark.parametrize("family", FAMILIES)
def test_rules_of_which_only_the_number_is_known_are_not_built(family):
    path = SPEC / family.replace("-", "_") / "rules_unknown.json"
    unknown = {rule["code"] for rule in json.loads(path.read_text(encoding="utf-8"))} if path.exists() else set()
    assert not unknown & in_code(family).keys()
