"""Where the records of a file stand: from the row of a table to the element it was read from."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from schemas.layout import Node
from schemas.tables import PARENT, RECORD, ROW, Tables, format_value


@dataclass(frozen=True)
class Found:
    """A record of a file: its declaration and its position in its table."""

    node: Node
    position: int
    key: str


def key_of(tag: str, row: int) -> str:
    """What names a record of a file."""
    return f"{tag}-{row}"


def find(tables: Tables, key: str) -> Found:
    """The record that ``key`` names. Raises ``LookupError``."""
    tag, _, row = key.rpartition("-")
    kinds = [record for record in tables.layout.records if record.tag == tag]
    if kinds and row.isascii() and row.isdigit() and len(row) < 10:
        frame = tables[kinds[0].table].with_row_index("_at")
        wanted = pl.col(RECORD).is_in([kind.index for kind in kinds]) & (pl.col(ROW) == int(row))
        for number, at in frame.filter(wanted).select(RECORD, "_at").iter_rows():
            return Found(next(kind for kind in kinds if kind.index == number), at, key)
    raise LookupError(f"there is no record {key}")


def at(tables: Tables, node: Node, position: int) -> Found:
    """The record at a position of its table."""
    return Found(node, position, key_of(node.tag, int(tables[node.table][ROW][position])))


def around(tables: Tables, found: Found) -> Found | None:
    """The record that a record stands in; None for the message itself."""
    position = tables[found.node.table][PARENT][found.position]
    parent = found.node.host_parent
    return None if position is None or parent is None else at(tables, parent, int(position))


def inside(tables: Tables, found: Found, node: Node) -> list[Found]:
    """The records of one kind that stand directly in a record, in the order of the file."""
    if not tables.layout.has(node):
        return []
    frame = tables[node.table].with_row_index("_at")
    rows = frame.filter(pl.col(RECORD) == node.index, pl.col(PARENT) == found.position)
    return [Found(node, position, key_of(node.tag, row)) for position, row in rows.select("_at", ROW).iter_rows()]


Steps = list[tuple[str, int]]
"""Path of each record on the way down from the message, and which of its kind it is in the one around it, from 0."""


def steps_to(tables: Tables, found: Found) -> Steps:
    """The way to a record; empty for the message itself."""
    parent = around(tables, found)
    if parent is None:
        return []
    frame = tables[found.node.table]
    before = frame.head(found.position).filter(pl.col(RECORD) == found.node.index, pl.col(PARENT) == parent.position)
    return [*steps_to(tables, parent), (found.node.path, before.height)]


def values_of(tables: Tables, found: Found) -> dict[str, tuple[str, ...]]:
    """The values of a record as the file holds them, by path below the record. What could not be read is given too."""
    node = found.node
    row = tables[node.table].row(found.position, named=True)
    unread: dict[str, list[str]] = {}
    mine = tables.unread.filter(pl.col("table") == node.table, pl.col("position") == found.position)
    for column, text in mine.select("column", "text").iter_rows():
        unread.setdefault(column, []).append(text)
    values = {}
    for item in node.items():
        if not tables.layout.has(item):
            continue
        held = row.get(item.column)
        read = [format_value(value) for value in (held if isinstance(held, list) else [held])]
        given = [text for text in read if text is not None] + unread.get(item.column, [])
        values[item.path.removeprefix(f"{node.path}/")] = tuple(given)
    return values
