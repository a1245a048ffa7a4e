"""The published rules in force, each with its second reading, and what they find in a return."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.second_reading import prose_children_in_need, prose_school_census  # noqa: F401  (they note what they read)
from tests.second_reading.facts import SPEC
from tests.second_reading.language import Test, parse
from tests.second_reading.prose import READ
from tests.second_reading.records import Record, Return
from tests.second_reading.term_on_term import read_term_on_term
from tests.second_reading.words import NotSaid

FAMILIES = ("school_census", "children_in_need")
WHEN_MISSING = ("SpecialSchool", "PRU", "PupilReconciliation", "Miscellaneous")
"""Blocks that count as present and empty when absent."""
Found = tuple[str, str, int]
"""Rule, record, row."""


@dataclass(frozen=True)
class Published:
    """A rule as published. ``condition`` is the amended one where the portal's differs, which is listed with a reason."""

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
                found.append((rule, rule.test(year)))
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
    """The records a rule is asked about; a block that counts as present when absent is empty then."""
    found = given.every(tag)
    if not found and tag in WHEN_MISSING:
        place = next(place for place in given.layout.places.values() if place.tag == tag)
        schools = given.every("School")
        around = schools[0] if schools else Record(given.layout.places["Message/School"], 1, given.root, given)
        return [Record(place, 1, around, given)]
    return found


def findings(given: Return) -> set[Found]:
    """What the second reading finds in a return. Raises what a record raises that the reading did not think of."""
    phase = given.root.get("Phase") if given.family == "school_census" else None
    found: set[Found] = set()
    for rule, test in read_rules(given.family, given.year, given.term):
        if not rule.is_for(phase) or ("previous_return" in rule.needs and given.before is None):
            continue
        for tag in rule.records:
            found |= {(rule.code, record.tag, record.row) for record in instances(given, tag) if test(record)}
    return found
