"""Preparing the tables of a return, or of a stack of them, for the rules of a plan, once for all of them.

First from the message down (items, dates, values of the records around, values looked up), then records beside one
another, then from the innermost records up (counts, sums, derived values). What comes out is one frame for each
subject, over which every rule is a single expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from schemas.stacking import RETURN
from schemas.tables import PARENT, RECORD, ROW, Tables, column_type
from validation.beside import POSITION, stands_beside
from validation.build import Aggregate, Gone, Lookup, Subject
from validation.plan import Plan, by_return

_HOST = "_host"
_KEY = "_key"


def prepare(
    plan: Plan, tables: Tables, previous: Tables | None = None, references: Mapping[str, pl.DataFrame] | None = None
) -> Prepared:
    """The prepared frame of each table.

    With ``previous`` also what it says of the message and the people compared, and with ``references`` (by name) the
    values looked up in them; rules that need what is not given must not be asked. ``tables`` and ``previous`` may be
    stacks (see :mod:`schemas.stacking`) of the same returns; a reference with a ``_return`` of its own is then looked
    up for each return apart.
    """
    return Prepared(plan, tables, _Preparation(plan, tables, references or {}).frames(previous))


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


class _Preparation:
    """The frames of one return or stack while they are made: ``down`` from the message, ``up`` from what is inside."""

    def __init__(self, plan: Plan, tables: Tables, references: Mapping[str, pl.DataFrame]):
        self.plan, self.tables, self.references = plan, tables, references
        self.down: dict[str, pl.DataFrame] = {}
        self.up: dict[str, pl.DataFrame] = {}

    def frames(self, previous: Tables | None) -> dict[str, pl.DataFrame]:
        """The frame of each table that has rows: nothing can fail in others, and what is counted there is nothing."""
        if previous is not None:
            self.references = {**self.references, **self._before(previous)}
        days, root = self._days(previous), self.plan.root
        filled = [name for name in self.plan.order if self.tables[name].height]
        for name in filled:
            self.down[name] = self._with_surroundings(name, days)
        for name in filled:
            self.down[name] = self._with_besides(name)
        for name in reversed(filled):
            self.up[name] = self._with_insides(name)
        for gone in self.plan.needs[root].goners:
            if gone.reference.name in self.references:
                self.up[root] = self._with_gone(gone, self.references[gone.reference.name])
        if previous is not None and (before := self.plan.needs[root].before):
            earlier = _Preparation(self.plan, previous, {}).frames(None)[root]
            self.up[root] = self.up[root].with_columns(earlier[column].alias(f">{column}") for column in sorted(before))
        return self.up

    def _before(self, previous: Tables) -> dict[str, pl.DataFrame]:
        """The references that are made of the return before."""
        found = {}
        for name, reference in self.plan.build.references.items():
            if reference.before:
                (record,) = self.plan.layout.family.find(reference.before)
                frame = previous[record.table].filter(pl.col(RECORD) == record.index)
                columns = {node.name: node.column for node in record.items()}
                wanted = [
                    pl.col(columns[column]).alias(column)
                    if columns[column] in frame.columns
                    else pl.lit(None, dtype=reference.schema[column]).alias(column)
                    for column in reference.columns
                ]
                apart = [RETURN] if RETURN in frame.columns else []
                known = frame.select(*apart, *wanted).drop_nulls(reference.key)
                found[name] = known.unique([*apart, reference.key], keep="first", maintain_order=True)
        return found

    def _days(self, previous: Tables | None) -> dict[str, pl.Expr]:
        """The dates of the return's own collection: the return before has those of its term."""
        days: dict[str, pl.Expr] = {}
        for name, (start, end) in self.tables.collection.windows(self.tables.year).items():
            days[f"day:{name}.start"] = pl.lit(start)
            days[f"day:{name}.end"] = pl.lit(end)
        days["day:CENSUS.start"] = pl.lit(self.tables.collection.reference_date(self.tables.year))
        if previous is not None:
            days["day:BEFORE.start"] = pl.lit(previous.collection.reference_date(previous.year))
        return days

    def _with_surroundings(self, name: str, days: Mapping[str, pl.Expr]) -> pl.DataFrame:
        frame, needs = self.tables[name], self.plan.needs[name]
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
            message = self.down[self.plan.root]
            for column in sorted(needs.message):
                values = message[column]
                alias = f"/{column}"
                if stacked:
                    columns.append(pl.lit(values.gather(frame[RETURN])).alias(alias))
                else:
                    columns.append(pl.lit(values[0], dtype=values.dtype).alias(alias))
        prepared = frame.lazy().select(columns)
        parent = self.plan.parents[name]
        if needs.parent and parent is not None:
            around = self.down[parent]
            prepared = prepared.with_columns(
                around[column].gather(frame[PARENT]).alias(f"^{column}") for column in sorted(needs.parent)
            )
        for lookups in _alike(needs.lookups):
            prepared = self._looked_up(prepared, lookups)
        return self._with_derived(name, prepared, inside=False).collect()

    def _looked_up(self, frame: pl.LazyFrame, lookups: list[Lookup]) -> pl.LazyFrame:
        """Add the columns of ``lookups``, which all look in one reference for one key."""
        reference, on = lookups[0].reference, lookups[0].on
        given = self.references.get(reference.name)
        if given is None:
            return frame.with_columns(
                pl.lit(None, dtype=reference.schema[lookup.value]).alias(lookup.column) for lookup in lookups
            )
        apart = [RETURN] if RETURN in given.columns else []
        values = (pl.col(lookup.value).alias(lookup.column) for lookup in lookups)
        rows = given.lazy().select(*apart, pl.col(reference.key).alias(_KEY), *values)
        # A join on expressions would keep the columns joined on, and the next lookup would meet them again.
        keyed = frame.with_columns(on.alias(_KEY))
        return keyed.join(rows, on=[*apart, _KEY], how="left", maintain_order="left").drop(_KEY)

    def _absent(self, table: str, column: str) -> pl.Expr:
        """A column that this year's layout does not have: null, of its type in other years."""
        for record in self.plan.layout.family.records:
            if record.table == table:
                for node in record.items():
                    if node.column == column:
                        return pl.lit(None, dtype=column_type(node)).alias(column)
        return pl.lit(None, dtype=pl.UInt32).alias(column)

    def _with_derived(self, table: str, frame: pl.LazyFrame, *, inside: bool) -> pl.LazyFrame:
        """Add the derived values that need no records inside; or, with ``inside``, those that do."""
        if not self.plan.needs[table].derived:
            return frame
        there = set(frame.collect_schema().names())
        for name in self.plan.needs[table].derived:
            column = f"={name}"
            expression = self.plan.build.derived[table, name]
            if column not in there and (inside or set(expression.meta.root_names()) <= there):
                if RETURN in there:
                    expression = by_return(expression)
                frame = frame.with_columns(expression.alias(column))
                there.add(column)
        return frame

    def _with_besides(self, name: str) -> pl.DataFrame:
        """Add whether certain records stand beside each, and the derived values that read it."""
        frame, besides = self.down[name], self.plan.needs[name].besides
        if not besides:
            return frame
        for beside in besides:
            other = beside.other.table
            if other not in self.down:
                frame = frame.with_columns(pl.lit(False).alias(beside.column))
                continue
            others = self.plan.select(self.down[other], beside.other)
            mine = self._host_positions(name, beside.within, frame, self.down)
            theirs = self._host_positions(other, beside.within, others, self.down)
            frame = frame.with_columns(stands_beside(beside, frame, mine, others, theirs))
        return self._with_derived(name, frame.lazy(), inside=False).collect()

    def _with_gone(self, gone: Gone, before: pl.DataFrame) -> pl.DataFrame:
        """The message with the keys that were there before and are in none of its records now."""
        message, key = self.up[self.plan.root], gone.reference.key
        apart = [RETURN] if RETURN in before.columns else []
        missing = before.select(*apart, key)
        if gone.inside.table in self.up:
            now = self.plan.select(self.up[gone.inside.table], gone.inside)
            now = now.select(*apart, pl.col(self.plan.key_of(gone.inside.table, gone.reference)).alias(key))
            missing = missing.join(now, on=[*apart, key], how="anti", maintain_order="left")
        if not apart:
            return message.with_columns(pl.lit(missing[key].implode()).alias(gone.column))
        listed = missing.group_by(RETURN, maintain_order=True).agg(pl.col(key).alias(gone.column))
        return message.join(listed, left_on=POSITION, right_on=RETURN, how="left", maintain_order="left")

    def _with_insides(self, name: str) -> pl.DataFrame:
        """Add the aggregates over the records inside, and the derived values that read them."""
        by_subject: dict[Subject, list[Aggregate]] = {}
        for aggregate in self.plan.needs[name].aggregates:
            by_subject.setdefault(aggregate.inside, []).append(aggregate)
        frame = self.down[name]
        if not by_subject:
            return frame
        whole = frame.lazy()
        nothing: dict[str, bool | int] = {}
        for subject, members in by_subject.items():
            if subject.table in self.up:
                whole = self._aggregated(name, whole, subject, members)
            else:
                whole = whole.with_columns(pl.lit(member.nothing).alias(member.column) for member in members)
            nothing |= {member.column: member.nothing for member in members if member.nothing is not None}
        whole = whole.with_columns(pl.col(column).fill_null(value) for column, value in nothing.items())
        return self._with_derived(name, whole, inside=True).collect()

    def _aggregated(self, host: str, frame: pl.LazyFrame, subject: Subject, members: list[Aggregate]) -> pl.LazyFrame:
        rows = self.plan.select(self.up[subject.table], subject)
        expressions = [member.expression() for member in members]
        if host != self.plan.root:
            positions = self._host_positions(subject.table, host, rows, self.up)
        elif RETURN in rows.columns:
            positions = rows[RETURN]
        else:
            return pl.concat([frame, rows.lazy().select(expressions)], how="horizontal")
        positions = positions.alias(_HOST)
        grouped = rows.lazy().with_columns(positions).group_by(_HOST).agg(expressions)
        return frame.join(grouped, left_on=POSITION, right_on=_HOST, how="left", maintain_order="left")

    def _host_positions(
        self, table: str, host: str, rows: pl.DataFrame, frames: Mapping[str, pl.DataFrame]
    ) -> pl.Series:
        positions, current = rows[PARENT], self.plan.parents[table]
        while current != host:
            assert current is not None, f"{table} does not stand in {host}"
            positions = frames[current][PARENT].gather(positions)
            current = self.plan.parents[current]
        return positions


def _alike(lookups: Iterable[Lookup]) -> list[list[Lookup]]:
    """Lookups in groups that look in the same reference for the same key, in the order they were asked for."""
    groups: list[list[Lookup]] = []
    for lookup in lookups:
        for group in groups:
            if group[0].reference == lookup.reference and group[0].on.meta.eq(lookup.on):
                group.append(lookup)
                break
        else:
            groups.append([lookup])
    return groups
