"""Preparing the tables that a set of rules looks at, once for all of them.

Built once for a rule set: which columns its rules read, where each comes from. Run once for a return: first from the
message down (items, dates, values of the records around), then from the innermost records up (counts, sums, derived
values). What comes out is one frame for each subject, over which every rule is a single expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from schemas.collections import CollectionType
from schemas.layout import Layout
from schemas.stacking import RETURN
from schemas.tables import PARENT, RECORD, ROW, Tables, column_type
from validation.beside import POSITION, stands_beside
from validation.records import Aggregate, Beside, Build, Lookup, Subject
from validation.rule import Rule

PREVIOUS = "the return before this one"


@dataclass(eq=False)
class Planned:
    """A rule with its expression for the plan's year."""

    rule: Rule
    subject: Subject
    expression: pl.Expr
    columns: frozenset[str]
    looks_at: frozenset[str] = frozenset()
    """What it looks at beyond the return, in words."""
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
        self.root = self.layout.family.root.table
        self.parents = {
            name: records[0].host_parent.table if records[0].host_parent else None
            for name, records in self.layout.tables.items()
        }
        self.order = list(self.layout.tables)  # Parents come before the records inside them.

    def _need(self, table: str, columns: Iterable[str]) -> None:
        needs = self.needs[table]
        for column in columns:
            match column[0]:
                case "^":
                    needs.parent.add(column[1:])
                    parent = self.layout.tables[table][0].host_parent
                    assert parent is not None
                    self._need(parent.table, [column[1:]])
                case "/":
                    needs.message.add(column[1:])
                    self._need(self.layout.family.root.table, [column[1:]])
                case ">":
                    needs.before.add(column[1:])
                    self._need(table, [column[1:]])
                case "?":
                    lookup = self.build.lookups[int(column[1:])]
                    if lookup not in needs.lookups:
                        self._need(table, lookup.on.meta.root_names())
                        needs.lookups.append(lookup)
                case "&":
                    self._need_beside(table, self.build.besides[int(column[1:])])
                case "#":
                    self._need_aggregate(table, self.build.aggregates[int(column[1:])])
                case "=":
                    if column[1:] not in needs.derived:
                        expression = self.build.derived[table, column[1:]]
                        self._need(table, expression.meta.root_names())
                        needs.derived.append(column[1:])
                case _ if column.startswith("day:"):
                    needs.days.add(column)
                case _:
                    needs.items.add(column)

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
                case ">":
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

    # Running

    def prepare(
        self, tables: Tables, previous: Tables | None = None, references: Mapping[str, pl.DataFrame] | None = None
    ) -> Prepared:
        """The prepared frame of each table.

        With ``previous`` also what its message says of the columns compared, and with ``references`` (by name) the
        values looked up in them; rules that need what is not given must not be asked. ``tables`` and ``previous`` may
        be stacks (see :mod:`schemas.stacking`) of the same returns; a reference with a ``_return`` of its own is then
        looked up for each return apart.
        """
        days = self._days(tables)
        down: dict[str, pl.DataFrame] = {}
        # Nothing can fail in a table without rows, and what is counted there is nothing.
        filled = [name for name in self.order if tables[name].height]
        for name in filled:
            down[name] = self._with_surroundings(tables, name, days, down, references or {})
        for name in filled:
            down[name] = self._with_besides(name, down)
        up: dict[str, pl.DataFrame] = {}
        for name in reversed(filled):
            up[name] = self._with_insides(name, down[name], up)
        if previous is not None and (before := self.needs[self.root].before):
            earlier = self.prepare(previous).frames[self.root]
            up[self.root] = up[self.root].with_columns(earlier[column].alias(f">{column}") for column in sorted(before))
        return Prepared(self, tables, up)

    def _days(self, tables: Tables) -> dict[str, pl.Expr]:
        """The dates of the return's own collection: the return before has those of its term."""
        days: dict[str, pl.Expr] = {}
        for name, (start, end) in tables.collection.windows(tables.year).items():
            days[f"day:{name}.start"] = pl.lit(start)
            days[f"day:{name}.end"] = pl.lit(end)
        days["day:CENSUS.start"] = pl.lit(tables.collection.reference_date(tables.year))
        return days

    def _with_surroundings(
        self,
        tables: Tables,
        name: str,
        days: dict[str, pl.Expr],
        down: dict[str, pl.DataFrame],
        references: Mapping[str, pl.DataFrame],
    ) -> pl.DataFrame:
        frame, needs = tables[name], self.needs[name]
        absent = needs.items - set(frame.columns)
        none = pl.lit(None, dtype=pl.Date)
        stacked = RETURN in frame.columns
        system = (RECORD, ROW, PARENT, RETURN) if stacked else (RECORD, ROW, PARENT)
        columns = [pl.int_range(pl.len(), dtype=pl.UInt32).alias(POSITION)]
        columns += [pl.col(column) for column in (*system, *sorted(needs.items - absent - set(system)))]
        columns += [self._absent(name, column) for column in sorted(absent)]
        # A window that the term does not have (the second half term outside autumn) holds no day.
        columns += [days.get(day, none).alias(day) for day in sorted(needs.days)]
        if needs.message:
            message = down[self.root]
            for column in sorted(needs.message):
                values = message[column]
                alias = f"/{column}"
                if stacked:
                    columns.append(pl.lit(values.gather(frame[RETURN])).alias(alias))
                else:
                    columns.append(pl.lit(values[0], dtype=values.dtype).alias(alias))
        prepared = frame.lazy().select(columns)
        parent = self.parents[name]
        if needs.parent and parent is not None:
            around = down[parent]
            prepared = prepared.with_columns(
                around[column].gather(frame[PARENT]).alias(f"^{column}") for column in sorted(needs.parent)
            )
        for lookup in needs.lookups:
            prepared = self._looked_up(prepared, lookup, references.get(lookup.reference.name))
        return self._with_derived(name, prepared, inside=False).collect()

    def _looked_up(self, frame: pl.LazyFrame, lookup: Lookup, given: pl.DataFrame | None) -> pl.LazyFrame:
        reference = lookup.reference
        if given is None:
            return frame.with_columns(pl.lit(None, dtype=reference.schema[lookup.value]).alias(lookup.column))
        apart = [RETURN] if RETURN in given.columns else []
        value = pl.col(lookup.value).alias(lookup.column)
        values = given.lazy().select(pl.col(reference.key).alias("_key"), value, *apart)
        on, key = [lookup.on, *map(pl.col, apart)], ["_key", *apart]
        return frame.join(values, left_on=on, right_on=key, how="left", maintain_order="left")

    def _absent(self, table: str, column: str) -> pl.Expr:
        """A column that this year's layout does not have: null, of its type in other years."""
        for record in self.layout.family.records:
            if record.table == table:
                for node in record.items():
                    if node.column == column:
                        return pl.lit(None, dtype=column_type(node)).alias(column)
        return pl.lit(None, dtype=pl.UInt32).alias(column)

    def _with_derived(self, table: str, frame: pl.LazyFrame, *, inside: bool) -> pl.LazyFrame:
        """Add the derived values that need no records inside; or, with ``inside``, those that do."""
        if not self.needs[table].derived:
            return frame
        there = set(frame.collect_schema().names())
        for name in self.needs[table].derived:
            column = f"={name}"
            expression = self.build.derived[table, name]
            if column not in there and (inside or set(expression.meta.root_names()) <= there):
                if RETURN in there:
                    expression = by_return(expression)
                frame = frame.with_columns(expression.alias(column))
                there.add(column)
        return frame

    def _with_besides(self, name: str, down: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """Add whether certain records stand beside each, and the derived values that read it."""
        frame, besides = down[name], self.needs[name].besides
        if not besides:
            return frame
        for beside in besides:
            other = beside.other.table
            if other not in down:
                frame = frame.with_columns(pl.lit(False).alias(beside.column))
                continue
            others = self.select(down[other], beside.other)
            mine = self._host_positions(name, beside.within, frame, down)
            theirs = self._host_positions(other, beside.within, others, down)
            frame = frame.with_columns(stands_beside(beside, frame, mine, others, theirs))
        return self._with_derived(name, frame.lazy(), inside=False).collect()

    def _with_insides(self, name: str, frame: pl.DataFrame, up: dict[str, pl.DataFrame]) -> pl.DataFrame:
        """Add the aggregates over the records inside, and the derived values that read them."""
        by_subject: dict[Subject, list[Aggregate]] = {}
        for aggregate in self.needs[name].aggregates:
            by_subject.setdefault(aggregate.inside, []).append(aggregate)
        if not by_subject:
            return frame
        whole = frame.lazy()
        nothing: dict[str, bool | int] = {}
        for subject, members in by_subject.items():
            if subject.table in up:
                whole = self._aggregated(name, whole, subject, up, members)
            else:
                whole = whole.with_columns(pl.lit(member.nothing).alias(member.column) for member in members)
            nothing |= {member.column: member.nothing for member in members if member.nothing is not None}
        whole = whole.with_columns(pl.col(column).fill_null(value) for column, value in nothing.items())
        return self._with_derived(name, whole, inside=True).collect()

    def _aggregated(
        self, host: str, frame: pl.LazyFrame, subject: Subject, up: dict[str, pl.DataFrame], members: list[Aggregate]
    ) -> pl.LazyFrame:
        rows = self.select(up[subject.table], subject)
        expressions = [member.expression() for member in members]
        if host != self.root:
            positions = self._host_positions(subject.table, host, rows, up)
        elif RETURN in rows.columns:
            positions = rows[RETURN]
        else:
            return pl.concat([frame, rows.lazy().select(expressions)], how="horizontal")
        positions = positions.alias("_host")
        grouped = rows.lazy().with_columns(positions).group_by("_host").agg(expressions)
        return frame.join(grouped, left_on=POSITION, right_on="_host", how="left", maintain_order="left")

    def _host_positions(
        self, table: str, host: str, rows: pl.DataFrame, frames: Mapping[str, pl.DataFrame]
    ) -> pl.Series:
        positions, current = rows[PARENT], self.parents[table]
        while current != host:
            assert current is not None, f"{table} does not stand in {host}"
            positions = frames[current][PARENT].gather(positions)
            current = self.parents[current]
        return positions

    def select(self, frame: pl.DataFrame, subject: Subject) -> pl.DataFrame:
        """The rows of ``frame`` that ``subject`` is about."""
        every = frozenset(record.index for record in self.layout.tables[subject.table])
        if subject.kinds & every != every:
            frame = frame.filter(pl.col(RECORD).is_in(sorted(subject.kinds)))
        if subject.group is not None and not subject.expected:
            frame = frame.filter(pl.col(subject.group).is_not_null())
        return frame


@dataclass(eq=False)
class Prepared:
    """The tables of one return, prepared for the rules of a plan."""

    plan: Plan
    tables: Tables
    frames: dict[str, pl.DataFrame]
    _subjects: dict[Subject, pl.DataFrame] = field(default_factory=dict)

    def frame(self, subject: Subject) -> pl.DataFrame | None:
        """The rows a rule with this subject looks at; ``_position`` is their place in the subject's table.

        None where the table has no rows at all.
        """
        if subject.table not in self.frames:
            return None
        if subject not in self._subjects:
            self._subjects[subject] = self.plan.select(self.frames[subject.table], subject)
        return self._subjects[subject]
