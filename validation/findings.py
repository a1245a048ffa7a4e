"""From the rows where a rule fails to findings: which record, which line, which values."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from schemas.layout import Node
from schemas.likeness import identity
from schemas.stacking import RETURN
from schemas.tables import LINE, PARENT, RECORD, ROW, Tables, format_value
from validation.beside import POSITION
from validation.plan import Planned
from validation.prepare import Prepared

SHOWN_VALUES = 10
"""Of an item that repeats inside a record, so many values are shown."""


class Finding(NamedTuple):
    """One rule failing on one record.

    ``row`` counts from 1 in document order within ``record`` (a tag); ``key`` is what identifies the person the record
    is about, null where nothing does; ``values`` are the items and records the rule names, as text by tag. ``identity``
    names the record without its row, so that an explanation finds it in the next file.

    A tuple: a million may be made one after the other, and a frozen dataclass takes twice as long to make.
    """

    rule: str
    level: str
    record: str
    row: int
    line: int | None
    key: str | None
    values: dict[str, str | None]
    message: str
    identity: str

    def as_dict(self) -> dict[str, Any]:
        """The documented JSON of a finding."""
        return {
            "rule": self.rule,
            "level": self.level,
            "record": self.record,
            "row": self.row,
            "line": self.line,
            "key": self.key,
            "values": self.values,
            "message": self.message,
        }


class Describer:
    """Describes the failing rows of one return."""

    def __init__(self, prepared: Prepared):
        self.prepared = prepared
        self.tables: Tables = prepared.tables
        self.layout = prepared.plan.layout
        self.root = self.layout.family.root
        self._paths: dict[tuple[str, int], Node] = {}

    def describe(self, planned: Planned, positions: pl.Series) -> list[Finding]:
        """The findings of a rule that fails at these positions of its subject's frame."""
        rule, subject = planned.rule, planned.subject
        frame = self.prepared.frame(subject)
        assert frame is not None
        frame = frame.select(POSITION, *(column for column in frame.columns if column in planned.columns))[positions]
        at = frame[POSITION]
        table = self.tables[subject.table]
        rows, lines = self._rows_and_lines(planned, at)
        kinds = table[RECORD].gather(at).to_list()
        keys, identities = self._identity(subject.table, at)
        values = self._values(planned, frame, at)
        names = {node.host.index: node.tag for node in rule.on.nodes}
        code, level, message = rule.code, str(rule.level), rule.message
        return [
            Finding(
                code,
                level,
                names[kind],
                row,
                line,
                key,
                dict(zip(rule.tags, value, strict=True)),
                message,
                identity,
            )
            for kind, row, line, key, identity, value in zip(
                kinds, rows, lines, keys, identities, zip(*values, strict=True), strict=True
            )
        ]

    def _rows_and_lines(self, planned: Planned, at: pl.Series) -> tuple[list[int], list[int | None]]:
        table, group = self.tables[planned.subject.table], planned.subject.group
        if group is None or group not in table.columns:
            return table[ROW].gather(at).to_list(), table[LINE].gather(at).to_list()
        present = pl.col(group).is_not_null().cum_sum()
        count = table.select(present.over(RETURN) if RETURN in table.columns else present).to_series().gather(at)
        lines = table.select(pl.coalesce(group, LINE)).to_series().gather(at)
        return [max(row, 1) for row in count.to_list()], lines.to_list()

    # Who the record is about

    @cached_property
    def _people(self) -> dict[str, tuple[pl.Series, pl.Series]]:
        """Table → the key and the identity of each row, for tables whose records have them."""
        found: dict[str, tuple[pl.Series, pl.Series]] = {}
        for name, records in self.layout.tables.items():
            options = records[0].record_options
            if options is None or not options.key:
                continue
            table = self.tables[name]
            columns = {node.name: node.column for node in records[0].items()}
            key = pl.col(columns[options.key])
            instead = identity(records[0], whole=False)
            both = table.select(key.alias("key"), pl.coalesce(key, instead).alias("identity"))
            found[name] = (both["key"], both["identity"])
        return found

    def _identity(self, table: str, at: pl.Series) -> tuple[list[str | None], list[str]]:
        positions, current = at, table
        while current not in self._people:
            parent = self.prepared.plan.parents[current]
            if parent is None:
                return [None] * len(at), [""] * len(at)
            positions, current = self.tables[current][PARENT].gather(positions), parent
        keys, identities = self._people[current]
        return keys.gather(positions).to_list(), identities.gather(positions).to_list()

    # What it holds

    def _values(self, planned: Planned, frame: pl.DataFrame, at: pl.Series) -> list[list[str | None]]:
        return [self._tag_values(planned, tag, frame, at) for tag in planned.rule.tags] or [[]]

    def _tag_values(self, planned: Planned, tag: str, frame: pl.DataFrame, at: pl.Series) -> list[str | None]:
        nodes = planned.rule.on.nodes
        hosts = list(dict.fromkeys(node.host for node in nodes))
        if gone := self._gone(planned, tag):
            return [_joined(values) for values in frame[gone].to_list()]
        own = [item for node in nodes for item in node.items() if item.tag == tag]
        if own:
            return self._own_values(planned, own[0], at)
        around, current, positions = hosts, planned.subject.table, at
        while around:  # An item of the record itself (another group of it), or of one around it.
            found = [item for host in around for item in host.items() if item.tag == tag]
            if found:
                return self._column(current, found[0], positions)
            around = [host.host_parent for host in around if host.host_parent is not None]
            if around:
                positions, current = self.tables[current][PARENT].gather(positions), around[0].table
        inside = [node for host in hosts for node in host.walk() if node.tag == tag]
        if inside and inside[0].kind == "item":
            return self._inside_values(planned.subject.table, inside, at)
        return self._record_counts(planned, tag, inside, frame, at)

    def _gone(self, planned: Planned, tag: str) -> str | None:
        """The column of the keys that are gone, where the rule looks at those and ``tag`` is the key's."""
        for column in planned.columns:
            if column[0] == "!":
                gone = self.prepared.plan.build.goners[int(column[1:])]
                items = self.layout.items(gone.inside.table)
                if any(node.tag == tag and node.name == gone.reference.key for node in items):
                    return column
        return None

    def _own_values(self, planned: Planned, item: Node, at: pl.Series) -> list[str | None]:
        """Its values; where it is absent, those of the item of the same tag in the records inside, if there is one."""
        table = planned.subject.table
        values = self._column(table, item, at)
        inside = [
            node
            for host in dict.fromkeys(node.host for node in planned.rule.on.nodes)
            for node in host.walk()
            if node.tag == item.tag and node.kind == "item" and node.host.table != table
        ]
        if not inside or None not in values:
            return values
        instead = self._inside_values(table, inside, at)
        return [other if value is None else value for value, other in zip(values, instead, strict=True)]

    def _column(self, table: str, node: Node, positions: pl.Series) -> list[str | None]:
        frame = self.tables[table]
        if node.column not in frame.columns:
            return [None] * len(positions)
        values = [format_value(value) for value in frame[node.column].gather(positions).to_list()]
        unread = self._unread.get((table, node.column))
        if unread:
            values = [unread.get(position, value) for position, value in zip(positions.to_list(), values, strict=True)]
        return values

    @cached_property
    def _unread(self) -> dict[tuple[str, str], dict[int, str]]:
        found: dict[tuple[str, str], dict[int, str]] = {}
        for table, position, column, text in self.tables.unread.iter_rows():
            found.setdefault((table, column), {})[position] = text
        return found

    def _inside_values(self, host: str, nodes: list[Node], at: pl.Series) -> list[str | None]:
        """Values of an item of the records inside each record: ``SPLD, MLD``. Not for a whole return: too many."""
        if host == self.root.table:
            return [None] * len(at)
        table = nodes[0].table
        frame = self.tables[table]
        if nodes[0].column not in frame.columns:
            return [None] * len(at)
        positions, current = frame[PARENT], self.prepared.plan.parents[table]
        while current is not None and current != host:
            positions = self.tables[current][PARENT].gather(positions)
            current = self.prepared.plan.parents[current]
        kinds = sorted({node.host.index for node in nodes})
        chosen = frame.select(positions.alias("host"), pl.col(nodes[0].column).alias("value"), pl.col(RECORD)).filter(
            pl.col("host").is_in(at.implode()), pl.col(RECORD).is_in(kinds), pl.col("value").is_not_null()
        )
        gathered: dict[int, list[str]] = {}
        for position, value in chosen.select("host", "value").iter_rows():
            gathered.setdefault(position, []).append(format_value(value) or "")
        return [_joined(gathered.get(position)) for position in at.to_list()]

    def _record_counts(
        self, planned: Planned, tag: str, nodes: list[Node], frame: pl.DataFrame, at: pl.Series
    ) -> list[str | None]:
        """How many such records there are; ``12 of 98`` where the rule counts some of them."""
        build = self.prepared.plan.build
        used = [build.aggregates[int(column[1:])] for column in planned.columns if column.startswith("#")]
        mine = [aggregate for aggregate in used if tag in aggregate.inside_tags]
        rows = [a for a in mine if a.operation == "rows" and a.column in frame.columns]
        counts = [a for a in mine if a.operation == "count" and a.column in frame.columns]
        if counts:
            some = frame[counts[0].column].to_list()
            if rows:
                return [f"{part} of {of}" for part, of in zip(some, frame[rows[0].column].to_list(), strict=True)]
            if len(counts) > 1:
                pairs = zip(*(sorted(frame[a.column][i] for a in counts) for i in range(frame.height)), strict=True)
                return [f"{low} of {high}" for low, high in zip(*list(pairs)[:2], strict=True)]
            return [str(part) for part in some]
        if rows:
            return [str(part) for part in frame[rows[0].column].to_list()]
        return [None] * len(at)

    def unreadable_at(self, planned: Planned, frame: pl.DataFrame) -> set[int]:
        """Positions where a value that the rule reads is there but did not parse as its type.

        The rule is not judged there: the structural fault already says what is wrong, and a rule that takes the value
        for absent would say something untrue.
        """
        if not self.tables.unread.height or planned.rule.judges_unreadable:
            return set()
        return self._unreadable(planned.subject.table, planned.columns, frame[POSITION])

    def _unreadable(self, table: str, columns: frozenset[str], at: pl.Series) -> set[int]:
        bad: set[int] = set()
        for column in columns:
            if column[0] == "^":
                parent = self.prepared.plan.parents[table]
                assert parent is not None
                around = self.tables[table][PARENT].gather(at)
                wrong = self._unreadable(parent, frozenset([column[1:]]), around)
                bad |= {p for p, q in zip(at.to_list(), around.to_list(), strict=True) if q in wrong}
            elif column[0] == "/":
                of = self._returns(table, at)
                wrong = self._unreadable(self.root.table, frozenset([column[1:]]), of)
                bad |= {p for p, q in zip(at.to_list(), of.to_list(), strict=True) if q in wrong}
            elif column[0] == "=":
                expression = self.prepared.plan.build.derived[table, column[1:]]
                bad |= self._unreadable(table, frozenset(expression.meta.root_names()), at)
            elif column[0] == "&":
                bad |= self._unreadable_beside(table, int(column[1:]), at)
            elif column[0] == "#" and table != self.root.table:
                bad |= self._unreadable_inside(table, int(column[1:]))
            elif (unread := self._unread.get((table, column))) is not None:
                bad |= set(unread)
        return bad

    def _returns(self, table: str, at: pl.Series) -> pl.Series:
        """Position of the message of each of these rows."""
        frame = self.tables[table]
        return frame[RETURN].gather(at) if RETURN in frame.columns else pl.zeros(len(at), pl.UInt32, eager=True)

    def _unreadable_beside(self, table: str, number: int, at: pl.Series) -> set[int]:
        beside = self.prepared.plan.build.besides[number]
        own = self._unreadable(table, frozenset(beside.own_columns()), at)
        other = beside.other.table
        every = pl.Series(range(self.tables[other].height), dtype=pl.UInt32)
        theirs = self._unreadable(other, frozenset(beside.other_columns()), every)
        hosts = set(self._hosts(other, beside.within, pl.Series(sorted(theirs), dtype=pl.UInt32)).to_list())
        mine = self._hosts(table, beside.within, at).to_list()
        return own | {position for position, host in zip(at.to_list(), mine, strict=True) if host in hosts}

    def _unreadable_inside(self, host: str, number: int) -> set[int]:
        aggregate = self.prepared.plan.build.aggregates[number]
        table = aggregate.inside.table
        columns = {
            name
            for expression in (aggregate.where, aggregate.value)
            if expression is not None
            for name in expression.meta.root_names()
        }
        positions = pl.Series(range(self.tables[table].height), dtype=pl.UInt32)
        bad = self._unreadable(table, frozenset(columns), positions)
        return set(self._hosts(table, host, pl.Series(sorted(bad), dtype=pl.UInt32)).to_list())

    def _hosts(self, table: str, host: str, positions: pl.Series) -> pl.Series:
        """The positions in table ``host`` of the records around those at ``positions`` of ``table``."""
        current = table
        while current != host and len(positions):
            positions = self.tables[current][PARENT].gather(positions)
            parent = self.prepared.plan.parents[current]
            assert parent is not None
            current = parent
        return positions


def _joined(values: list[str] | None) -> str | None:
    if not values:
        return None
    shown = ", ".join(values[:SHOWN_VALUES])
    return f"{shown} and {len(values) - SHOWN_VALUES} more" if len(values) > SHOWN_VALUES else shown
