"""Facts that conditions name: code sets, windows, ranges, working days, as the published tables have them."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SPEC = ROOT / "tests" / "spec"
Row = dict[str, str]


@cache
def table(name: str) -> list[Row]:
    """The rows of a table of facts, by its path without the ending: ``school_census/windows``."""
    folder, _, file = name.rpartition("/")
    path = ROOT / "schemas" / folder / "data" / f"{file}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _in_force(row: Row, year: int) -> bool:
    return int(row["year_from"] or 0) <= year <= int(row["year_to"] or 9999)


@cache
def codes(family: str, name: str, year: int) -> frozenset[str]:
    """The codes of a code set in an academic year. Raises ``LookupError`` for a set that there is not."""
    rows = [row for row in table(f"{family}/codesets") if row["codeset"] == name]
    if not rows:
        raise LookupError(f"no codeset {name}")
    return frozenset(row["code"] for row in rows if _in_force(row, year))


@cache
def window(term: str, year: int, name: str) -> tuple[date, date] | None:
    """First and last day of a window of the school census; a single day is a window of one."""
    for row in table("school_census/windows"):
        if (row["term"], row["academic_year"], row["name"]) == (term, str(year), name):
            return date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    return None


@cache
def census_day(term: str, year: int) -> date | None:
    for row in table("school_census/census_days"):
        if (row["term"], row["academic_year"]) == (term, str(year)):
            return date.fromisoformat(row["date"])
    return None


@cache
def estab_ranges(phase: str) -> list[tuple[int, int]]:
    rows = table("school_census/estab_ranges")
    return [(int(row["from"]), int(row["to"])) for row in rows if row["phase"] == phase]


@cache
def ages_of_school_type(school_type: str | None) -> tuple[int, int] | None:
    for row in table("school_census/school_type_ages"):
        if row["school_type"] == school_type:
            return int(row["min_age"]), int(row["max_age"])
    return None


@cache
def phase_school_types() -> frozenset[tuple[str, str]]:
    return frozenset((row["phase"], row["school_type"]) for row in table("school_census/phase_school_types"))


@cache
def upn_authorities() -> frozenset[str]:
    """Every authority number that a UPN may carry, three digits."""
    return frozenset(
        f"{number:03d}" for row in table("upn_la_codes") for number in range(int(row["from"]), int(row["to"]) + 1)
    )


@cache
def bank_holidays() -> frozenset[date]:
    return frozenset(date.fromisoformat(row["date"]) for row in table("bank_holidays"))


def minus_working_days(day: date, number: int) -> date:
    """The so-many-th working day before ``day``."""
    while number:
        day -= timedelta(days=1)
        if day.weekday() < 5 and day not in bank_holidays():
            number -= 1
    return day
