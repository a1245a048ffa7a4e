"""Loading the lists that rules look values up in, and giving them to rules as tables.

Which lists there are and what columns each has is said by the rules (``validation.build.Reference``); a file is a
CSV with those columns, by name, in any order. Others are left out.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Organisation
from collect.models import Collection, Return, Submission
from collect.models.lists import ReferenceList
from collect.services import causes, recheck
from validation import book
from validation.build import Reference

SHOWN = 20
TRUE, FALSE = ("true", "1", "yes", "y"), ("false", "0", "no", "n")


class NotAList(Exception):
    """The file is not such a list. The words say why."""


@dataclass
class Loaded:
    """What a load changed, and how many returns are checked again because of it."""

    rows: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    same_file: bool = False
    returns: int = 0
    examples: list[str] = field(default_factory=list)


def known() -> dict[str, Reference]:
    """The lists that the rules of any released set look values up in, by name."""
    found: dict[str, Reference] = {}
    for coordinate in book.coordinates():
        for lookup in book.load(coordinate).plan.build.lookups:
            if lookup.reference.is_list:
                found[lookup.reference.name] = lookup.reference
    return found


def load(name: str, path: Path) -> Loaded:
    """Make a list what the file says. The same file again changes nothing.

    Returns of collections that are open and whose rules look the list up are queued to be checked again. Raises
    ``NotAList``, and ``LookupError`` for a list that no rule knows.
    """
    try:
        reference = known()[name]
    except KeyError:
        raise LookupError(f"No rule looks anything up in a list {name}. There are {', '.join(known())}.") from None
    body = path.read_bytes()
    frame = parse(reference, body)
    sha256 = hashlib.sha256(body).hexdigest()
    done = Loaded(rows=frame.height)
    with transaction.atomic():
        newest = ReferenceList.objects.select_for_update().filter(name=name).first()
        if newest is not None and newest.sha256 == sha256:
            done.same_file = True
            return done
        _compare(reference, _table(newest) if newest else frame.clear(), frame, done)
        stored = io.BytesIO()
        frame.write_parquet(stored)
        ReferenceList.objects.create(
            name=name,
            sha256=sha256,
            filename=path.name[:255],
            rows=done.rows,
            added=done.added,
            removed=done.removed,
            changed=done.changed,
            table=stored.getvalue(),
        )
        returns = list(_touched(name).values_list("pk", flat=True))
        recheck.request(returns, Organisation.objects.get(kind=Organisation.Kind.DFE), causes.of_list(name))
        done.returns = len(returns)
    return done


def parse(reference: Reference, body: bytes) -> pl.DataFrame:
    """The rows of a file. Raises ``NotAList``."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("windows-1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in reference.columns if column not in (reader.fieldnames or ())]
    if missing:
        raise NotAList(f"The file has no column {', '.join(missing)}. {reference.words} needs {_and(reference)}.")
    columns: dict[str, list[object]] = {column: [] for column in reference.columns}
    seen: dict[str, int] = {}
    for row in reader:
        key = (row[reference.key] or "").strip()
        if not key:
            raise NotAList(f"Line {reader.line_num} has no {reference.key}.")
        if key in seen:
            raise NotAList(f"Line {reader.line_num} has {reference.key} {key} again; it is on line {seen[key]}.")
        seen[key] = reader.line_num
        for column in reference.columns:
            columns[column].append(_value(reference, column, (row[column] or "").strip(), reader.line_num))
    if not seen:
        raise NotAList("The file has no rows.")
    return pl.DataFrame(columns, schema=reference.schema)


def _and(reference: Reference) -> str:
    return ", ".join(reference.columns)


def _value(reference: Reference, column: str, text: str, line: int) -> object:
    kind = reference.schema[column]
    if not text:
        return None
    if kind == pl.Boolean():
        if text.lower() not in (*TRUE, *FALSE):
            raise NotAList(f"Line {line}: {column} is {text}. Write true or false.")
        return text.lower() in TRUE
    if kind == pl.Date():
        day = pl.Series([text]).str.to_date("%Y-%m-%d", strict=False)[0]
        if day is None:
            raise NotAList(f"Line {line}: {column} is {text}. Write dates as 2026-08-31.")
        return day
    return text


def _compare(reference: Reference, old: pl.DataFrame, new: pl.DataFrame, done: Loaded) -> None:
    before = {row[reference.key]: row for row in old.iter_rows(named=True)}
    after = {row[reference.key]: row for row in new.iter_rows(named=True)}
    ways: dict[str, Iterable[str]] = {
        "added": after.keys() - before.keys(),
        "removed": before.keys() - after.keys(),
        "changed": {key for key in after.keys() & before.keys() if after[key] != before[key]},
    }
    for way, keys in ways.items():
        ordered = sorted(keys)
        setattr(done, way, len(ordered))
        done.examples += [f"{way}: {key}" for key in ordered[: SHOWN - len(done.examples)]]


def _touched(name: str) -> QuerySet[Return]:
    looking = [
        coordinate
        for coordinate in set(Collection.objects.values_list("ruleset", flat=True))
        if any(lookup.reference.name == name for lookup in book.load(coordinate).plan.build.lookups)
    ]
    collections = [each.pk for each in Collection.objects.filter(ruleset__in=looking) if each.is_open()]
    return Return.objects.filter(collection__in=collections, current_submission__state__in=Submission.READ)


def frames(names: Iterable[str]) -> Mapping[str, pl.DataFrame]:
    """Those of these lists that have been loaded, by name."""
    found: dict[str, pl.DataFrame] = {}
    for name in names:
        newest = ReferenceList.objects.filter(name=name).values_list("pk", flat=True).first()
        if newest is not None:
            found[name] = _frame(newest)
    return found


@cache
def _frame(pk: int) -> pl.DataFrame:
    return _table(ReferenceList.objects.get(pk=pk))


def _table(row: ReferenceList) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(bytes(row.table)))
