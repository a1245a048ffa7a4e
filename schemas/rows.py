"""Walking an XML record into rows, and rows into typed columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from lxml import etree

from schemas.blanks import WHITE_SPACE
from schemas.layout import Layout, Node
from schemas.tables import UNREAD_SCHEMA, schema, typed

FLUSH_ROWS = 4_096
"""Rows of text a table gathers before they become typed columns: bounds what a large file holds as Python strings."""
_LINE_LIMIT = 65_535

_ITEM, _REPEATED, _GROUP, _RECORD = range(4)
_Dispatch = dict[str, tuple[int, int, Any]]
_Entry = tuple[int, int, Any]
"""Slot in the row, number of the record whose row it is, and the part; None for an item that does not repeat."""


def line_of(element: etree._Element) -> int:
    """The line where ``element`` starts.

    libxml2 keeps 16 bits of line number for an element; beyond that lxml answers with the line of a text node near by,
    which is the line where that text ends. Taking the line breaks inside that text off again gives the true line.
    """
    line: int = element.sourceline or 0
    if line < _LINE_LIMIT:
        return line
    if text := element.text:
        return line - text.count("\n")
    node = element
    while True:
        if node.text:
            return line - node.text.count("\n")
        if not len(node):
            return line - (node.tail or "").count("\n")
        node = node[0]


class _Table:
    """The rows of one table while they are gathered."""

    def __init__(self, layout: Layout, name: str):
        self.name = name
        self.schema = schema(layout, name)
        self.slots = {column: slot for slot, column in enumerate(self.schema)}
        self.nodes = {node.column: node for node in layout.items(name)}
        self.rows: list[list[Any]] = []
        self.count = 0
        self.frames: list[pl.DataFrame] = []
        self.unread: list[pl.DataFrame] = []
        self.empty_row: list[Any] = [None] * len(self.schema)
        self.single = {name: node for name, node in self.nodes.items() if node.item and not node.item.repeats}
        self.several = {name: node for name, node in self.nodes.items() if node.item and node.item.repeats}
        self.expressions = {name: self._expression(name) for name in self.schema}

    def _expression(self, name: str) -> pl.Expr:
        """From the text of a column to its trimmed, typed value."""
        node = self.nodes.get(name)
        if node is None or node.item is None:
            return pl.col(name)
        if not node.item.repeats:
            return typed(_trimmed(name), node.item.type).alias(name)
        values = _each_trimmed(name).list.eval(typed(pl.element(), node.item.type))
        return pl.when(values.list.len() > 0).then(values).alias(name)

    def flush(self, *, all_valid: bool) -> None:
        """Turn the gathered rows into typed columns. ``all_valid``: every value is known to parse as its type."""
        if not self.rows:
            return
        offset = self.count - len(self.rows)
        values = dict(zip(self.schema, zip(*self.rows, strict=True), strict=True))
        self.rows = []
        series = [pl.Series(name, values[name], dtype=self._raw_type(name)) for name in self.schema]
        raw = pl.DataFrame(series)
        if not all_valid:
            self._keep_unread(raw, offset)
        # A column without a value, of which most records have many, needs no reading.
        self.frames.append(
            raw.select(
                pl.lit(None, dtype=self.schema[column.name]).alias(column.name)
                if column.null_count() == len(column)
                else self.expressions[column.name]
                for column in series
            )
        )

    def _raw_type(self, name: str) -> pl.DataType | type[pl.DataType]:
        if name in self.single:
            return pl.String
        return pl.List(pl.String) if name in self.several else self.schema[name]

    def _keep_unread(self, raw: pl.DataFrame, offset: int) -> None:
        for name, node in (self.single | self.several).items():
            assert node.item is not None
            if self.schema[name] == self._raw_type(name) or raw[name].null_count() == raw.height:
                continue
            both = raw.select(
                pl.int_range(offset, offset + pl.len(), dtype=pl.UInt32).alias("position"),
                (_each_trimmed(name) if name in self.several else _trimmed(name)).alias("text"),
            )
            if name in self.several:
                both = both.explode("text")
            bad = both.filter(pl.col("text").is_not_null() & typed(pl.col("text"), node.item.type).is_null())
            if bad.height:
                about = (pl.lit(self.name).alias("table"), "position", pl.lit(name).alias("column"), "text")
                self.unread.append(bad.select(*about))

    def frame(self) -> pl.DataFrame:
        if not self.frames:
            return pl.DataFrame(schema=self.schema)
        return pl.concat(self.frames, rechunk=True)


def _trimmed(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars(WHITE_SPACE)
    return pl.when(text != "").then(text)


def _each_trimmed(name: str) -> pl.Expr:
    element = pl.element().str.strip_chars(WHITE_SPACE)
    return pl.col(name).list.eval(element.filter(element != ""))


@dataclass
class _Part:
    """A group, record or repeated item inside a record that is walked flat."""

    node: Node
    kind: int
    host: int
    """Number of the record that it is (or is in), among those of the walk."""
    located: bool
    """Whether a group's own line is kept; otherwise it has the line of the record it is in."""
    ambiguous: dict[str, _Entry] = field(default_factory=dict)
    """What the tags that stand in several parts mean inside this one."""


def _part(node: Node, host: int) -> _Part:
    if node.kind == "item":
        kind = _REPEATED if node.item is not None and node.item.repeats else _ITEM
    else:
        kind = _GROUP if node.kind == "group" else _RECORD
    return _Part(node, kind, host, node.located)


@dataclass
class _Flat:
    """How to walk one kind of record: what each tag means, and what the ambiguous ones mean at the start."""

    meaning: dict[str, _Entry]
    hosts: int
    start: dict[str, _Entry]


class Walker:
    """Gathers the records of one file into the tables of ``layout``."""

    def __init__(self, layout: Layout):
        self.layout = layout
        self.tables = {name: _Table(layout, name) for name in layout.tables}
        self.rows_of_tag: Counter[str] = Counter()
        self._dispatch: dict[int, _Dispatch] = {}
        self._records = {record.index: self.tables[record.table] for record in layout.records}
        self._flat: dict[int, _Flat] = {}
        self._all_valid = True
        for record in layout.records:
            self._dispatch[record.index] = self._compile(record, self._records[record.index])
            if record.record_options and record.record_options.stream:
                self._compile_flat(record)

    def _compile(self, node: Node, table: _Table) -> _Dispatch:
        dispatch: _Dispatch = {}
        for child in self.layout.children(node):
            if child.kind == "item":
                assert child.item is not None
                kind = _REPEATED if child.item.repeats else _ITEM
                dispatch[child.tag] = (kind, table.slots[child.column], None)
            elif child.kind == "group":
                dispatch[child.tag] = (_GROUP, table.slots[child.column], self._compile(child, table))
            else:
                dispatch[child.tag] = (_RECORD, 0, child)
        return dispatch

    def next_row(self, tag: str) -> int:
        """The row number that the next record with this tag will have."""
        return self.rows_of_tag[tag] + 1

    def take(self, element: etree._Element, record: Node, parent_position: int, *, valid: bool) -> None:
        """Add ``element`` and the records inside it. ``valid``: it conforms to the XSD."""
        table = self._records[record.index]
        row, position = self._new_row(element, record, parent_position)
        if valid and record.index in self._flat:
            self._walk_flat(element, self._flat[record.index], row, position)
        else:
            self._all_valid = self._all_valid and valid
            self._walk(element, self._dispatch[record.index], row, position)
        if len(table.rows) >= FLUSH_ROWS and record.record_options and record.record_options.stream:
            self._flush_all()

    def _new_row(self, element: etree._Element, record: Node, parent_position: int) -> tuple[list[Any], int]:
        table = self._records[record.index]
        row = table.empty_row.copy()
        self.rows_of_tag[record.tag] += 1
        row[0] = record.index
        row[1] = self.rows_of_tag[record.tag]
        row[2] = line_of(element)
        row[3] = parent_position
        position = table.count
        table.count += 1
        table.rows.append(row)
        return row, position

    def _walk_flat(self, element: etree._Element, flat: _Flat, row: list[Any], position: int) -> None:
        """Walk a valid record in one loop over all elements below it.

        A tag that stands in several parts means what it means in the part opened last, which in a valid record is right
        for every layout that :meth:`_can_walk_flat` lets through; so nothing needs to be closed.
        """
        meaning = flat.meaning
        meaning.update(flat.start)
        means = meaning.get
        rows: list[list[Any]] = [row] * flat.hosts
        positions: list[int] = [position] * flat.hosts
        for child in element.iterdescendants():
            entry = means(child.tag)
            if entry is None:
                continue
            slot, host, part = entry
            if part is None:
                if (text := child.text) is not None:
                    rows[host][slot] = text
            elif part.kind == _RECORD:
                inner = part.host
                rows[inner], positions[inner] = self._new_row(child, part.node, positions[host])
                if part.ambiguous:
                    meaning.update(part.ambiguous)
            elif part.kind == _GROUP:
                rows[host][slot] = line_of(child) if part.located else rows[host][2]
                if part.ambiguous:
                    meaning.update(part.ambiguous)
            elif child.text is not None:
                rows[host][slot] = [*(rows[host][slot] or ()), child.text]

    def _compile_flat(self, record: Node) -> None:
        if not self._can_walk_flat(record):
            return
        nodes = [node for node in record.walk() if self.layout.has(node)]
        hosts = {node.index: number for number, node in enumerate(n for n in nodes if n.kind == "record")}
        times = Counter(node.tag for node in nodes)
        parts = {node: _part(node, hosts[node.host.index]) for node in nodes}
        flat = _Flat({}, len(hosts), parts[record].ambiguous)
        for node in nodes[1:]:
            assert node.parent is not None
            host, slots = parts[node.parent].host, self._records[node.parent.host.index].slots
            slot = slots[node.column] if node.kind != "record" else 0
            part = parts[node]
            entry = (slot, host, None if part.kind == _ITEM else part)
            flat.meaning[node.tag] = entry
            if times[node.tag] > 1:
                parts[node.parent].ambiguous[node.tag] = entry
        self._flat[record.index] = flat

    def _can_walk_flat(self, node: Node) -> bool:
        """Whether no tag of ``node`` comes after a part inside it that uses the same tag for something else."""
        used: set[str] = set()
        for child in self.layout.children(node):
            if child.tag in used:
                return False
            if child.kind != "item":
                if not self._can_walk_flat(child):
                    return False
                used |= {below.tag for below in child.walk() if below is not child and self.layout.has(below)}
                if child.kind == "record" and child.tag in used:
                    return False
        return True

    def take_root(self, root: etree._Element) -> None:
        """Add the message itself: its one row, and the records in it that are not streamed."""
        record = self.layout.family.root
        table = self._records[record.index]
        row = table.empty_row.copy()
        row[0:4] = (record.index, 1, line_of(root), None)
        table.count = 1
        table.rows.append(row)
        self._all_valid = False
        self._walk(root, self._dispatch[record.index], row, 0)

    def _flush_all(self) -> None:
        for table in self.tables.values():
            table.flush(all_valid=self._all_valid)
        self._all_valid = True

    def _walk(self, element: etree._Element, dispatch: _Dispatch, row: list[Any], position: int) -> None:
        for child in element:
            entry = dispatch.get(child.tag)
            if entry is None:
                continue  # Unknown here: the XSD reports it.
            kind, slot, inner = entry
            if kind == _ITEM:
                if row[slot] is None:
                    row[slot] = child.text
            elif kind == _GROUP:
                if row[slot] is None:
                    row[slot] = line_of(child)
                self._walk(child, inner, row, position)
            elif kind == _RECORD:
                if not (inner.record_options and inner.record_options.stream):
                    self.take(child, inner, position, valid=False)
            elif child.text is not None:
                if row[slot] is None:
                    row[slot] = []
                row[slot].append(child.text)

    def finish(self) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
        """The typed tables, and the values that did not parse as their type."""
        self._flush_all()
        frames = {name: table.frame() for name, table in self.tables.items()}
        unread = [frame for table in self.tables.values() for frame in table.unread]
        return frames, pl.concat(unread) if unread else pl.DataFrame(schema=UNREAD_SCHEMA)
