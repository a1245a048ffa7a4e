"""What the readings of the children in need census share.

An episode is one CINdetails. ``TRUE`` is true or 1 and ``FALSE`` false or 0, case ignored; open is without an end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from tests.second_reading import names
from tests.second_reading.prose import Test
from tests.second_reading.prose import reads as reads_of
from tests.second_reading.records import Record, Value


def reads(*codes: str, portal: bool = False) -> Callable[[Test], Test]:
    return reads_of("children_in_need", *codes, portal=portal)


def is_true(record: Record, item: str) -> bool:
    return str(record.get(item)).lower() in ("true", "1")


def is_false(record: Record, item: str) -> bool:
    return str(record.get(item)).lower() in ("false", "0")


def before(one: Value, other: Value) -> bool:
    """Earlier than; false where either is absent."""
    return one is not None and other is not None and one < other


def in_period(record: Record, day: date | None) -> bool:
    start, ref = names.period(record)
    return day is not None and start <= day <= ref


def outside_period(record: Record, day: date | None) -> bool:
    return day is not None and not in_period(record, day)


def conference(episode: Record) -> date | None:
    """CINdetails/DateOfInitialCPC: the episode's own."""
    found: date | None = episode.get("CINdetails/DateOfInitialCPC")
    return found


def dates(record: Record, kind: str, item: str) -> list[date]:
    """The values of an item in the records of a kind inside."""
    return [value for one in record.records(kind) if (value := one.get(item)) is not None]


def repeated(values: Iterable[Value]) -> bool:
    there = [value for value in values if value is not None]
    return len(there) != len(set(there))


def starts_within(start: Value, other: Value, end: Value, ref: date, *, last_day: bool = True) -> bool:
    """On or after the other's start, and on or before its end; on or before REF where it is open.

    ``last_day`` false: before its end.
    """
    if start is None or other is None or start < other:
        return False
    if end is None:
        return bool(start <= ref)
    return bool(start <= end) if last_day else bool(start < end)


def overlap(records: list[Record], start: str, end: str) -> bool:
    """One starts within another."""
    return any(
        starts_within(one.get(start), other.get(start), other.get(end), names.reference_date(one))
        for one in records
        for other in records
        if one is not other
    )


def starts_before_referral(episode: Record, days: list[date]) -> bool:
    return any(before(day, episode.get("CINreferralDate")) for day in days)
