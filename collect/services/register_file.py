"""Reading the files of the school register.

The layout is that of the establishment fields of Get Information about Schools (``edubasealldata…csv``): Windows-1252,
dates as 01-09-2012, about a hundred and fifty columns, of which those below are used; and that of its links
(``links_edubasealldata…csv``): one line for each school that another follows or went before.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.register.entries import Entry, Link, Trust
from accounts.register.refresh import BadRow

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
"""Column of ``Establishment`` → column of the file."""
LA_NAME, TRUST_UID, TRUST_NAME = "LA (name)", "Trusts (code)", "Trusts (name)"
NEEDED = ("urn", "la_number", "estab", "name", "status_code")
LINK_COLUMNS = ("URN", "LinkURN", "LinkType")
DATES, NUMBERS = ("opened_on", "closed_on"), ("low_age", "high_age")
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
DIGITS = {"la_number": "LA (code) has up to three digits", "estab": "EstablishmentNumber has up to four digits"}


class NotARegister(Exception):
    """The file is not a register. The words say why."""


@dataclass
class Parsed:
    """The usable rows by URN, as columns of the register and as entries for organisations; and the others."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)


def parse(body: bytes) -> Parsed:
    """The establishments of a file. Raises ``NotARegister`` where it is none or no row of it can be used."""
    lines = _lines(body, [COLUMNS[name] for name in NEEDED])
    found = Parsed()
    has_trusts = TRUST_UID in (lines.fieldnames or ())
    for line in lines:
        name = (line.get(COLUMNS["name"]) or "").strip()
        try:
            row = {name: _value(name, (line.get(column) or "").strip()) for name, column in COLUMNS.items()}
            if row["urn"] in found.rows:
                raise ValueError(f"URN {row['urn']} stands in the file twice")
        except ValueError as problem:
            found.bad.append(BadRow(lines.line_num, name, str(problem)))
            continue
        found.rows[row["urn"]] = row
        found.entries[row["urn"]] = _entry(row, line, has_trusts=has_trusts)
    if not found.rows:
        if found.bad:
            raise NotARegister(f"No row can be used. Line {found.bad[0].line}: {found.bad[0].why}.")
        raise NotARegister("The file has no establishments.")
    return found


def parse_links(body: bytes) -> list[Link]:
    """Who follows whom, each pair once. Links of other kinds are left aside. Raises ``NotARegister``."""
    found: dict[tuple[str, str], bool] = {}
    for line in _lines(body, list(LINK_COLUMNS)):
        urn, other, kind = ((line.get(column) or "").strip() for column in LINK_COLUMNS)
        word, _, rest = kind.partition(" ")
        if word == "Successor":
            pair = (urn, other)
        elif word == "Predecessor":
            pair = (other, urn)
        else:
            continue
        # Said from both sides: where one side says that schools merged or split, they did.
        found[pair] = found.get(pair, True) and not rest
    parts = Counter(old for old, _ in found)
    return [Link(old, new, is_whole and parts[old] == 1) for (old, new), is_whole in found.items()]


def _lines(body: bytes, needed: list[str]) -> csv.DictReader[str]:
    lines = csv.DictReader(io.StringIO(_text(body), newline=""))
    missing = [column for column in needed if column not in (lines.fieldnames or [])]
    if missing:
        raise NotARegister(f"The file has no column {', '.join(missing)}.")
    return lines


def _entry(row: dict[str, Any], line: dict[str, Any], *, has_trusts: bool) -> Entry:
    """A row as organisations are made from it."""
    trust = None
    if has_trusts:
        trust = Trust((line.get(TRUST_UID) or "").strip(), (line.get(TRUST_NAME) or "").strip()[:200])
    kept = {name: row[name] for name in row if name not in NUMBERS}
    kept["type_code"] = kept["type_code"].zfill(2) if kept["type_code"] else ""
    return Entry(**kept, la_name=(line.get(LA_NAME) or "").strip()[:200], trust=trust)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _value(name: str, text: str) -> Any:
    if name in DATES:
        return _date(text)
    if name in NUMBERS:
        return _age(text)
    if name == "urn" and not (text.isascii() and text.isdigit() and len(text) == 6):
        raise ValueError(f"URN is {text or 'missing'}; it has six digits")
    if name == "ukprn" and text and not (text.isascii() and text.isdigit() and len(text) == 8 and text[0] == "1"):
        raise ValueError(f"UKPRN is {text}; it has eight digits and starts with 1")
    limit = LENGTHS[name]
    if name in DIGITS and text:
        if not (text.isascii() and text.isdigit() and len(text) <= limit):
            raise ValueError(f"{DIGITS[name]}, not {text}")
        return text.zfill(limit)
    if len(text) > limit:
        if name != "name":
            raise ValueError(f"{COLUMNS[name]} is too long")
        return text[:limit]
    return text


def _age(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise ValueError(f"{text} is not an age in years")
    return int(text)


def _date(text: str) -> date | None:
    if not text:
        return None
    for form in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError(f"{text} is not a date such as 01-09-2012")
