"""The published rules in force, each with its second reading, and what they find in a return."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tests.second_reading.prose.attendance
import tests.second_reading.prose.children
import tests.second_reading.prose.enquiries
import tests.second_reading.prose.learning_aims
import tests.second_reading.prose.plans
import tests.second_reading.prose.pupils
import tests.second_reading.prose.referrals
import tests.second_reading.prose.schools  # noqa: F401  (they note what they read)
from tests.second_reading.facts import SPEC
from tests.second_reading.language import Test, parse
from tests.second_reading.prose import READ, READ_AS_PORTAL
from tests.second_reading.records import Record, Return
from tests.second_reading.term_on_term import read_term_on_term
from tests.second_reading.words import NotSaid

HERE = Path(__file__).parent
FAMILIES = ("school_census", "children_in_need")
WHEN_MISSING = ("SpecialSchool", "PRU", "PupilReconciliation", "Miscellaneous")
"""Blocks that count as present and empty when absent."""
Found = tuple[str, str, int]
"""Rule, record, row."""


@dataclass(frozen=True)
class Published:
    """A rule as published. ``condition`` is the amended one where ``tests/spec`` lists a difference with its reason."""

    family: str
    code: str
    records: tuple[str, ...]
    terms: tuple[str, ...]
    phases: tuple[str, ...]
    since: int | None
    until: int | None
    needs: tuple[str, ...]
    params: dict[str, Any]
    condition: str

    def is_in_force(self, year: int, term: str) -> bool:
        in_term = not self.terms or term in self.terms
        return (self.since or 0) <= year <= (self.until or 9999) and in_term

    def is_for(self, phase: str | None) -> bool:
        return "ALL" in self.phases or phase in self.phases

    def test(self, year: int) -> Test:
        """Its second reading. Raises ``NotSaid`` where there is none."""
        by_hand = READ.get((self.family, self.code))
        if by_hand is not None:
            return by_hand.test
        if self.needs == ("previous_return",):
            return read_term_on_term(self.condition, self.params, self.family, year)
        return parse(self.condition, self.family, year)

    def as_portal(self, year: int) -> Test:
        """What the portal has for it: the same, save where a difference is noted."""
        if self.needs == ("previous_return",):
            of_nobody = "percentages" in differences(self.family)
            return read_term_on_term(self.condition, self.params, self.family, year, of_nobody=of_nobody)
        difference = differences(self.family).get(self.code)
        if difference is None:
            return self.test(year)
        by_hand = READ_AS_PORTAL.get((self.family, self.code))
        return by_hand.test if by_hand is not None else parse(difference["portal"], self.family, year)


def noted(file: str) -> dict[str, dict[str, Any]]:
    """What a file of this folder notes, by family."""
    found: dict[str, dict[str, Any]] = tomllib.loads((HERE / file).read_text(encoding="utf-8"))
    return found


@cache
def differences(family: str) -> dict[str, dict[str, str]]:
    """Where the portal differs from what is published, by rule, block or name: ``portal`` is what it does."""
    return noted("differences.toml").get(family, {})


@cache
def published(family: str) -> tuple[Published, ...]:
    """Every published rule of a family, in the order in which it was published."""
    amended: dict[str, Any] = {}
    differences = SPEC / family / "differences.toml"
    if differences.exists():
        amended = tomllib.loads(differences.read_text(encoding="utf-8"))
    return tuple(
        Published(
            family,
            row["code"],
            tuple(row["record"]),
            tuple(row["terms"]),
            tuple(row["phases"]),
            row["since"],
            row["until"],
            tuple(row["needs"]),
            row["params"],
            amended.get(row["code"], {}).get("condition", row["condition"]).rstrip("."),
        )
        for row in json.loads((SPEC / family / "rules.json").read_text(encoding="utf-8"))
    )


@cache
def read_rules(family: str, year: int, term: str) -> tuple[tuple[Published, Test], ...]:
    """The rules in force in a year and term that have a second reading."""
    found = []
    for rule in published(family):
        if rule.is_in_force(year, term):
            try:
                found.append((rule, rule.as_portal(year)))
            except NotSaid:
                continue
    return tuple(found)


@cache
def not_read(family: str, year: int) -> frozenset[str]:
    """The rules in force in a year, in any term, that have no second reading."""
    every = {rule.code for rule in published(family) for term in ("", *rule.terms) if rule.is_in_force(year, term)}
    read = {rule.code for term in ("", "AUT", "SPR", "SUM") for rule, _test in read_rules(family, year, term)}
    return frozenset(every - read)


def instances(given: Return, tag: str) -> list[Record]:
    """The records a rule is asked about; a block that counts as present when absent is empty then.

    Such a block has the row of the last one before it, at the least 1.
    """
    found = given.every(tag)
    if tag in WHEN_MISSING and not found:
        place = given.layout.places[f"Message/School/{tag}"]
        schools = given.every("School")
        around = schools[0] if schools else Record(given.layout.places["Message/School"], 1, given.root, given)
        return [Record(place, 1, around, given)]
    if tag in differences(given.family):
        place = given.layout.places[f"Message/Children/Child/{tag}"]
        row, found = 0, []
        for child in given.every("Child"):
            blocks = list(child.at(place.path))
            row += len(blocks)
            found += blocks or [Record(place, max(row, 1), child, given)]
    return found


def found_by(rule: Published, test: Test, given: Return) -> set[Found]:
    """What one rule finds in a return, if it runs there at all."""
    phase = given.root.get("Phase") if given.family == "school_census" else None
    if not rule.is_for(phase) or ("previous_return" in rule.needs and given.before is None):
        return set()
    return {
        (rule.code, record.tag, record.row) for tag in rule.records for record in instances(given, tag) if test(record)
    }


def findings(given: Return) -> set[Found]:
    """What the second reading finds in a return."""
    rules = read_rules(given.family, given.year, given.term)
    return {found for rule, test in rules for found in found_by(rule, test, given)}
