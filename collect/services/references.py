"""What rules look up beyond a return: the school register, and what other returns of the collection say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from collect.models import PupilIndex, Return
from collect.services import lists, register
from collect.services.pupils import people_records
from schemas.tables import RECORD, Tables
from validation.book import RuleSet
from validation.build import Reference

CHUNK = 500


def references_for(return_: Return, ruleset: RuleSet, tables: Tables) -> dict[str, pl.DataFrame]:
    """The references that rules of ``ruleset`` look up and the portal has, by name. The others' rules are skipped."""
    wanted = {lookup.reference.name: lookup.reference for lookup in ruleset.plan.build.lookups}
    found: dict[str, pl.DataFrame] = {}
    kept: Mapping[str, pl.DataFrame] = {}
    if any(not reference.among for reference in wanted.values()):
        kept = standing(wanted.values())
    for name, reference in wanted.items():
        if reference.among:
            found[name] = elsewhere(return_, reference, tables)
        elif name in kept:
            found[name] = kept[name].select(reference.columns)
    return found


def standing(references: Iterable[Reference]) -> Mapping[str, pl.DataFrame]:
    """What is the same for every return: the school register, and the lists among ``references`` that were loaded."""
    listed = [reference.name for reference in references if reference.is_list]
    return {**register.frames(), **lists.frames(listed)}


def elsewhere(return_: Return, reference: Reference, tables: Tables) -> pl.DataFrame:
    """Which people of this return other returns of the collection hold too, and in how many.

    Of each other return the current file counts. Only people that ``reference.among`` lets through are looked at.
    """
    columns = {f"{column}__in": values for column, values in reference.among}
    others = PupilIndex.objects.filter(for_return__collection=return_.collection_id, **columns)
    schools: dict[str, set[str]] = {}
    for keys in _keys(tables):
        rows = others.exclude(for_return=return_.pk).filter(upn__in=keys).values_list("upn", "for_return")
        for upn, other in rows.iterator():
            schools.setdefault(str(upn), set()).add(str(other))
    rows_found = [(upn, str(len(ids))) for upn, ids in sorted(schools.items())]
    return pl.DataFrame(rows_found, schema=dict(reference.schema), orient="row")


def _keys(tables: Tables) -> Iterator[list[str]]:
    """The keys of the people of a return, some hundred at a time: SQLite takes few parameters."""
    keys: set[str] = set()
    for record in people_records(tables):
        if record.key is not None:
            frame = tables[record.table].filter(pl.col(RECORD) == record.index)
            keys |= set(frame[record.key.column].drop_nulls().to_list())
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
