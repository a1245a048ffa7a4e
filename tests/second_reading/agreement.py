"""Comparing the two readings over many returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from schemas.collections import CollectionType
from tests.second_reading import rules
from tests.second_reading.records import Return, read
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


def people_in(kind: CollectionType) -> int:
    """How many times as many spoilt returns a collection gets that has one sample, where others have one a phase."""
    return 1 if kind.phase_item else 8


def compare(kind: CollectionType, year: int, cases: Iterable[Case]) -> Outcome:
    """Run both readings over the cases, all of a collection and year."""
    ruleset, both = book.ruleset_of(kind, year, None), covered(kind, year)
    dated = {planned.rule.code for planned in ruleset.plan.rules if planned.measures_dates}
    outcome = Outcome()
    rest = iter(cases)
    while some := list(islice(rest, AT_ONCE)):
        for case, found in stacked(ruleset, some):
            engine = {(one.rule, one.record, one.row) for each in found.values() for one in each if one.rule in both}
            second = second_reading(case)
            if year_disagrees(case):
                engine, second = ({one for one in each if one[0] not in dated} for each in (engine, second))
            outcome.cases += 1
            outcome.raised |= {rule for rule, _record, _row in second}
            for only, these in (("engine", engine - second), ("second reading", second - engine)):
                outcome.differences += [Difference(case.name, *one, only) for one in sorted(these)]
    return outcome


def year_disagrees(case: Case) -> bool:
    """Whether header and reference date are of different years: rules that measure dates are skipped then."""
    root = given_of(case).root
    on = root.get("ReferenceDate")
    return on is not None and on.year != root.get("Year")


BESIDE = ("register_by_laestab", "register_by_urn", "qualifications", "subjects", "main_registrations_elsewhere")


def given_of(case: Case) -> Return:
    """A case as plain records; a reference that it does not say is empty."""
    given = {name: [_typed(row) for row in case.given.get(name, [])] for name in BESIDE}
    return read(case.xml.encode(), given, case.before.encode() if case.before else None)


def second_reading(case: Case) -> set[rules.Found]:
    """What the second reading finds in a case."""
    return rules.findings(given_of(case))


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    last = row.get("last_certification")
    return row | ({"last_certification": date.fromisoformat(last)} if last else {})
