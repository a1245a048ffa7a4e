"""Faults in attendance: the term or half term that every census asks for, and the second one of autumn."""

from __future__ import annotations

from schemas.sample.planting import Fault, Raised
from schemas.sample.school_census.faults._plan import Plan, attendance, fault, has_exclusion, lacks, status
from schemas.sample.write import Fields

_PHASES = "PS MP MS SS SP AT PR"
_FIRST, _SECOND = "TermlyAttendance", "SummerHalfTerm2Attendance"


def _attended(plan: Plan, part: str) -> tuple[Fields, Fields]:
    """A pupil with this part of attendance, and it."""
    pupil = plan.pupil(lambda pupil: attendance(pupil, part) is not None and not has_exclusion(pupil))
    found = attendance(pupil, part) or {}
    return pupil, plan.inside(pupil, found)


def _add_detail(part: Fields, **values: object) -> None:
    details = part.setdefault("SessionDetails", {}).setdefault("SessionDetail", [])
    details.append({tag: value for tag, value in values.items() if value is not None})


def _detail(rule: str, part: str, reason: str | None, sessions: int | None, terms: str) -> Fault[Plan]:
    """The fault that one detail of a part is wrong."""

    def plant(plan: Plan) -> Raised:
        _, found = _attended(plan, part)
        _add_detail(found, AttendanceReason=reason, Sessions=sessions)
        return found

    return fault(rule, terms=terms, phases=_PHASES)(plant)


_detail("2475", _FIRST, "ZZ", 1, "")
_detail("2480", _FIRST, "M", 0, "")
_detail("2490", _FIRST, None, 3, "")
_detail("2530", _FIRST, "I", 400, "")
_detail("2572", _SECOND, "ZZ", 1, "AUT")
_detail("2573", _SECOND, "M", 0, "AUT")
_detail("2574", _SECOND, None, 3, "AUT")
_detail("2582", _SECOND, "I", 400, "AUT")

lacks("2500", f"Attendance/{_FIRST}/SessionsPossible", phases=_PHASES)
lacks("2510", f"Attendance/{_FIRST}/SessionsPossible", leaver=True, phases=_PHASES)
lacks("2575", f"Attendance/{_SECOND}/SessionsPossible", terms="AUT", phases=_PHASES)
lacks("2579", f"Attendance/{_SECOND}/SessionsPossible", terms="AUT", leaver=True, phases=_PHASES)


def _of_another_age(plan: Plan, part: str, window: str) -> Fields:
    last = plan.window(window)[1]
    pupil = plan.pupil(lambda pupil: "Attendance" not in pupil and status(pupil)["EntryDate"] <= last)
    pupil["Attendance"] = {part: {"SessionsPossible": 50}}
    return pupil


@fault("2470", phases=_PHASES)
def attendance_of_another_age(plan: Plan) -> Raised:
    """A pupil under or over school age has attendance."""
    return _of_another_age(plan, _FIRST, "ATT1")


@fault("2571", terms="AUT", phases=_PHASES)
def summer_attendance_of_another_age(plan: Plan) -> Raised:
    """A pupil under or over school age has attendance in the second half of summer."""
    return _of_another_age(plan, _SECOND, "ATT2")


@fault("2485Q", phases=_PHASES)
def absent_by_suspension_that_is_not_there(plan: Plan) -> Raised:
    """A pupil has sessions missed by suspension, and no suspension."""
    pupil, part = _attended(plan, _FIRST)
    part["SessionDetails"] = {"SessionDetail": [{"AttendanceReason": "E", "Sessions": 2}]}
    return pupil


@fault("2502Q", phases=_PHASES)
def nothing_possible(plan: Plan) -> Raised:
    """A pupil who was there all the time had no possible sessions."""
    pupil, part = _attended(plan, _FIRST)
    part["SessionsPossible"] = 0
    part.pop("SessionDetails", None)
    return pupil


@fault("5057", phases="NS")
def attendance_in_a_nursery(plan: Plan) -> Raised:
    """A nursery school reports attendance."""
    pupil = plan.pupil()
    pupil["Attendance"] = {_FIRST: {"SessionsPossible": 50}}
    return pupil


@fault("5080", terms="AUT", phases="NS")
def summer_attendance_in_a_nursery(plan: Plan) -> Raised:
    """A nursery school reports attendance in the second half of summer."""
    pupil = plan.pupil()
    pupil["Attendance"] = {_SECOND: {"SessionsPossible": 50}}
    return pupil
