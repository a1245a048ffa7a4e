"""The rules in the code are the published rules: number, level, record, tags, terms, phases, years and words."""

import json
import tomllib
from pathlib import Path

import pytest

from schemas import collections
from validation.book import coordinates, load, load_rules
from validation.changes import condition_source
from validation.provenance import provenance_of

SPEC = Path(__file__).parent.parent / "spec"
FAMILIES = list(collections.families())


def published(family):
    text = (SPEC / family.replace("-", "_") / "rules.json").read_text(encoding="utf-8")
    return {rule["code"]: rule for rule in json.loads(text)}


def in_code(family):
    """The newest revision of each rule: it is the published one."""
    return {rule.code: rule for rule in load_rules(family)}


def differences(family):
    """Rules that say something else than the published ones: listed with their reasons in one file."""
    path = SPEC / family.replace("-", "_") / "differences.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def as_said(rule, row):
    """What the rule says of itself, and what is published of it."""
    every_term = set(row["terms"]) == {kind.term for kind in collections.families()[rule.family]}
    said = {
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
    }
    published_of_it = {key: row[key] for key in said}
    return said, published_of_it | {"condition": row["condition"].rstrip(".")}


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
def test_rules_say_what_was_published_save_where_listed_with_why(family):
    listed = differences(family)
    listed.pop("added", None)
    for code, row in published(family).items():
        said, published_of_it = as_said(in_code(family)[code], row)
        differing = [name for name in said if said[name] != published_of_it[name]]
        entry = listed.pop(code, {})
        assert differing == entry.get("differs_in", []), (code, said, published_of_it)
        assert not differing or entry["reason"]
        assert ("condition" in entry) == ("condition" in differing)
        assert entry.get("condition", in_code(family)[code].fails_when) == in_code(family)[code].fails_when
    assert not listed


@pytest.mark.parametrize("family", FAMILIES)
def test_rules_of_which_only_the_number_is_known_are_not_built(family):
    path = SPEC / family.replace("-", "_") / "rules_unknown.json"
    unknown = {rule["code"] for rule in json.loads(path.read_text(encoding="utf-8"))} if path.exists() else set()
    assert not unknown & in_code(family).keys()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_revision_is_in_a_released_set_or_the_newest(family):
    """Nothing is kept that no set runs, and no set loses what it runs."""
    run = {
        (rule.code, rule.revision)
        for coordinate in coordinates()
        if load(coordinate).collection in {kind.code for kind in collections.families()[family]}
        for rule in load(coordinate).rules.values()
    }
    newest = {(rule.code, rule.revision) for rule in in_code(family).values()}
    assert {(rule.code, rule.revision) for rule in load_rules(family)} <= run | newest


@pytest.mark.parametrize("family", FAMILIES)
def test_a_revision_differs_from_the_one_before(family):
    by_revision = {(rule.code, rule.since, rule.revision): rule for rule in load_rules(family)}
    for (code, since, revision), rule in by_revision.items():
        if revision > 1:
            before = by_revision[code, since, revision - 1]
            says = [(condition_source(one), one.message, one.fails_when, one.fix, one.level) for one in (before, rule)]
            assert says[0] != says[1], code


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_says_where_it_was_read(family):
    for code, row in published(family).items():
        if not code.startswith("PX"):
            assert provenance_of(in_code(family)[code]) == row["provenance"], code
