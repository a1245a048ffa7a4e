"""The three school census collections: autumn, spring and summer."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache, partial
from pathlib import Path

from schemas.codesets import CodeSets
from schemas.collections import CollectionType
from schemas.layout import Family
from schemas.summary import Summary
from schemas.wording import Wording

DATA = Path(__file__).parent / "data"
TERMS = {"AUT": "autumn", "SPR": "spring", "SUM": "summer"}
YEARS = (2024, 2025, 2026)


@cache
def load_family() -> Family:
    from schemas.school_census.labels import LABELS
    from schemas.school_census.message import Message

    return Family("school-census", Message, tuple(TERMS), LABELS)


@cache
def load_codesets() -> CodeSets:
    return CodeSets.load(DATA / "codesets.csv")


def load_summary() -> Summary:
    from schemas.school_census.summary import SUMMARY

    return SUMMARY


@cache
def _census_days() -> dict[tuple[str, int], date]:
    with (DATA / "census_days.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["term"], int(row["academic_year"])): date.fromisoformat(row["date"])
            for row in csv.DictReader(file)
            if row["evidence"] != "cancelled"
        }


@cache
def _windows() -> dict[tuple[str, int], dict[str, tuple[date, date]]]:
    found: dict[tuple[str, int], dict[str, tuple[date, date]]] = {}
    with (DATA / "windows.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dates = found.setdefault((row["term"], int(row["academic_year"])), {})
            dates[row["name"]] = (date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
    return found


def census_day(term: str, year: int) -> date:
    """Census day of ``term`` in the academic year that starts in ``year``. Raises ``LookupError``."""
    try:
        return _census_days()[term, year]
    except KeyError:
        raise LookupError(f"no census day for {term} {year}") from None


def windows(term: str, year: int) -> dict[str, tuple[date, date]]:
    """Name of each window and anchor date → first and last day. Raises ``LookupError``."""
    try:
        return _windows()[term, year]
    except KeyError:
        raise LookupError(f"no collection windows for {term} {year}") from None


def academic_year(term: str, calendar_year: int) -> int:
    """The header's Year is the calendar year of census day: only autumn falls in the year the academic year starts."""
    return calendar_year if term == "AUT" else calendar_year - 1


WORDING = Wording(
    person="pupil",
    people="pupils",
    sender="school",
    senders="schools",
    system="MIS",
    declaration="Head’s declaration",
    signer="headteacher or acting head",
)

TYPES = [
    CollectionType(
        code=f"school-census-{name}",
        name=f"School census {name}",
        family="school-census",
        message_code="SC",
        term=term,
        source="school",
        years=YEARS,
        load_family=load_family,
        load_codesets=load_codesets,
        reference_date=partial(census_day, term),
        windows=partial(windows, term),
        academic_year=partial(academic_year, term),
        wording=WORDING,
        load_summary=load_summary,
        sender=("lea", "estab"),
        phase_item="Phase",
        example={"LEA": "823", "Estab": "4001", "Phase": "PS"},
    )
    for term, name in TERMS.items()
]
