"""What two records of one person have in common where their number differs: the items that a record is known by."""

from __future__ import annotations

import hashlib

import polars as pl

from schemas.layout import Node
from schemas.tables import RECORD, Tables

_SEPARATOR = "|"


def identity(record: Node, *, whole: bool) -> pl.Expr:
    """The items that stand for the key of ``record`` (surname, forename, date of birth), as one text in lower case.

    With ``whole`` it is null where one of them is absent, so that it can be compared; without, an absent one is empty.
    """
    options = record.record_options
    assert options is not None
    columns = {node.name: node.column for node in record.items()}
    parts = [pl.col(columns[item]).cast(pl.String) for item in options.identity]
    said = [part.str.strip_chars() if whole else part.fill_null("") for part in parts]
    return pl.concat_str(said, separator=_SEPARATOR).str.to_lowercase()


def people_records(tables: Tables) -> list[Node]:
    """The records of a layout that are people: read one at a time, and known by a key."""
    return [record for record in tables.layout.records if record.is_person]


def people(tables: Tables, *more: str) -> pl.DataFrame:
    """The people of a return or stack: ``key``, ``likeness`` (null where it is not whole) and columns ``more``."""
    found = [pl.DataFrame(schema={"key": pl.String, "likeness": pl.String})]
    for record in people_records(tables):
        frame = tables[record.table]
        key = record.key
        if frame.height and key is not None:
            mine = frame.filter(pl.col(RECORD) == record.index)
            likeness = whole_identity(record, frame).alias("likeness")
            found.append(mine.select(pl.col(key.column).alias("key"), likeness, *more))
    return pl.concat(found, how="diagonal")


def whole_identity(record: Node, frame: pl.DataFrame) -> pl.Expr:
    """The whole identity over ``frame``, the record's table; null where it lacks one of the columns."""
    needed = identity(record, whole=True)
    there = set(needed.meta.root_names()) <= set(frame.columns)
    return needed if there else pl.lit(None, dtype=pl.String)


def digest(likeness: str) -> str:
    """A likeness as it is stored for matching: one way, 32 hexadecimal digits."""
    return hashlib.sha256(likeness.encode()).hexdigest()[:32]
