"""Students of every kind of programme, on roll and left (autumn): what is chosen are the planned hours."""

from __future__ import annotations

from datetime import date

from schemas.sample.school_census.setting import Setting, leaving_day
from schemas.sample.write import Fields
from tests.validation.witnesses.schools import leavers_of, pupils_of
from tests.validation.witnesses.search import Situation, every, merged

STUDY, TRANSITION, T_LEVEL = "01", "30", "31"
PROGRAMMES = {
    "a study programme": (STUDY,),
    "a T level": (T_LEVEL,),
    "the year before a T level": (TRANSITION,),
    "a T level beside a study programme": (T_LEVEL, STUDY),
    "a T level after its transition year": (TRANSITION, T_LEVEL),
}
_HOURS = [
    "QualHrs",
    "Non_qualHrs",
    "TLevelQualHrs",
    "TLevelNon_qualHrs",
    "QualHrsPreviousYear",
    "Non_qualHrsPreviousYear",
]
# Hours that nobody planned are left out: a 0 that is written only to be let through is no value that passes.
CHOICES: list[Fields] = [{"PupilCharacteristics": hours} for hours in every(**dict.fromkeys(_HOURS, (None, 400)))]


def situations(setting: Setting) -> list[Situation]:
    """All of them, for a school with a sixth form."""
    return [
        Situation(
            f"{who}, {programme}, begun {when}",
            _studying(setting, person, types, begun, left),
            CHOICES,
            leaver=left is not None,
        )
        for programme, types in PROGRAMMES.items()
        for when, begun in {"this year": setting.year, "last year": setting.year - 1}.items()
        for who, person, left in _people(setting)
        if left is None or begun < setting.year
    ]


def _people(setting: Setting) -> list[tuple[str, Fields, date | None]]:
    on_roll = pupils_of(setting)
    leaver = next((one for one in leavers_of(setting) if "LearningAims" in one), None)
    found: list[tuple[str, Fields, date | None]] = [
        (f"year {group}", on_roll[group], None) for group in ("12", "13") if group in on_roll
    ]
    if leaver is not None:
        found.append(("leaver", leaver, leaving_day(setting.now)))
    return found


def _studying(setting: Setting, person: Fields, types: tuple[str, ...], begun: int, left: date | None) -> Fields:
    """The student with these programmes, one after the other, each with the aims of the first they had."""
    [had, *_] = person["LearningAims"]["ProgrammeAim"]
    start, end = date(begun, 9, 3), date(begun + 2, 7, 10)
    programmes = []
    for kind in types:
        aims = [aim | {"LearningStartDate": start, "LearningPlannedEndDate": end} for aim in had["LearningAim"]]
        dates = {"ProgrammeStartDate": start, "ProgrammePlannedEndDate": end}
        programmes.append(
            {tag: v for tag, v in had.items() if tag != "WorkPlacement"}
            | dates
            | {"ProgType": kind, "LearningAim": aims}
        )
    return merged(
        person, {"PupilCharacteristics": dict.fromkeys(_HOURS)} | {"LearningAims": {"ProgrammeAim": programmes}}
    )
