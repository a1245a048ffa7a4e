"""The records that school census rules are about, and the values that several of them use."""

from __future__ import annotations

import csv

import polars as pl

from schemas.school_census.types import DATA, load_family
from validation.conditions import holds
from validation.records import Records, day, derived, window

_family = load_family()


def _records(*endings: str) -> Records:
    return Records.of(_family, *endings)


Message = _records("Message")
Header = _records("Header")
School = _records("School")
SpecialSchool = _records("SpecialSchool")
PRU = _records("PRU")
AdmissionAppeals = _records("AdmissionAppeals")
PrimaryAppeals = _records("PrimaryAppeals")
InfantAppeals = _records("InfantAppeals")
SecondaryAppeals = _records("SecondaryAppeals")
PupilReconciliation = _records("PupilReconciliation")
Miscellaneous = _records("Miscellaneous")
Class = _records("Class")
Childcare = _records("Childcare")
PupilOnRoll = _records("PupilOnRoll")
PupilNoLongerOnRoll = _records("PupilNoLongerOnRoll")
Pupil = PupilOnRoll | PupilNoLongerOnRoll
FSMperiod = _records("FSMperiod")
LearnerSupportItem = _records("LearnerSupportItem")
LearnerFAM = _records("LearnerFAM")
SENneed = _records("SENneed")
TermlyExclusion = _records("TermlyExclusion")
Address = _records("Address")
HomeAddress = _records("PupilOnRoll/HomeInformation/Address")
TermlyAttendance = _records("TermlyAttendance")
SummerHalfTerm2Attendance = _records("SummerHalfTerm2Attendance")
TermlySession = _records("TermlyAttendance/SessionDetails/SessionDetail")
SummerSession = _records("SummerHalfTerm2Attendance/SessionDetails/SessionDetail")
APProvisionDetail = _records("APProvisionDetail")
APPlacement = _records("APPlacementDetails")
ProgrammeAim = _records("ProgrammeAim")
LearningAim = _records("LearningAim")
WorkPlacement = _records("WorkPlacement")

EARLY_YEARS = ["E1", "E2", "N1", "N2"]
TO_YEAR_7 = [*EARLY_YEARS, "R", "1", "2", "3", "4", "5", "6", "7"]
BOARDING = ["B", "6", "7"]
_POSITIONS = {"E1": -2, "E2": -1, "N1": -2, "N2": -1, "R": 0} | {str(year): year for year in range(1, 15)}


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ESTAB_RANGES: dict[str, list[tuple[int, int]]] = {}
"""Phase → the ranges of establishment numbers that suit it."""
for _row in _read("estab_ranges.csv"):
    ESTAB_RANGES.setdefault(_row["phase"], []).append((int(_row["from"]), int(_row["to"])))

PHASES_AND_TYPES = [row["phase"] + row["school_type"] for row in _read("phase_school_types.csv")]
"""Every phase with the school types that suit it, written together: ``PS01``."""

_AGES = {row["school_type"]: (int(row["min_age"]), int(row["max_age"])) for row in _read("school_type_ages.csv")}


def outside_ages(age: pl.Expr, school_type: pl.Expr) -> pl.Expr:
    """Whether ``age`` is not one that the type of school is for (ends included); null for an unknown type."""
    lowest = school_type.replace_strict(
        {kind: ages[0] for kind, ages in _AGES.items()}, default=None, return_dtype=pl.Int64
    )
    highest = school_type.replace_strict(
        {kind: ages[1] for kind, ages in _AGES.items()}, default=None, return_dtype=pl.Int64
    )
    return (age < lowest) | (age > highest)


def position(year_group: pl.Expr) -> pl.Expr:
    """POS: the year group as a number (R 0, 1 to 14, E1 and N1 -2, E2 and N2 -1); null for X, M and the unknown."""
    return year_group.replace_strict(_POSITIONS, default=None, return_dtype=pl.Int64)


def _day_of_year(date: pl.Expr) -> pl.Expr:
    """Month and day as a number that sorts like them (not the day's number, which leap years shift)."""
    return date.dt.month().cast(pl.Int64) * 100 + date.dt.day()


def whole_years(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Age in whole years of someone born on ``born``, on the date ``on``."""
    years = on.dt.year().cast(pl.Int64) - born.dt.year()
    return years - (_day_of_year(on) < _day_of_year(born)).cast(pl.Int64)


def whole_months(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Age in whole months of someone born on ``born``, on the date ``on``."""
    months = (on.dt.year().cast(pl.Int64) - born.dt.year()) * 12 + on.dt.month().cast(pl.Int64) - born.dt.month()
    return months - (on.dt.day() < born.dt.day()).cast(pl.Int64)


@derived(Pupil)
def age(pupil):
    """AGE: whole years on the age date of the collection."""
    return whole_years(pupil.dob, day.AGEDATE)


@derived(Pupil)
def attendance_age(pupil):
    """ATTAGE: whole years on the date that decides whether attendance is collected (a year earlier in autumn)."""
    return whole_years(pupil.dob, day.ATTAGEDATE)


@derived(Pupil)
def funding_age(pupil):
    """FAGE: whole years on the cut-off date for early years funding in this term."""
    return whole_years(pupil.dob, day.TERMCUT)


@derived(Pupil)
def months(pupil):
    """MONTHS: whole months on the cut-off date for early years funding in this term."""
    return whole_months(pupil.dob, day.TERMCUT)


@derived(Pupil)
def year_position(pupil):
    """POS of the pupil's year group."""
    return position(pupil.nc_year_actual)


@derived(Pupil)
def expected_position(pupil):
    """EXPPOS: the year group that is usual for the pupil's age."""
    return (pupil.age - 4).clip(lower_bound=-2)


@derived(Pupil)
def w3(pupil):
    """W3: a three-year-old within the extended hours."""
    return (pupil.age <= 3) & (pupil.funding_age >= 3)


@derived(Pupil)
def w4(pupil):
    """W4: a four-year-old below reception within the extended hours."""
    return (pupil.age == 4) & (pupil.funding_age < 5) & pupil.nc_year_actual.is_in(EARLY_YEARS)


@derived(Pupil)
def w9m(pupil):
    """W9M: a child from nine months to two years within the expanded hours."""
    return (pupil.months >= 9) & (pupil.funding_age < 3)


@derived(Pupil)
def lunch_age(pupil):
    """LUNCHAGE: in reception, year 1 or 2, or aged 4 to 6 where the school has no year groups."""
    by_age = (pupil.nc_year_actual == "X") & pupil.age.is_between(4, 6)
    return pupil.nc_year_actual.is_in(["R", "1", "2"]) | by_age


@derived(Pupil)
def fsm_open(pupil):
    """FSMOPEN: a free school meal period is open on census day."""
    return pupil.has(
        FSMperiod,
        lambda period: (
            (period.fsm_start_date <= period.header.reference_date)
            & (period.fsm_end_date.is_null() | (period.fsm_end_date >= period.header.reference_date))
        ),
    )


@derived(Pupil)
def fsm_in_window(pupil):
    """A free school meal period shares a day with the window FSM."""
    return pupil.has(FSMperiod, lambda period: window.FSM.overlaps(period.fsm_start_date, period.fsm_end_date))


@derived(Pupil)
def attendance_expected(pupil):
    """ATTSCOPE: of the ages whose attendance is collected, and not boarding."""
    return pupil.attendance_age.is_between(4, 15) & (pupil.boarder == "N")


@derived(Pupil)
def born_after_census_day(pupil):
    """The date of birth is after census day: PX11 says so, and no rule about the age that follows from it does."""
    return holds(pupil.dob > pupil.header.reference_date)


@derived(LearningAim)
def is_current(aim):
    """The aim is open, or ended in this academic year."""
    return aim.learning_actual_end_date.is_null() | (aim.learning_actual_end_date >= day.AYSTART)
