"""What the tables must be prepared with for a set of rules: which columns its rules read, and where each comes from.

Built once for a rule set; :mod:`validation.prepare` does it for a return.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from schemas.collections import CollectionType
from schemas.layout import Layout
from schemas.stacking import RETURN
from schemas.tables import RECORD
from validation.build import PREVIOUS, Aggregate, Beside, Build, Gone, Lookup, Reference, Subject
from validation.rule import Rule

_NUMBERED = "?&!#"
"""Marks of columns that are a number in what the build gathered."""


@dataclass(eq=False)
class Planned:
    """A rule with its expression for the plan's year."""

    rule: Rule
    subject: Subject
    expression: pl.Expr
    columns: frozenset[str]
    looks_at: frozenset[str] = frozenset()
    """What it looks at beyond the return, in words."""
    measures_dates: bool = False
    """Whether it looks at a window, an anchor date or an age of the collection's year."""
    cost: float = 0.0
    """Seconds it took when it was last evaluated alone in this process; 0 until then."""

    def over(self, frame: pl.DataFrame) -> pl.Expr:
        """Its expression over the rows of one return or, in a stack, over those of each return by itself."""
        return self._in_stack if RETURN in frame.columns else self.expression

    @cached_property
    def _in_stack(self) -> pl.Expr:
        return by_return(self.expression)


def by_return(expression: pl.Expr) -> pl.Expr:
    """The expression such that, in a stack, rows of one return never meet those of another (as duplicates do)."""
    return expression if _row_by_row(expression) else expression.over(RETURN)


def _row_by_row(expression: pl.Expr) -> bool:
    """Whether each value comes from the values of its own row only; False where that cannot be told."""
    meta = expression.meta
    if meta.is_column() or meta.is_literal():
        return True
    try:
        # It speaks of the outermost step only.
        return meta.is_row_separable() and all(map(_row_by_row, meta.pop()))
    except pl.exceptions.PolarsError:  # it wants the types of the columns
        return False


@dataclass(eq=False)
class TableNeeds:
    """What the prepared frame of one table must hold."""

    items: set[str] = field(default_factory=set)
    """Columns read straight from the table."""
    days: set[str] = field(default_factory=set)
    message: set[str] = field(default_factory=set)
    parent: set[str] = field(default_factory=set)
    """Columns of the record around, without their ``^``."""
    lookups: list[Lookup] = field(default_factory=list)
    besides: list[Beside] = field(default_factory=list)
    goners: list[Gone] = field(default_factory=list)
    before: set[str] = field(default_factory=set)
    """Columns of the message of the return before this one, without their ``>``."""
    aggregates: list[Aggregate] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    """Names of derived columns, in an order in which each comes after those it reads."""


class Plan:
    """How to prepare the tables of one collection and year for ``rules``."""

    def __init__(self, collection: CollectionType, year: int, rules: Iterable[Rule]):
        self.collection = collection
        self.year = year
        self.layout: Layout = collection.layout(year)
        self.build = Build(self.layout.family, collection, year)
        self.root = self.layout.family.root.table
        self.parents = {
            name: records[0].host_parent.table if records[0].host_parent else None
            for name, records in self.layout.tables.items()
        }
        self.needs: dict[str, TableNeeds] = {name: TableNeeds() for name in self.layout.tables}
        self.rules: list[Planned] = []
        for rule in rules:
            expression = rule.build(self.build).fill_null(False)
            columns = frozenset(expression.meta.root_names())
            self.rules.append(Planned(rule, rule.on.subject, expression, columns))
            self._need_subject(rule.on.subject)
            self._need(rule.on.subject.table, columns)
        for planned in self.rules:
            planned.looks_at = frozenset(self._looks_at(planned.subject.table, planned.columns))
            # The rule that judges the reference date itself is what tells of it.
            about_it = planned.subject.table == self.root and collection.reference_date_item in planned.rule.tags
            planned.measures_dates = not about_it and self._reads_days(planned.subject.table, planned.columns)
        self.order = list(self.layout.tables)  # Parents come before the records inside them.

    def _need(self, table: str, columns: Iterable[str]) -> None:
        needs = self.needs[table]
        for column in columns:
            mark, rest = column[0], column[1:]
            if mark in _NUMBERED:
                self._need_numbered(table, mark, int(rest))
            elif mark == "^":
                needs.parent.add(rest)
                parent = self.parents[table]
                assert parent is not None
                self._need(parent, [rest])
            elif mark == "/":
                needs.message.add(rest)
                self._need(self.root, [rest])
            elif mark == ">":
                needs.before.add(rest)
                self._need(table, [rest])
            elif mark == "=":
                if rest not in needs.derived:
                    self._need(table, self.build.derived[table, rest].meta.root_names())
                    needs.derived.append(rest)
            elif column.startswith("day:"):
                needs.days.add(column)
            else:
                needs.items.add(column)

    def _need_numbered(self, table: str, mark: str, number: int) -> None:
        needs, build = self.needs[table], self.build
        if mark == "?":
            lookup = build.lookups[number]
            if lookup not in needs.lookups:
                self._need(table, lookup.on.meta.root_names())
                needs.lookups.append(lookup)
        elif mark == "&":
            self._need_beside(table, build.besides[number])
        elif mark == "!":
            self._need_gone(table, build.goners[number])
        else:
            self._need_aggregate(table, build.aggregates[number])

    def _need_subject(self, subject: Subject) -> None:
        if subject.group is not None:
            self.needs[subject.table].items.add(subject.group)

    def _need_aggregate(self, table: str, aggregate: Aggregate) -> None:
        if aggregate in self.needs[table].aggregates:
            return
        self.needs[table].aggregates.append(aggregate)
        self._need_subject(aggregate.inside)
        for expression in (aggregate.where, aggregate.value):
            if expression is not None:
                self._need(aggregate.inside.table, expression.meta.root_names())

    def _need_gone(self, table: str, gone: Gone) -> None:
        if gone not in self.needs[table].goners:
            self.needs[table].goners.append(gone)
            self._need(gone.inside.table, [self.key_of(gone.inside.table, gone.reference)])

    def key_of(self, table: str, reference: Reference) -> str:
        """The column of a table that holds the key of a reference."""
        return next(node.column for node in self.layout.items(table) if node.name == reference.key)

    def _need_beside(self, table: str, beside: Beside) -> None:
        if beside in self.needs[table].besides:
            return
        self._need(table, beside.own_columns())
        self._need_subject(beside.other)
        self._need(beside.other.table, beside.other_columns())
        self.needs[table].besides.append(beside)

    def _looks_at(self, table: str, columns: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for column in columns:
            inside: list[tuple[str, pl.Expr | None]] = []
            match column[0]:
                case ">" | "!":
                    found.add(PREVIOUS)
                case "?":
                    found.add(self.build.lookups[int(column[1:])].reference.words)
                case "=":
                    inside = [(table, self.build.derived[table, column[1:]])]
                case "&":
                    found |= self._looks_at(table, self.build.besides[int(column[1:])].own_columns())
                case "#":
                    aggregate = self.build.aggregates[int(column[1:])]
                    inside = [(aggregate.inside.table, aggregate.where), (aggregate.inside.table, aggregate.value)]
            for where, expression in inside:
                if expression is not None:
                    found |= self._looks_at(where, expression.meta.root_names())
        return found

    def _reads_days(self, table: str, columns: Iterable[str]) -> bool:
        """Whether columns of a prepared table come from dates of the collection's year."""
        build = self.build
        inside: list[tuple[str, pl.Expr | None]] = []
        for column in columns:
            rest = column[1:]
            match column[0]:
                case "=":
                    inside.append((table, build.derived[table, rest]))
                case "#":
                    aggregate = build.aggregates[int(rest)]
                    inside += [(aggregate.inside.table, aggregate.where), (aggregate.inside.table, aggregate.value)]
                case "&":
                    beside = build.besides[int(rest)]
                    if self._reads_days(table, beside.own_columns()):
                        return True
                    if self._reads_days(beside.other.table, beside.other_columns()):
                        return True
                case "^" if self._reads_days(self.parents[table] or table, [rest]):
                    return True
                case "/" | ">" if self._reads_days(self.root, [rest]):
                    return True
            if column.startswith("day:"):
                return True
        return any(
            expression is not None and self._reads_days(where, expression.meta.root_names())
            for where, expression in inside
        )

    def select(self, frame: pl.DataFrame, subject: Subject) -> pl.DataFrame:
        """The rows of ``frame`` that ``subject`` is about."""
        every = frozenset(record.index for record in self.layout.tables[subject.table])
        if subject.kinds & every != every:
            frame = frame.filter(pl.col(RECORD).is_in(sorted(subject.kinds)))
        if subject.group is not None and not subject.expected:
            frame = frame.filter(pl.col(subject.group).is_not_null())
        return frame
