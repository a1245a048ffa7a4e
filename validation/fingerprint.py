"""Fingerprints of the rules of a set: what each says, and everything that decides where it fails.

``does`` is over the expression that the engine evaluates, written down with all it was made from (helpers, constants,
code sets) and followed to the values it reads: derived values, counts, pairs, references, windows and dates of the
year, and the type that the reader gives each item. Two sets in which it is the same agree about every return, as far
as rules decide that; what the engine makes of an expression is held by the golden findings (``tests/golden``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from schemas.declare import ItemType
from schemas.tables import RECORD, format_value, typed
from validation.build import Reference, Subject
from validation.canonical import Written, canonical
from validation.plan import Plan, Planned

_PROBES: tuple[str, ...] = ("", "0", "1", "-1", "+1", "01", "1.5", "1e3", "true", "false", "TRUE", "yes", "a", "É")
_PROBES += ("2024-02-29", "2023-02-29", "2024-2-9", "29/02/2024", "2024-02-29T10:00:00", "9999999999999999999")
"""Texts that show how a type is read."""


@dataclass(frozen=True)
class Fingerprint:
    """Sixteen hexadecimal digits each: of where the rule fails and what it shows, and of what it says to people."""

    does: str
    says: str


def fingerprints(plan: Plan) -> dict[str, Fingerprint]:
    """The fingerprint of each rule of a plan, by number."""
    meaning = _Meaning(plan)
    return {
        planned.rule.code: Fingerprint(_digest(meaning.of(planned)), _digest(_words(planned))) for planned in plan.rules
    }


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _words(planned: Planned) -> list[str]:
    rule = planned.rule
    return [rule.message, rule.fails_when, rule.fix, rule.description]


class _Meaning:
    """What the rules of one plan come down to."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self._columns: dict[tuple[str, str], Written] = {}

    def of(self, planned: Planned) -> Written:
        rule = planned.rule
        return {
            "code": rule.code,
            "on": self.subject(planned.subject),
            "tags": rule.tags,
            "phases": [*rule.phases, self.plan.collection.phase_item] if rule.phases else [],
            "whole_return": rule.whole_return,
            "judges_unreadable": rule.judges_unreadable,
            "reason_needed": rule.reason_needed,
            "fails": self.expression(planned.subject.table, planned.expression),
        }

    def subject(self, subject: Subject) -> Written:
        return [subject.table, self.kinds(subject.kinds), subject.group, subject.expected]

    def kinds(self, indexes: Iterable[int]) -> list[str]:
        """Paths of records, for their numbers, which move when a record is declared before them."""
        return sorted(self.plan.layout.family.records[index].path for index in indexes)

    def expression(self, table: str, expression: pl.Expr | None) -> Written:
        return None if expression is None else canonical(expression, _ColumnsOf(self, table))

    def column(self, table: str, name: str) -> Written:
        """What a column of a prepared table holds, followed to the items of the message."""
        key = (table, name)
        if key not in self._columns:
            self._columns[key] = _digest(self._column(table, name))
        return self._columns[key]

    def _column(self, table: str, name: str) -> Written:
        build, rest = self.plan.build, name[1:]
        match name[0]:
            case "^":
                parent = self.plan.parents[table]
                assert parent is not None
                return ["around", self.column(parent, rest)]
            case "/":
                return ["message", self.column(self.plan.root, rest)]
            case ">":
                return ["before", self.column(table, rest)]
            case "=":
                return ["derived", self.expression(table, build.derived[table, rest])]
            case "#" | "?" | "&" | "!":
                return self._numbered(name[0], int(rest))
            case "@":
                return ["group", table, name]
        if name.startswith("day:"):
            return ["day", self._day(name.removeprefix("day:"))]
        return ["item", *self._item(table, name)]

    def _numbered(self, mark: str, number: int) -> Written:
        build = self.plan.build
        match mark:
            case "#":
                aggregate = build.aggregates[number]
                table = aggregate.inside.table
                over = [self.expression(table, each) for each in (aggregate.value, aggregate.where)]
                return ["inside", aggregate.host, self.subject(aggregate.inside), aggregate.operation, *over]
            case "?":
                lookup = build.lookups[number]
                on = self.expression(lookup.table, lookup.on)
                return ["lookup", self._reference(lookup.reference), lookup.value, on]
            case "&":
                beside = build.besides[number]
                where = canonical(beside.where, _ColumnsOf(self, beside.table, beside.other.table))
                return ["beside", self.subject(beside.other), beside.within, beside.each, where]
            case _:
                gone = build.goners[number]
                return ["gone", self._reference(gone.reference), self.subject(gone.inside)]

    def _reference(self, reference: Reference) -> Written:
        types = [str(reference.schema[column]) for column in reference.columns]
        among = [[column, sorted(values)] for column, values in reference.among]
        return [reference.name, reference.key, list(reference.columns), types, among, reference.lists, reference.before]

    def _item(self, table: str, name: str) -> Written:
        nodes = [
            node
            for record in self.plan.layout.tables[table]
            for node in record.items()
            if node.column == name and self.plan.layout.has(node)
        ]
        reads = sorted({(node.item.type, node.item.repeats) for node in nodes if node.item is not None})
        # A column that the year's layout does not have is always empty.
        return [sorted(node.path for node in nodes) or name, [[how_read(kind), repeats] for kind, repeats in reads]]

    def _day(self, name: str) -> str | None:
        """A window's end or an anchor date in the year of the plan."""
        window, _, end = name.partition(".")
        plan = self.plan
        if window == "CENSUS":
            return plan.collection.reference_date(plan.year).isoformat()
        if window == "BEFORE":
            return "reference date of the return before"
        found = plan.collection.windows(plan.year).get(window)
        return found[0 if end == "start" else 1].isoformat() if found else None


class _ColumnsOf:
    """The columns of one prepared table; those marked with ``~`` are of the table of the other record of a pair."""

    def __init__(self, meaning: _Meaning, table: str, other: str = ""):
        self.meaning, self.table, self.other = meaning, table, other

    def column(self, name: str) -> Written:
        if name.startswith("~"):
            return ["other", self.meaning.column(self.other, name[1:])]
        if name.lstrip("^/>").startswith("_"):
            return name
        return self.meaning.column(self.table, name)

    def value(self, column: str, value: Any) -> Any:
        if column.lstrip("^/>~") == RECORD and isinstance(value, list):
            return self.meaning.kinds(value)
        return value


@cache
def how_read(kind: ItemType) -> str:
    """What the reader makes of values of a type: a digest of what comes of the probes."""
    raw = pl.DataFrame({"raw": list(_PROBES)}).select(typed(pl.col("raw"), kind)).to_series()
    return _digest([str(kind), [format_value(value) for value in raw.to_list()]])
