"""Which rules have a second reading, and that it is a reading of what is published today."""

import ast
from pathlib import Path

import pytest

from schemas import collections
from tests.second_reading.prose import READ, READ_AS_PORTAL
from tests.second_reading.rules import FAMILIES, differences, not_read, noted, published
from validation import book

HERE = Path(__file__).parent
JUDGES = ("engine", "corpus", "agreement", "__main__", "mutate")
"""Modules that know the portal: they make the returns and run the other side."""


def in_force(family):
    """The rules of the newest sets of a family, and those published that they should run."""
    kinds = collections.families()[family.replace("_", "-")]
    year = max(year for kind in kinds for year in kind.years)
    run = {code for kind in kinds for code in book.ruleset_of(kind, year, None).rules}
    return year, run


@pytest.mark.parametrize("family", FAMILIES)
def test_nine_rules_of_ten_are_read_and_the_others_are_listed(family):
    year, run = in_force(family)
    listed = noted("not_expressed.toml").get(family, {})
    read = {rule.code for rule in published(family)} - not_read(family, year)
    assert run - read == set(listed)
    assert all(listed.values())
    assert len(run & read) >= 0.9 * len(run)


@pytest.mark.parametrize(("family", "code"), sorted(READ))
def test_prose_was_read_as_it_is_published(family, code):
    (rule,) = [rule for rule in published(family) if rule.code == code]
    assert READ[family, code].text.rstrip(".") == rule.condition


@pytest.mark.parametrize(("family", "code"), sorted(READ_AS_PORTAL))
def test_what_the_portal_has_instead_is_listed(family, code):
    assert READ_AS_PORTAL[family, code].text == differences(family)[code]["portal"]


def test_every_difference_is_given_a_reason():
    assert set(noted("differences.toml")) <= set(FAMILIES)
    for family in FAMILIES:
        for entry in differences(family).values():
            assert entry.keys() == {"portal", "reason"}
            assert all(entry.values())


def test_the_second_reading_knows_nothing_of_the_portal():
    """Independence is the point: save for the modules that run the comparison, only tables of facts are shared."""
    for path in HERE.rglob("*.py"):
        if path.stem in JUDGES or path.stem.startswith("test_"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert name.partition(".")[0] not in ("validation", "schemas", "polars", "lxml", "tools"), path
