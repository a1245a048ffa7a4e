"""Who a finding is about: names and places in the file, read from its tables for the few that a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from collect.models import Submission
from schemas.layout import Layout, Node
from schemas.tables import RECORD, ROW


@dataclass(frozen=True)
class Person:
    """A person of a file: where they stand in it and what they are called."""

    record: str
    row: int
    key: str
    name: str


def people_in(layout: Layout) -> list[Node]:
    """The records of a layout that are people."""
    return [r for r in layout.records if r.record_options is not None and r.record_options.stream and r.key is not None]


def people_by_identity(submission: Submission, identities: Iterable[str]) -> dict[str, Person]:
    """Identity, as findings have it → the person of the file. What is not about a person is left out."""
    wanted = {identity for identity in identities if identity}
    found: dict[str, Person] = {}
    if not wanted or not submission.tables_path:
        return found
    for record in people_in(submission.for_return.collection.type.layout(submission.for_return.collection.year)):
        path = submission.tables_folder / f"{record.table}.parquet"
        if not path.exists():
            continue
        table = pl.scan_parquet(path)
        frame = _named(table, record, table.collect_schema().names())
        kept = frame.filter(pl.col(RECORD) == record.index, pl.col("identity").is_in(sorted(wanted))).collect()
        for row in kept.iter_rows(named=True):
            found.setdefault(row["identity"], Person(record.tag, row[ROW], row["key"] or "", row["name"]))
    return found


def _named(frame: pl.LazyFrame, record: Node, columns: list[str]) -> pl.LazyFrame:
    """Place, key, name and identity of every row of a table of people."""
    key = record.key
    assert key is not None
    assert record.record_options is not None
    by_name = {node.name: node.column for node in record.items() if node.column in columns}

    def column(name: str) -> pl.Expr:
        return pl.col(by_name[name]).cast(pl.String).fill_null("") if name in by_name else pl.lit("")

    instead = pl.concat_str([column(name) for name in record.record_options.identity], separator="|").str.to_lowercase()
    own = pl.col(key.column) if key.column in columns else pl.lit(None, pl.String)
    name = pl.concat_str([column("forename"), column("surname")], separator=" ").str.strip_chars()
    return frame.select(
        RECORD, ROW, own.alias("key"), name.alias("name"), pl.coalesce(own, instead).alias("identity")
    )
