"""Walking an XML record into rows, and rows into typed columns."""

from __future__ import annotations

from typing import Any

import polars as pl
from lxml import etree

from schemas.layout import Layout, Node
from schemas.tables import RECORD, ROW, SYSTEM_COLUMNS, UNREAD_SCHEMA, column_type, schema, typed

FLUSH_ROWS = 8_192
"""Rows of text a table gathers before they become typed columns: bounds what a large file holds as Python strings."""
_LINE_LIMIT = 65_535

_ITEM, _REPEATED, _GROUP, _RECORD = range(4)
_Dispatch = dict[str, tuple[int, int, Any]]


def line_of(element: etree._Element) -> int:
    """The line where ``element`` starts.

    libxml2 keeps 16 bits of line number for an element; beyond that lxml answers with the line of a text node near by,
    which is the line where that text ends. Taking the line breaks inside that text off again gives the true line.
    """
    line: int = element.sourceline or 0
    if line < _LINE_LIMIT:
        return line
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

    def flush(self) -> None:
        if not self.rows:
            return
        offset = self.count - len(self.rows)
        values = dict(zip(self.schema, zip(*self.rows, strict=True), strict=True))
        self.rows = []
        columns: list[pl.Series] = []
        for name, dtype in self.schema.items():
            node = self.nodes.get(name)
            if node is None:
                columns.append(pl.Series(name, values[name], dtype=dtype))
            elif node.item is not None and node.item.repeats:
                columns.append(_trimmed_list(pl.Series(name, values[name], dtype=dtype)))
            else:
                columns.append(self._typed(pl.Series(name, values[name], dtype=pl.String), node, offset))
        self.frames.append(pl.DataFrame(columns))

    def _typed(self, raw: pl.Series, node: Node, offset: int) -> pl.Series:
        dtype = column_type(node)
        if raw.null_count() == len(raw):
            return pl.Series(raw.name, [None], dtype=dtype).extend_constant(None, len(raw) - 1) if len(raw) else raw
        assert node.item is not None
        text = pl.col(raw.name).str.strip_chars()
        text = pl.when(text != "").then(text)
        frame = raw.to_frame().select(text.alias("text"), typed(text, node.item.type).alias("value"))
        if dtype != pl.String and frame["text"].null_count() != frame["value"].null_count():
            bad = frame.with_row_index("position", offset).filter(
                pl.col("text").is_not_null() & pl.col("value").is_null()
            )
            self.unread.append(
                bad.select(
                    pl.lit(self.name).alias("table"),
                    pl.col("position").cast(pl.UInt32),
                    pl.lit(raw.name).alias("column"),
                    pl.col("text"),
                )
            )
        return frame["value"].alias(raw.name)

    def frame(self) -> pl.DataFrame:
        self.flush()
        if not self.frames:
            return pl.DataFrame(schema=self.schema)
        return pl.concat(self.frames, rechunk=True)


def _trimmed_list(values: pl.Series) -> pl.Series:
    element = pl.element().str.strip_chars()
    trimmed = values.to_frame().select(pl.col(values.name).list.eval(element.filter(element != "")))
    return trimmed.select(
        pl.when(pl.col(values.name).list.len() > 0).then(pl.col(values.name)).alias(values.name)
    ).to_series()


class Walker:
    """Gathers the records of one file into the tables of ``layout``."""

    def __init__(self, layout: Layout):
        self.layout = layout
        self.tables = {name: _Table(layout, name) for name in layout.tables}
        self.rows_of_tag: dict[str, int] = {}
        self._dispatch: dict[int, _Dispatch] = {}
        self._records = {record.index: self.tables[record.table] for record in layout.records}
        for record in layout.records:
            self._dispatch[record.index] = self._compile(record, self._records[record.index])

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
        return self.rows_of_tag.get(tag, 0) + 1

    def take(self, element: etree._Element, record: Node, parent_position: int) -> None:
        """Add ``element`` and the records inside it."""
        table = self._records[record.index]
        row = table.empty_row.copy()
        number = self.rows_of_tag.get(record.tag, 0) + 1
        self.rows_of_tag[record.tag] = number
        row[0:4] = (record.index, number, line_of(element), parent_position)
        position = table.count
        table.count += 1
        table.rows.append(row)
        self._walk(element, self._dispatch[record.index], row, position)
        if len(table.rows) >= FLUSH_ROWS and record.record_options and record.record_options.stream:
            self._flush_all()

    def take_root(self, root: etree._Element) -> None:
        """Add the message itself: its one row, and the records in it that are not streamed."""
        record = self.layout.family.root
        table = self._records[record.index]
        row = table.empty_row.copy()
        row[0:4] = (record.index, 1, line_of(root), None)
        table.count = 1
        table.rows.append(row)
        self._walk(root, self._dispatch[record.index], row, 0)

    def _flush_all(self) -> None:
        for table in self.tables.values():
            table.flush()

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
                    self.take(child, inner, position)
            elif child.text is not None:
                if row[slot] is None:
                    row[slot] = []
                row[slot].append(child.text)

    def finish(self) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
        """The typed tables, and the values that did not parse as their type."""
        frames = {name: table.frame() for name, table in self.tables.items()}
        unread = [frame for table in self.tables.values() for frame in table.unread]
        return frames, pl.concat(unread) if unread else pl.DataFrame(schema=UNREAD_SCHEMA)
