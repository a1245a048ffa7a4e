"""What rules look up beyond a return: the school register, and what other returns of the collection say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl
from django.db.models import QuerySet

from collect.models import Collection, PupilIndex, Return
from collect.services import lists, register
from schemas.collections import CollectionType
from schemas.likeness import digest, people
from schemas.tables import Tables
from validation.book import RuleSet
from validation.build import LIKENESS, UPN, Reference

CHUNK = 500


def references_for(return_: Return, ruleset: RuleSet, tables: Tables) -> dict[str, pl.DataFrame]:
    """The references that rules of ``ruleset`` look up and the portal has, by name. The others' rules are skipped."""
    wanted = {name: each for name, each in ruleset.plan.build.references.items() if not each.before}
    found: dict[str, pl.DataFrame] = {}
    kept: Mapping[str, pl.DataFrame] = {}
    if any(not reference.among for reference in wanted.values()):
        kept = standing(wanted.values())
    for name, reference in wanted.items():
        if reference.among:
            if not known_by(reference, return_.collection.type):
                continue
            found[name] = elsewhere(return_, reference, tables)
        elif name in kept:
            found[name] = kept[name].select(reference.columns)
    return found


def standing(references: Iterable[Reference]) -> Mapping[str, pl.DataFrame]:
    """What is the same for every return: the school register, and the lists among ``references`` that were loaded."""
    listed = [reference.name for reference in references if reference.is_list]
    return {**register.frames(), **lists.frames(listed)}


def known_by(reference: Reference, kind: CollectionType) -> bool:
    """Whether people of the collection are known by what the reference looks for, so that two returns can share one.

    The number that one sender gave says nothing about the people of another.
    """
    names = {record.key.name for record in kind.people_records() if record.key is not None}
    return reference.key in {LIKENESS, *names}


def index_column(name: str) -> str:
    """The column of the index of pupils that holds what references call ``name``: the UPN is the key there."""
    return "key" if name == UPN else name


def elsewhere(return_: Return, reference: Reference, tables: Tables) -> pl.DataFrame:
    """Which people of this return other returns of the collection hold too, and in how many, or as whom.

    Of each other return the current file counts. Only people that ``reference.among`` lets through are looked at.
    """
    mine = people(tables).rename({"key": UPN})[reference.key].drop_nulls().unique().sort().to_list()
    stored = {digest(text) if reference.key == LIKENESS else text: text for text in mine}
    column, listed = index_column(reference.key), index_column(reference.lists)
    others = people_held(return_.collection, reference).exclude(for_return=return_.pk)
    said: dict[str, set[str]] = {}
    for some in _in_chunks(list(stored)):
        rows = others.filter(**{f"{column}__in": some})
        for key, value in rows.values_list(column, listed or "for_return").iterator():
            if value is not None:
                said.setdefault(stored[str(key)], set()).add(str(value))
    found = [(key, sorted(values) if reference.lists else str(len(values))) for key, values in sorted(said.items())]
    return pl.DataFrame(found, schema=dict(reference.schema), orient="row")


def people_held(collection: Collection, reference: Reference) -> QuerySet[PupilIndex]:
    """The people of a collection whom a reference is made of."""
    columns = {f"{column}__in": values for column, values in reference.among}
    return PupilIndex.objects.filter(for_return__collection=collection, **columns)


def _in_chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Some hundred at a time: SQLite takes few parameters."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
