"""The narrow index of pupils, made from the declarations: no collection is named here.

People are the records that a layout reads one at a time (``stream``) and names by a ``key``.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from collect.models import PupilIndex, Return
from schemas.layout import Node
from schemas.likeness import digest, people_records, whole_identity
from schemas.tables import RECORD, ROW, Tables

# Column of the index → what the item is called in the declarations.
ITEMS = {
    "surname": ("surname",),
    "forename": ("forename",),
    "date_of_birth": ("dob", "date_of_birth", "person_birth_date"),
    "enrol_status": ("enrol_status",),
}
LENGTHS = {"key": 100, "surname": 60, "forename": 60, "enrol_status": 4}


def index(return_: Return, tables: Tables) -> int:
    """Replace the index of ``return_`` by the people of ``tables``. Gives how many there are."""
    PupilIndex.objects.filter(for_return=return_).delete()
    rows: list[PupilIndex] = []
    for record in people_records(tables):
        frame = tables[record.table].filter(pl.col(RECORD) == record.index).select(*_columns(tables, record))
        rows += (
            PupilIndex(for_return=return_, record=record.tag, **{name: _fit(name, row[name]) for name in row})
            for row in frame.iter_rows(named=True)
        )
    PupilIndex.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _columns(tables: Tables, record: Node) -> list[pl.Expr]:
    have = tables[record.table].columns
    key = record.key
    assert key is not None
    columns = [pl.col(ROW).alias("row"), pl.col(key.column).alias("key")]
    for name, called in ITEMS.items():
        found = next((node.column for node in record.items() if node.name in called and node.column in have), None)
        columns.append((pl.col(found) if found else pl.lit(None)).alias(name))
    return [*columns, whole_identity(record, tables[record.table]).alias("likeness")]


def _fit(name: str, value: Any) -> Any:
    if name == "likeness":
        return None if value is None else digest(value)
    return value[: LENGTHS[name]] if isinstance(value, str) and name in LENGTHS else value
