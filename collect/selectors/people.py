"""Who a finding is about: names and places in the file, read from its tables for the few that a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from collect.models import Submission
from schemas.collections import CollectionType
from schemas.layout import Layout, Node
from schemas.tables import RECORD, ROW


class Place(NamedTuple):
    """What a finding says of where it stands: whose it is, the tag of its record, and that record's number."""

    identity: str
    record: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Person:
    """A person of a file: where they stand in it and what they are called."""

    record: str
    row: int
    key: str
    name: str
    title: str
    """What stands for them on a page: the name, or the number where the collection holds no names."""
    under: str
    """What stands beneath the title; may be empty."""


@dataclass(frozen=True)
class People:
    """The people that were asked for."""

    by_place: dict[tuple[str, int], Person] = field(default_factory=dict)
    by_identity: dict[str, Person] = field(default_factory=dict)

    def at(self, identity: str, record: str = "", row: int | None = None) -> Person | None:
        """The person who stands there; two may share an identity, so the place goes first. None: not about a person."""
        here = self.by_place.get((record, row)) if row is not None else None
        return here or self.by_identity.get(identity)


def called(kind: CollectionType, key: str, name: str, row: int) -> tuple[str, str]:
    """Title and what stands beneath, of the ``row``-th person of a file."""
    missing = f"No {kind.key_label}"
    if kind.has_names:
        return name or "No name given", key or missing
    return key or missing, "" if key else kind.wording.fill("{Person} {row} of the file", row=f"{row:,}")


def people_in(layout: Layout) -> list[Node]:
    """The records of a layout that are people."""
    return [record for record in layout.records if record.is_person]


def people_at(submission: Submission, places: Iterable[Place]) -> People:
    """The people of a file that these findings are about."""
    wanted = list(places)
    identities = sorted({place.identity for place in wanted if place.identity})
    found = People()
    if not wanted or not submission.tables_path:
        return found
    collection = submission.for_return.collection
    for record in people_in(collection.type.layout(collection.year)):
        path = submission.tables_folder / f"{record.table}.parquet"
        if not path.exists():
            continue
        table = pl.scan_parquet(path)
        frame = _named(table, record, table.collect_schema().names())
        rows = sorted({place.row for place in wanted if place.record == record.tag and place.row is not None})
        asked = pl.col("identity").is_in(identities) | pl.col(ROW).is_in(rows)
        for row in frame.filter(pl.col(RECORD) == record.index, asked).collect().iter_rows(named=True):
            key, name = row["key"] or "", row["name"]
            person = Person(record.tag, row[ROW], key, name, *called(collection.type, key, name, row[ROW]))
            found.by_place[record.tag, row[ROW]] = person
            found.by_identity.setdefault(row["identity"], person)
    return found


def people_by_identity(submission: Submission, identities: Iterable[str]) -> dict[str, Person]:
    """The people of a file by identity, where nothing is known of their place."""
    return people_at(submission, [Place(identity) for identity in identities]).by_identity


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
    return frame.select(RECORD, ROW, own.alias("key"), name.alias("name"), pl.coalesce(own, instead).alias("identity"))
