"""Comparing the two readings over many returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schemas.collections import CollectionType
from tests.second_reading import rules
from tests.second_reading.records import read
from tools.golden_cases import Case, stacked
from validation import book

AT_ONCE = 60


@dataclass(frozen=True)
class Difference:
    """A record on which the readings disagree."""

    case: str
    rule: str
    record: str
    row: int
    only: str

    def __str__(self) -> str:
        return f"{self.rule} on {self.record} {self.row} of {self.case}: only the {self.only} raises it"


@dataclass
class Outcome:
    """What came of a comparison: the differences, and the rules that both or either raised."""

    differences: list[Difference] = field(default_factory=list)
    raised: set[str] = field(default_factory=set)
    cases: int = 0


def family_of(kind: CollectionType) -> str:
    return kind.family.replace("-", "_")


def covered(kind: CollectionType, year: int) -> set[str]:
    """The rules of a collection that have a second reading."""
    return {rule.code for rule, _test in rules.read_rules(family_of(kind), year, kind.term or "")}


def compare(kind: CollectionType, year: int, cases: Iterable[Case]) -> Outcome:
    """Run both readings over the cases, all of a collection and year."""
    ruleset, both = book.ruleset_of(kind, year, None), covered(kind, year)
    outcome = Outcome()
    waiting = list(cases)
    while waiting:
        some, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        for case, found in stacked(ruleset, some):
            engine = {(one.rule, one.record, one.row) for each in found.values() for one in each if one.rule in both}
            second = second_reading(case)
            outcome.cases += 1
            outcome.raised |= {rule for rule, _record, _row in second}
            for only, these in (("engine", engine - second), ("second reading", second - engine)):
                outcome.differences += [Difference(case.name, *one, only) for one in sorted(these)]
    return outcome


def second_reading(case: Case) -> set[rules.Found]:
    """What the second reading finds in a case."""
    given = {name: [_typed(row) for row in rows] for name, rows in case.given.items()}
    for name in ("register_by_laestab", "register_by_urn", "qualifications", "subjects", "main_registrations_elsewhere"):
        given.setdefault(name, [])
    before = case.before.encode() if case.before else None
    return rules.findings(read(case.xml.encode(), given, before))


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    last = row.get("last_certification")
    return row | ({"last_certification": date.fromisoformat(last)} if last else {})
