"""What the readings of the school census share."""

from __future__ import annotations

from collections.abc import Callable

from tests.second_reading import facts
from tests.second_reading.prose import Test
from tests.second_reading.prose import reads as reads_of
from tests.second_reading.records import Record, Value

PUPILS = ("PupilOnRoll", "PupilNoLongerOnRoll")


def reads(*codes: str) -> Callable[[Test], Test]:
    return reads_of("school_census", *codes)


def known(record: Record, item: str, codeset: str) -> bool:
    value = record.get(item)
    return value is not None and value in facts.codes("school_census", codeset, record.given.year)


def beside(record: Record, table: str, column: str, value: Value) -> dict[str, Value] | None:
    """The row of what is given beside the return that has this value."""
    return next((row for row in record.given.beside[table] if row[column] == value), None)


def total(record: Record, *items: str) -> int:
    return sum(record.get(item) or 0 for item in items)


def upns(pupil: Record) -> list[str | None]:
    return [pupil.get("UPN"), pupil.get("FormerUPN")]


def born_after_census_day(pupil: Record) -> bool:
    born, on = pupil.get("DOB"), pupil.get("ReferenceDate")
    return born is not None and on is not None and born > on
