"""Faults in enrolment, entry and leaving dates, part-time, boarding, year group and class type."""

from __future__ import annotations

from datetime import timedelta

from schemas.sample.planting import NoPlace, Raised
from schemas.sample.school_census.faults._plan import (
    Plan,
    attendance,
    fault,
    group,
    has_exclusion,
    identifiers,
    lacks,
    status,
)
from schemas.sample.school_census.setting import whole_years
from schemas.sample.write import Fields

_NOT_NURSERY = "PS MP MS SS SP AT PR"
_AFTER = timedelta(days=3)


def _is_settled(pupil: Fields) -> bool:
    """A pupil of whom a change of dates says nothing about suspensions, learning aims or early years."""
    return not has_exclusion(pupil) and 3 <= group(pupil) <= 11


lacks("1860", "PupilStatus/EnrolStatus", where=lambda pupil: group(pupil) < 12)
lacks("1880", "PupilStatus/EntryDate", where=lambda pupil: group(pupil) >= 1)
lacks("1930", "PupilStatus/PartTime")
lacks("1970", "PupilStatus/Boarder")
lacks("2000", "PupilStatus/NCyearActual", where=lambda pupil: 3 <= group(pupil) <= 11)
lacks("2060", "PupilStatus/TypeOfClass", where=lambda pupil: group(pupil) >= 0, phases="PS AT")


@fault("1881Q", terms="AUT", phases=_NOT_NURSERY)
def attended_before_joining(plan: Plan) -> Raised:
    """A pupil who joined in the second half of last summer term has sessions in the first."""
    pupil = plan.pupil(lambda pupil: _is_settled(pupil) and attendance(pupil) is not None)
    status(pupil)["EntryDate"] = plan.window("ATT1")[1] + _AFTER
    return pupil


def _only_second_half(plan: Plan, pupil: Fields) -> Fields:
    status(pupil)["EntryDate"] = plan.window("ATT2")[1] + _AFTER
    del pupil["Attendance"]["TermlyAttendance"]
    return pupil


@fault("1883Q", terms="AUT", phases=_NOT_NURSERY)
def attended_summer_before_joining(plan: Plan) -> Raised:
    """A pupil who joined in August has sessions in the summer term."""
    return _only_second_half(plan, plan.pupil(lambda pupil: _is_settled(pupil) and attendance(pupil) is not None))


@fault("1882", terms="AUT", phases="SS AT")
def new_sixth_former_attended_here(plan: Plan) -> list[Raised]:
    """A pupil of year 12 who joined in August has sessions in the summer term."""
    pupil = plan.pupil(lambda pupil: group(pupil) == 12 and attendance(pupil) is not None and not has_exclusion(pupil))
    return [_only_second_half(plan, pupil), ("1883Q", pupil)]


@fault("1920", phases=_NOT_NURSERY)
def left_on_census_day(plan: Plan) -> Raised:
    """A leaver left on census day."""
    leaver = plan.leaver(
        lambda leaver: (
            "UniqueLearnerNumber" in identifiers(leaver) or whole_years(identifiers(leaver)["DOB"], plan.day) < 14
        )
    )
    status(leaver)["LeavingDate"] = plan.day
    return leaver


@fault("1925Q", phases=_NOT_NURSERY)
def leaver_without_reason_to_be_there(plan: Plan) -> Raised:
    """A leaver left before the attendance that is asked for, and has nothing else to report."""
    early = plan.window("ATT1")[0] - timedelta(days=20)
    leaver = plan.leaver(
        lambda leaver: (
            not has_exclusion(leaver) and "LearningAims" not in leaver and status(leaver)["EntryDate"] < early
        )
    )
    status(leaver)["LeavingDate"] = early
    del leaver["Attendance"]
    return leaver


@fault("1940")
def part_time_of_school_age(plan: Plan) -> Raised:
    """A pupil of compulsory school age is part-time."""
    pupil = plan.pupil(lambda pupil: 1 <= group(pupil) <= 11)
    status(pupil)["PartTime"] = True
    return pupil


@fault("1980Q")
def one_boarder(plan: Plan) -> Raised:
    """One pupil boards (a special school would say in spring how many places it has for boarders)."""
    if "SpecialSchool" in plan.school:
        raise NoPlace
    plan.lock("boarders")
    pupil = plan.pupil(lambda pupil: "Attendance" not in pupil and not status(pupil)["PartTime"])
    status(pupil)["Boarder"] = "B"
    return plan.message


def _move(pupil: Fields, code: str) -> Fields:
    status(pupil)["NCyearActual"] = code
    return pupil


@fault("2002", phases="PS MP MS SP")
def year_above_the_highest(plan: Plan) -> Raised:
    """A pupil is in a year group that the school has not."""
    highest = plan.setting.highest
    return _move(plan.pupil(lambda pupil: group(pupil) == highest), str(highest + 1))


@fault("2020Q", phases=_NOT_NURSERY)
def two_years_ahead(plan: Plan) -> Raised:
    """A pupil is two years ahead of their age."""
    highest = plan.setting.highest
    pupil = plan.pupil(lambda pupil: group(pupil) in (3, 4, 5, 8, 9) and group(pupil) + 2 <= highest)
    return _move(pupil, str(group(pupil) + 2))


@fault("2070Q", phases="PS")
def nursery_class_in_year_1(plan: Plan) -> Raised:
    """A pupil of year 1 is in a nursery class."""
    pupil = plan.pupil(lambda pupil: group(pupil) == 1)
    status(pupil)["TypeOfClass"] = "N"
    return pupil


@fault("2080", phases="PS")
def nursery_class_of_an_older_pupil(plan: Plan) -> list[Raised]:
    """A pupil of six or more is in a nursery class."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 2)
    status(pupil)["TypeOfClass"] = "N"
    return [pupil, ("2070Q", pupil)]


@fault("5048", phases="MP MS SS SP PR")
def class_type_outside_primary(plan: Plan) -> Raised:
    """A school that is neither primary nor all-through gives a class type."""
    pupil = plan.pupil()
    status(pupil)["TypeOfClass"] = "O"
    return pupil
