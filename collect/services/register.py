"""Loading the school register from the public CSV, and giving it to rules as tables.

The layout is that of the establishment fields of Get Information about Schools (``edubasealldata…csv``): Windows-1252,
dates as 01-09-2012, about a hundred and fifty columns, of which those below are kept.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import polars as pl
from django.db import transaction

from collect.models.register import Establishment, RegisterLoad

COLUMNS = {
    "urn": "URN",
    "la_number": "LA (code)",
    "estab": "EstablishmentNumber",
    "name": "EstablishmentName",
    "type_code": "TypeOfEstablishment (code)",
    "status_code": "EstablishmentStatus (code)",
    "phase_code": "PhaseOfEducation (code)",
    "low_age": "StatutoryLowAge",
    "high_age": "StatutoryHighAge",
    "ukprn": "UKPRN",
    "opened_on": "OpenDate",
    "closed_on": "CloseDate",
}
NEEDED = ("urn", "la_number", "estab", "name", "status_code")
DATES, NUMBERS = ("opened_on", "closed_on"), ("low_age", "high_age")
OPEN_FIRST = {"1": 0, "3": 1, "4": 2}
"""Open, open but proposed to close, proposed to open; anything else is closed and comes last."""
LENGTHS = {
    "urn": 6,
    "la_number": 3,
    "estab": 4,
    "name": 200,
    "type_code": 4,
    "status_code": 2,
    "phase_code": 2,
    "ukprn": 8,
}
BATCH = 500
SHOWN = 20


class NotARegister(Exception):
    """The file is not a register. The words say why."""


@dataclass
class Loaded:
    """What a load changed. ``examples`` name some of it."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    left: int = 0
    same_file: bool = False
    examples: list[str] = field(default_factory=list)

    def tell(self, what: str) -> None:
        """Add an example, as long as there are few."""
        if len(self.examples) < SHOWN:
            self.examples.append(what)


def load(path: Path) -> Loaded:
    """Make the register what the file says, all of it or nothing. The same file again changes nothing."""
    body = path.read_bytes()
    found = {row["urn"]: row for row in parse(body)}
    if not found:
        raise NotARegister("The file has no establishments.")
    sha256 = hashlib.sha256(body).hexdigest()
    done = Loaded(rows=len(found))
    with transaction.atomic():
        newest = RegisterLoad.objects.first()
        if newest is not None and newest.sha256 == sha256:
            done.same_file = True
            return done
        there = {row.urn: row for row in Establishment.objects.select_for_update()}
        note = RegisterLoad.objects.create(
            sha256=sha256, filename=path.name[:255], rows=len(found), added=0, changed=0, left=0
        )
        _apply(found, there, note, done)
        note.added, note.changed, note.left = done.added, done.changed, done.left
        note.save(update_fields=["added", "changed", "left"])
    return done


def _apply(
    found: Mapping[str, dict[str, Any]], there: Mapping[str, Establishment], note: RegisterLoad, done: Loaded
) -> None:
    new, changed, left = [], [], []
    for urn, row in found.items():
        known = there.get(urn)
        if known is None:
            new.append(Establishment(**row))
            done.tell(f"new: {row['name']} ({urn})")
            continue
        differing = [name for name, value in row.items() if getattr(known, name) != value]
        if known.left_in_id is not None:
            differing.append("left_in")
        if differing:
            said = ", ".join(f"{COLUMNS.get(n, 'back in the register')}" for n in differing)
            done.tell(f"changed: {row['name']} ({urn}): {said}")
            for name, value in row.items():
                setattr(known, name, value)
            known.left_in = None
            changed.append(known)
    for urn, known in there.items():
        if urn not in found and known.left_in_id is None:
            known.left_in = note
            left.append(known)
            done.tell(f"no longer in the register: {known.name} ({urn})")
    Establishment.objects.bulk_create(new, batch_size=BATCH)
    Establishment.objects.bulk_update(changed, [*(n for n in COLUMNS if n != "urn"), "left_in"], batch_size=100)
    Establishment.objects.bulk_update(left, ["left_in"], batch_size=100)
    done.added, done.changed, done.left = len(new), len(changed), len(left)


def parse(body: bytes) -> Iterator[dict[str, Any]]:
    """The establishments of a file as rows of the model. Raises ``NotARegister`` with the line that is wrong."""
    rows = csv.DictReader(io.StringIO(_text(body), newline=""))
    missing = [COLUMNS[name] for name in NEEDED if COLUMNS[name] not in (rows.fieldnames or [])]
    if missing:
        raise NotARegister(f"The file has no column {', '.join(missing)}.")
    for row in rows:
        try:
            yield {name: _value(name, (row.get(column) or "").strip()) for name, column in COLUMNS.items()}
        except ValueError as problem:
            raise NotARegister(f"Line {rows.line_num}: {problem}") from problem


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _value(name: str, text: str) -> Any:
    if name in DATES:
        return _date(text)
    if name in NUMBERS:
        return int(text) if text else None
    if name == "urn" and not (text.isdigit() and len(text) == 6):
        raise ValueError(f"URN is {text or 'missing'}; it has six digits")
    if name == "la_number" and text:
        return text.zfill(3)
    if name == "estab" and text:
        return text.zfill(4)
    limit = LENGTHS[name]
    if len(text) > limit:
        if name != "name":
            raise ValueError(f"{COLUMNS[name]} is too long")
        return text[:limit]
    return text


def _date(text: str) -> date | None:
    if not text:
        return None
    for form in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError(f"{text} is not a date such as 01-09-2012")


# -- as tables for rules

_lock = Lock()
_cached: tuple[tuple[int, str], dict[str, pl.DataFrame]] | None = None


def frames() -> Mapping[str, pl.DataFrame]:
    """The register by LAESTAB and by URN; nothing when none has been loaded. Kept until another one is loaded."""
    global _cached
    newest = RegisterLoad.objects.values_list("pk", "sha256").first()
    if newest is None:
        return {}
    with _lock:
        if _cached is None or _cached[0] != newest:
            _cached = (newest, _frames())
        return _cached[1]


def _frames() -> dict[str, pl.DataFrame]:
    rows = Establishment.objects.values_list("urn", "la_number", "estab", "status_code", "opened_on", "left_in")
    every = [(urn, la + estab if la and estab else None) for urn, la, estab, *_ in rows]
    by_urn = pl.DataFrame(every, schema={"urn": pl.String, "laestab": pl.String}, orient="row")
    # A number is used again when a school becomes an academy: the open one has it, then the one opened last.
    best: dict[str, tuple[tuple[int, int], str]] = {}
    for urn, la, estab, status, opened_on, left in rows:
        if not (la and estab) or left is not None:
            continue
        rank = (OPEN_FIRST.get(status, 9), -(opened_on.toordinal() if opened_on else 0))
        if la + estab not in best or (rank, urn) < best[la + estab]:
            best[la + estab] = (rank, urn)
    numbers = [(laestab, urn) for laestab, (_, urn) in sorted(best.items())]
    by_number = pl.DataFrame(numbers, schema={"laestab": pl.String, "urn": pl.String}, orient="row")
    return {"register_by_urn": by_urn, "register_by_laestab": by_number}
