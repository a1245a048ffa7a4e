"""The rules in the code are the published rules: number, level, record, tags, terms, phases, years and words."""

import json
import tomllib
from pathlib import Path

import pytest

from schemas import collections
from validation.book import load_rules
from validation.changes import condition_source

SPEC = Path(__file__).parent.parent / "spec"
FAMILIES = list(collections.families())


def published(family):
    text = (SPEC / family.replace("-", "_") / "rules.json").read_text(encoding="utf-8")
    return {rule["code"]: rule for rule in json.loads(text)}


def in_code(family):
    """The first revision of each rule: it is the published one."""
    return {rule.code: rule for rule in load_rules(family) if rule.revision == 1}


def differences(family):
    """Rules that were revised since: listed with their reasons in one file."""
    path = SPEC / family.replace("-", "_") / "differences.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_published_rule_is_there_and_no_other(family):
    assert in_code(family).keys() == published(family).keys() | differences(family).get("added", {}).keys()


@pytest.mark.parametrize("family", FAMILIES)
def test_rules_of_our_own_are_listed_with_why(family):
    for code, entry in differences(family).get("added", {}).items():
        assert code.startswith("PX")
        assert code not in published(family)
        assert entry["reason"]
        assert not in_code(family)[code].certain


@pytest.mark.parametrize("family", FAMILIES)
def test_rules_say_what_was_published(family):
    for code, row in published(family).items():
        rule = in_code(family)[code]
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


@pytest.mark.parametrize("family", FAMILIES)
def test_every_revision_is_listed_with_what_differs_and_why(family):
    first, listed = in_code(family), differences(family)
    listed.pop("added", None)
    revised = {rule.code: rule for rule in load_rules(family) if rule.revision > 1}
    assert {code: rule.revision for code, rule in revised.items()} == {
        code: entry["revision"] for code, entry in listed.items()
    }
    for code, rule in revised.items():
        changed = {
            "condition": condition_source(rule) != condition_source(first[code]),
            "message": rule.message != first[code].message,
            "fix": rule.fix != first[code].fix,
            "level": rule.level != first[code].level,
        }
        assert [name for name, differs in changed.items() if differs] == listed[code]["differs_in"], code
        assert listed[code]["reason"]
