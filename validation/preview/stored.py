"""Reading from the disk what a preview looks at: some tables of many returns, and the references beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from schemas import collections
from schemas.layout import Layout
from schemas.likeness import digest, people
from schemas.stacking import RETURN
from schemas.tables import LINE, PARENT, RECORD, ROW, Tables
from validation.book import RuleSet
from validation.build import LIKENESS, UPN, Reference
from validation.plan import TableNeeds

AMONG = "among"
Wanted = Mapping[str, frozenset[str]]
"""Table → columns of it."""


@dataclass(frozen=True)
class Item:
    """One return: its name, the folder of its tables and that of the return before it."""

    key: str
    tables: str
    previous: str | None = None


def tables_needed(*sides: RuleSet) -> Wanted:
    """The tables and columns that the rules of these sets look at or show, those around them, and those of people."""
    layout: Layout | None = None
    columns: dict[str, set[str]] = {}
    for plan in (side.plan for side in sides if side.rules):
        layout = plan.layout
        tags = {tag for planned in plan.rules for tag in planned.rule.tags}
        for name, needs in plan.needs.items():
            if _looked_at(needs):
                columns.setdefault(name, set()).update(needs.items)
            for column in _shown(layout, name, tags):
                columns.setdefault(name, set()).add(column)
        for table in (plan.root, *(planned.subject.table for planned in plan.rules)):
            columns.setdefault(table, set())
        columns[plan.root] |= {
            node.column for node in layout.family.root.items() if node.tag == plan.collection.phase_item
        }
    if layout is None:
        return {}
    for name in list(columns):
        for record in layout.tables[name]:
            around = record.host_parent
            while around is not None:
                columns.setdefault(around.table, set())
                around = around.host_parent
    return {name: frozenset(found) for name, found in columns.items()}


def _looked_at(needs: TableNeeds) -> bool:
    return any(vars(needs).values())


def _shown(layout: Layout, table: str, tags: set[str]) -> set[str]:
    """Columns that findings show or know a record by."""
    found = set()
    for record in layout.tables[table]:
        options = record.record_options
        names = {options.key, *options.identity} if options is not None and options.key else set()
        for node in record.walk():
            if node.host is record and (node.tag in tags or node.name in names):
                found.add(node.column)
    return found


@cache
def _empty(collection: str, year: int) -> Tables:
    return Tables.empty(collections.get(collection), year)


def about(folder: Path) -> tuple[str, int]:
    """Collection and year of the tables in a folder."""
    said = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    return said["collection"], said["year"]


def read_some(folder: Path, wanted: Wanted) -> Tables:
    """Some tables and columns of a return: the other tables are as if they had no rows."""
    empty = _empty(*about(folder))
    found = Tables(empty.collection, empty.year, dict(empty.frames))
    system = {RECORD, ROW, LINE, PARENT}
    for name, columns in wanted.items():
        path = folder / f"{name}.parquet"
        if path.exists():
            there = pl.read_parquet_schema(path)
            found.frames[name] = pl.read_parquet(path, columns=[c for c in there if c in columns or c in system])
    unread = folder / "_unread.parquet"
    if unread.exists():
        found.unread = pl.read_parquet(unread)
    return found


class References:
    """The references in a folder: those that stand for all returns, and those that other returns make."""

    def __init__(self, folder: Path | None, wanted: Iterable[Reference]):
        self.standing: dict[str, pl.DataFrame] = {}
        self.among: dict[Reference, pl.DataFrame] = {}
        if folder is None:
            return
        for reference in wanted:
            path, other = folder / f"{reference.name}.parquet", folder / f"{reference.name}.{AMONG}.parquet"
            if path.exists():
                self.standing[reference.name] = pl.read_parquet(path)
            elif other.exists():
                self.among[reference] = pl.read_parquet(other)

    def of(self, keys: list[str], stacked: Tables) -> dict[str, pl.DataFrame]:
        """Those for a stack of returns with these names, each seeing what the others hold."""
        found = dict(self.standing)
        if not self.among:
            return found
        mine = people(stacked, RETURN).rename({"key": UPN}).unique()
        names = pl.DataFrame({RETURN: range(len(keys)), "name": keys}, schema={RETURN: pl.UInt32, "name": pl.String})
        mine = mine.join(names, on=RETURN)
        for reference, frame in self.among.items():
            found[reference.name] = _elsewhere(reference, mine.drop_nulls(reference.key), frame)
        return found


def _elsewhere(reference: Reference, mine: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """What other returns of the collection say of the people of each return."""
    wanted = mine.select(RETURN, "name", reference.key).unique()
    stored = pl.col(reference.key)
    if reference.key == LIKENESS:
        stored = stored.map_elements(digest, return_dtype=pl.String)
    others = wanted.with_columns(stored.alias("_stored")).join(
        frame.rename({RETURN: "other", reference.key: "_stored"}), on="_stored"
    )
    value = next(column for column in reference.columns if column != reference.key)
    listed = pl.col(reference.lists).drop_nulls().unique().sort() if reference.lists else None
    counted = pl.col("other").n_unique().cast(pl.String)
    gathered = (
        others.filter(pl.col("other") != pl.col("name"))
        .group_by(RETURN, reference.key)
        .agg((counted if listed is None else listed).alias(value))
    )
    return gathered.select(RETURN, *reference.columns).sort(RETURN, reference.key)
