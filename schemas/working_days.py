"""Working days in England: Monday to Friday without the bank holidays of ``data/bank_holidays.csv``.

The dates there follow from the pattern of the Banking and Financial Dealings Act 1971 and its yearly proclamations
(``computed``); a holiday proclaimed for one year only is added when it is known.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from importlib import resources

_DAY = timedelta(days=1)
_SATURDAY = 5


@cache
def bank_holidays() -> frozenset[date]:
    """The bank holidays of England that are known."""
    table = resources.files("schemas").joinpath("data/bank_holidays.csv").read_text(encoding="utf-8")
    return frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(table.splitlines()))


def is_working_day(day: date) -> bool:
    """Whether people are at work on ``day``."""
    return day.weekday() < _SATURDAY and day not in bank_holidays()


def working_days_before(day: date, number: int) -> date:
    """The day that is ``number`` working days before ``day``: ``day`` itself does not count.

    Raises ``LookupError`` where bank holidays of a year on the way are not known.
    """
    known = {holiday.year for holiday in bank_holidays()}
    while number:
        day -= _DAY
        if day.year not in known:
            raise LookupError(f"the bank holidays of {day.year} are not known")
        number -= is_working_day(day)
    return day
