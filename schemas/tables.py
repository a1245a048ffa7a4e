"""The tables that a return is read into, one for each kind of record.

Besides a column for each item every table has

=============  ========================================================================================
``_record``    number of the record among those of the family (a table can hold several kinds)
``_row``       row number of the record within its tag, from 1, in document order
``_line``      line in the file where the record starts
``_parent``    position of the record it stands in, in that record's table (from 0)
``@Group/…``   for each group inside the record: the line where it starts, null where it is absent
=============  ========================================================================================

Values are trimmed and typed; an empty value is null. A value that does not parse as its type is null in its column and
kept as text in ``Tables.unread``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from schemas import collections
from schemas.collections import CollectionType
from schemas.declare import ItemType
from schemas.layout import Layout, Node

RECORD, ROW, LINE, PARENT = "_record", "_row", "_line", "_parent"
SYSTEM_COLUMNS = {RECORD: pl.UInt16, ROW: pl.UInt32, LINE: pl.UInt32, PARENT: pl.UInt32}
UNREAD_SCHEMA = {"table": pl.String, "position": pl.UInt32, "column": pl.String, "text": pl.String}

_TYPES: dict[ItemType, pl.DataType] = {
    ItemType.STRING: pl.String(),
    ItemType.CODE: pl.String(),
    ItemType.INTEGER: pl.Int64(),
    ItemType.DECIMAL: pl.Float64(),
    ItemType.DATE: pl.Date(),
    ItemType.DATETIME: pl.String(),
    ItemType.BOOLEAN: pl.Boolean(),
}


def column_type(node: Node) -> pl.DataType:
    """The Polars type of an item's column."""
    assert node.item is not None
    dtype = _TYPES[node.item.type]
    return pl.List(dtype) if node.item.repeats else dtype


def typed(raw: pl.Expr, item_type: ItemType) -> pl.Expr:
    """``raw`` (trimmed text, empty already null) as the type of its item; null where it does not parse."""
    match item_type:
        case ItemType.INTEGER:
            return raw.str.strip_prefix("+").cast(pl.Int64, strict=False)
        case ItemType.DECIMAL:
            return raw.cast(pl.Float64, strict=False)
        case ItemType.DATE:
            return raw.str.to_date("%Y-%m-%d", strict=False)
        case ItemType.BOOLEAN:
            return pl.when(raw.is_in(["true", "1"])).then(True).when(raw.is_in(["false", "0"])).then(False)
        case _:
            return raw


def format_value(value: Any) -> str | None:
    """A value as a person and a finding show it: ISO dates, ``true``/``false``, no needless decimals."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, (list, tuple, pl.Series)):
        return ", ".join(text for text in map(format_value, value) if text is not None)
    return str(value)


def schema(layout: Layout, table: str) -> dict[str, pl.DataType]:
    """Every column of ``table`` with its type, in the order in which the reader writes them."""
    columns: dict[str, Any] = dict(SYSTEM_COLUMNS)
    columns |= {node.column: pl.UInt32 for node in layout.groups(table)}
    columns |= {node.column: column_type(node) for node in layout.items(table)}
    return {name: dtype() if isinstance(dtype, type) else dtype for name, dtype in columns.items()}


@dataclass
class Tables(Mapping[str, pl.DataFrame]):
    """The tables of one return. Mapping from table name to frame; every table of the layout is there, empty or not."""

    collection: CollectionType
    year: int
    frames: dict[str, pl.DataFrame]
    unread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNREAD_SCHEMA))

    @property
    def layout(self) -> Layout:
        return self.collection.layout(self.year)

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.frames[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def of(self, *records: Node) -> pl.DataFrame:
        """The rows of these records, which share a table."""
        frame = self.frames[records[0].table]
        return frame.filter(pl.col(RECORD).is_in([record.index for record in records]))

    @property
    def header(self) -> dict[str, str | None]:
        """Tag → text of the items of the whole message (its header and its groups); the first of each tag."""
        root = self.layout.family.root
        frame = self.frames[root.table]
        values: dict[str, str | None] = {}
        for node in root.items():
            if node.column in frame.columns:
                values.setdefault(node.tag, format_value(frame[node.column][0]))
        return values

    def write(self, directory: Path) -> None:
        """Write each table that has rows as Parquet into ``directory``, which is made."""
        directory.mkdir(parents=True, exist_ok=True)
        for name, frame in self.frames.items():
            if frame.height:
                frame.write_parquet(directory / f"{name}.parquet")
        if self.unread.height:
            self.unread.write_parquet(directory / "_unread.parquet")
        about = {"collection": self.collection.code, "year": self.year}
        (directory / "about.json").write_text(json.dumps(about), encoding="utf-8")

    @classmethod
    def read(cls, directory: Path) -> Tables:
        """Read what :meth:`write` wrote."""
        about = json.loads((directory / "about.json").read_text(encoding="utf-8"))
        collection = collections.get(about["collection"])
        tables = cls.empty(collection, about["year"])
        for name in tables.frames:
            path = directory / f"{name}.parquet"
            if path.exists():
                tables.frames[name] = pl.read_parquet(path)
        if (directory / "_unread.parquet").exists():
            tables.unread = pl.read_parquet(directory / "_unread.parquet")
        return tables

    @classmethod
    def empty(cls, collection: CollectionType, year: int) -> Tables:
        layout = collection.layout(year)
        return cls(collection, year, {name: pl.DataFrame(schema=schema(layout, name)) for name in layout.tables})

    @classmethod
    def from_rows(
        cls, collection: CollectionType, year: int, rows: Mapping[str, Iterable[Mapping[str, Any]]]
    ) -> Tables:
        """Tables from dictionaries of typed values by column, for tests and tools. Missing columns are null."""
        tables = cls.empty(collection, year)
        for name, records in rows.items():
            tables.frames[name] = pl.DataFrame(list(records), schema=schema(tables.layout, name))
        return tables
