"""The names in capitals that conditions use: ages, dates of the census, groups of pupils, the period of a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.second_reading import facts
from tests.second_reading.records import Record, Value

EARLY = ("E1", "E2", "N1", "N2")
POSITIONS = {"E1": -2, "E2": -1, "N1": -2, "N2": -1, "R": 0} | {str(number): number for number in range(1, 15)}
AUTHABS = ("C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "H")
ABSENT = (*AUTHABS, "G", "N", "O", "U")
LISTS = {"AUTHABS": AUTHABS, "ABSENT": ABSENT}
DAYS = ("PREVREF", "TERMSTART", "TERMCUT", "AGEDATE", "ATTAGEDATE", "AYSTART")


def whole_years(born: date | None, on: date | None) -> int | None:
    """Birthdays had by a day, that day's included."""
    if born is None or on is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def whole_months(born: date | None, on: date | None) -> int | None:
    if born is None or on is None:
        return None
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def window(record: Record, name: str) -> tuple[date, date] | None:
    return facts.window(record.given.term, record.given.year, name)


def day(record: Record, name: str) -> date | None:
    """A single date of the census: AYSTART, PREVREF and so on."""
    found = window(record, name)
    return found[0] if found else None


def position(code: str | None) -> int | None:
    """POS of a year group."""
    return POSITIONS.get(code or "")


def age(pupil: Record) -> int | None:
    return whole_years(pupil.get("DOB"), day(pupil, "AGEDATE"))


def attendance_age(pupil: Record) -> int | None:
    return whole_years(pupil.get("DOB"), day(pupil, "ATTAGEDATE"))


def funding_age(pupil: Record) -> int | None:
    return whole_years(pupil.get("DOB"), day(pupil, "TERMCUT"))


def months(pupil: Record) -> int | None:
    return whole_months(pupil.get("DOB"), day(pupil, "TERMCUT"))


def expected_position(pupil: Record) -> int | None:
    years = age(pupil)
    return None if years is None else max(years - 4, -2)


def _is_in(value: Value, codes: tuple[str, ...]) -> bool:
    return value is not None and value in codes


def w3(pupil: Record) -> bool:
    years, funded = age(pupil), funding_age(pupil)
    return years is not None and funded is not None and years <= 3 and funded >= 3


def w4(pupil: Record) -> bool:
    funded = funding_age(pupil)
    return age(pupil) == 4 and funded is not None and funded < 5 and _is_in(pupil.get("NCyearActual"), EARLY)


def w9m(pupil: Record) -> bool:
    had, funded = months(pupil), funding_age(pupil)
    return had is not None and funded is not None and had >= 9 and funded < 3


def lunch_age(pupil: Record) -> bool:
    group, years = pupil.get("NCyearActual"), age(pupil)
    return _is_in(group, ("R", "1", "2")) or (group == "X" and years is not None and 4 <= years <= 6)


def fsm_open(pupil: Record) -> bool:
    on = pupil.get("ReferenceDate")
    for period in pupil.records("FSMperiod"):
        start, end = period.get("FSMstartDate"), period.get("FSMendDate")
        if on and start and start <= on and (end is None or end >= on):
            return True
    return False


def attendance_scope(pupil: Record) -> bool:
    years = attendance_age(pupil)
    return years is not None and 4 <= years <= 15 and pupil.get("Boarder") == "N"


def overlaps_fsm_window(pupil: Record) -> bool:
    """An FSMperiod shares a day with window FSM; one without an end is still going on."""
    within = window(pupil, "FSM")
    for period in pupil.records("FSMperiod"):
        start, end = period.get("FSMstartDate"), period.get("FSMendDate")
        if within and start and start <= within[1] and (end is None or end >= within[0]):
            return True
    return False


NUMBERS: dict[str, Callable[[Record], int | None]] = {
    "AGE": age,
    "ATTAGE": attendance_age,
    "FAGE": funding_age,
    "MONTHS": months,
    "EXPPOS": expected_position,
}
TESTS: dict[str, Callable[[Record], bool]] = {
    "W3": w3,
    "W4": w4,
    "W9M": w9m,
    "LUNCHAGE": lunch_age,
    "FSMOPEN": fsm_open,
    "ATTSCOPE": attendance_scope,
}


def reference_date(record: Record) -> date:
    """REF of the children in need census: 31 March of the year that the header names (see ``differences.toml``)."""
    return date(record.given.year + 1, 3, 31)


def period(record: Record) -> tuple[date, date]:
    """PERIOD: START (REF - 1 year + 1 day) to REF."""
    ref = reference_date(record)
    return add_months(ref, -12) + timedelta(days=1), ref


def add_months(on: date, number: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    year, month = divmod(on.year * 12 + on.month - 1 + number, 12)
    for last in range(on.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError
