"""Pupils of every year group of a school: who board, were suspended or excluded, came from nowhere."""

from __future__ import annotations

from datetime import date, timedelta

from schemas.sample.school_census.setting import Setting
from schemas.sample.write import Fields
from tests.validation.witnesses.schools import EARLY, leavers_of, pupils_of
from tests.validation.witnesses.search import Situation, every, merged

_ATTENDANCE: list[Fields] = [{}, {"Attendance": None}, {"Attendance": {"SummerHalfTerm2Attendance": None}}]


def situations(setting: Setting) -> list[Situation]:
    """All of them, for this school."""
    found = []
    for group, pupil in pupils_of(setting).items():
        found.append(Situation(f"year group {group}", pupil, _ATTENDANCE))
        if group in EARLY:
            continue
        found += [
            Situation(f"year group {group}, boarder {boards}", _boarding(pupil, boards), _ATTENDANCE)
            for boards in ("B", "6", "7")
        ]
        if "TermlyAttendance" in pupil.get("Attendance", {}):
            found += _excluded(setting, f"year group {group}", pupil)
    for leaver in leavers_of(setting)[:1]:
        if "TermlyAttendance" in leaver.get("Attendance", {}):
            found += _excluded(setting, "leaver", leaver, leaver=True)
    if setting.phase == "PR":
        found.append(_without_previous_school(setting))
    return found


def _boarding(pupil: Fields, boards: str) -> Fields:
    return merged(pupil, {"PupilStatus": {"Boarder": boards}})


def _excluded(setting: Setting, who: str, person: Fields, *, leaver: bool = False) -> list[Situation]:
    """Suspended or permanently excluded in the dates of the register; the sessions after it are marked E."""
    marked = merged(
        person,
        {
            "PupilStatus": {"EntryDate": date(setting.year - 1, 9, 2)},
            "Attendance": {
                "TermlyAttendance": {"SessionDetails": {"SessionDetail": [{"AttendanceReason": "E", "Sessions": 4}]}}
            },
        },
    )
    begun = setting.windows["ATT1"][0] + timedelta(days=10)
    situations = []
    for kind in ("SUSP", "PERM"):
        choices: list[Fields] = [
            {"Exclusions": {"TermlyExclusion": [_exclusion(kind, begun, **choice)]}}
            for choice in every(Sessions=(None, 4), Reason1=(None, "PP"), SENprovision=(None, "N", "K", "E"))
        ]
        situations.append(Situation(f"{who}, {kind}", marked, choices, leaver=leaver))
    if not leaver:
        situations.append(Situation(f"{who}, permanently excluded, review not over", marked, [{}]))
    return situations


def _exclusion(kind: str, begun: date, **said: object) -> Fields:
    return {"Category": kind, "StartDate": begun} | {tag: value for tag, value in said.items() if value is not None}


def _without_previous_school(setting: Setting) -> Situation:
    """A pupil who was at no school before; the unit says why the pupil is there."""
    pupil = next(iter(pupils_of(setting).values()))
    provision: list[Fields] = every(PrevURN=(None,), APReason=(None, "OTH"), SENprovisionEntry=(None, "N", "K", "E"))
    said = [{tag: value for tag, value in choice.items() if value is not None} for choice in provision]
    return Situation(
        "no previous school",
        {tag: value for tag, value in pupil.items() if tag != "APProvisionDetail"},
        [{}, *({"APProvisionDetail": detail} for detail in said if detail)],
    )
