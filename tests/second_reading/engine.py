"""The other side of the comparison: the portal's own reader, rules and engine."""

from __future__ import annotations

import datetime
import io
from typing import Any

import polars as pl

from schemas.reading import read
from schemas.tables import Tables
from tests.second_reading.rules import Found
from validation import book
from validation.check import check
from validation.examples import given_frame

Beside = dict[str, list[dict[str, Any]]]


def tables_of(xml: bytes) -> Tables:
    """The portal's reading of a return, which must be of the schema: malformed values are another matter."""
    reading = read(io.BytesIO(xml), "return.xml")
    assert not reading.tables.unread.height, reading.tables.unread
    return reading.tables


def findings(xml: bytes, beside: Beside, before: bytes | None = None) -> tuple[set[Found], set[str]]:
    """What the rule set in force finds, and the rules that it ran. References that are not in ``beside`` are empty."""
    tables = tables_of(xml)
    ruleset = book.ruleset_of(tables.collection, tables.year, None)
    references: dict[str, pl.DataFrame] = {}
    for name, reference in ruleset.plan.build.references.items():
        if not reference.before:
            references[name] = given_frame(reference, _written(beside.get(name, [])))
    run = check(tables, ruleset, tables_of(before) if before else None, references)
    assert not run.fallbacks
    ran = {code for code, result in run.rules.items() if result.status == "ok"}
    assert not [code for code, result in run.rules.items() if result.status == "could_not_run"]
    return {(one.rule, one.record, one.row) for one in run.findings}, ran


def _written(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Dates as text, as examples write them."""
    return [
        {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in row.items()}
        for row in rows
    ]
