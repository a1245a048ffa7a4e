"""Faults in learning aims, post-16 hours and GCSE grades already held (autumn)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, characteristics, fault, group, lacks, needs, status
from schemas.sample.write import Fields

_SCOPE: dict[str, Any] = {"terms": "AUT", "phases": "SS AT PR"}


def _has_aims(person: Fields) -> bool:
    return "LearningAims" in person


def _aim(person: Fields) -> Fields:
    """The last learning aim of the first programme."""
    found: Fields = person["LearningAims"]["ProgrammeAim"][0]["LearningAim"][-1]
    return found


def _an_aim(plan: Plan) -> Fields:
    pupil = plan.pupil(_has_aims)
    return plan.inside(pupil, _aim(pupil))


def _in_aim(rule: str, *missing: str, **changed: Callable[[Plan, Fields], Any] | str) -> None:
    """The fault that items of one learning aim are missing or wrong."""

    def plant(plan: Plan) -> Raised:
        aim = _an_aim(plan)
        for tag in missing:
            del aim[tag]
        for tag, value in changed.items():
            aim[tag] = value(plan, aim) if callable(value) else value
        return aim

    fault(rule, **_SCOPE)(plant)


def _before_start(plan: Plan, aim: Fields) -> date:
    start: date = aim["LearningStartDate"]
    return start - timedelta(days=1)


_in_aim("2700", "QN")
_in_aim("2701", LearningAimWithdrawalReason="3")
_in_aim("2710", QN="abc")
_in_aim("2722", "SCC")
_in_aim("2730", "LearningStartDate")
_in_aim("2735", LearningStartDate=lambda plan, aim: plan.day + timedelta(days=1))
_in_aim("2750", "LearningPlannedEndDate")
_in_aim("2760", LearningPlannedEndDate=_before_start)
_in_aim("2761", LearningActualEndDate=_before_start, LearningAimStatus="2")
_in_aim("2765", LearningPlannedEndDate=lambda plan, aim: date(plan.day.year + 6, 7, 1))
_in_aim("2766", LearningPlannedEndDate=lambda plan, aim: date(plan.day.year + 1, 8, 15))
_in_aim("2780", LearningActualEndDate=lambda plan, aim: plan.days_before(3))
_in_aim("2785", LearningAimStatus="3", LearningActualEndDate=lambda plan, aim: plan.days_before(3))
_in_aim("2790", LearningAimStatus="2")
_in_aim("2805", LearningAimStatus="2", LearningActualEndDate=lambda plan, aim: plan.day + timedelta(days=1))
_in_aim("2820", "LearningAimStatus")

lacks("2005", "PupilStatus/NCyearLeaving", leaver=True, where=_has_aims, **_SCOPE)
lacks("2712", "PupilCharacteristics/FTEmp", where=_has_aims, **_SCOPE)
lacks("3000", "PupilCharacteristics/MathsGCSEHighestPriorAttainment", where=_has_aims, **_SCOPE)
lacks("3005", "PupilCharacteristics/MathsGCSEPriorAttainmentYear11", where=_has_aims, **_SCOPE)
lacks("3010", "PupilCharacteristics/EnglishGCSEHighestPriorAttainment", where=_has_aims, **_SCOPE)
lacks("3015", "PupilCharacteristics/EnglishGCSEPriorAttainmentYear11", where=_has_aims, **_SCOPE)
lacks("3040", "PupilCharacteristics/MathsGCSEFundingExemption", where=_has_aims, **_SCOPE)
lacks("3045", "PupilCharacteristics/EnglishGCSEFundingExemption", where=_has_aims, **_SCOPE)


def _gcse(rule: str, subject: str, grade: str, stage: str, exemption: str) -> None:
    """The fault that grade, stage and exemption of a subject do not go together."""

    def plant(plan: Plan) -> Raised:
        pupil = plan.pupil(lambda pupil: _has_aims(pupil) and needs(pupil)["SENprovision"] != "E")
        characteristics(pupil).update(
            {
                f"{subject}GCSEHighestPriorAttainment": grade,
                f"{subject}GCSEPriorAttainmentYear11": stage,
                f"{subject}GCSEFundingExemption": exemption,
            }
        )
        return pupil

    fault(rule, **_SCOPE)(plant)


_gcse("1633Q", "English", "6", "1", "L")
_gcse("1634Q", "Maths", "6", "1", "L")
_gcse("1635", "Maths", "3", "1", "U")
_gcse("1636", "Maths", "5", "3", "N")
_gcse("1637", "English", "3", "1", "U")
_gcse("1638", "English", "5", "3", "N")
_gcse("3020Q", "Maths", "3", "3", "N")
_gcse("3030Q", "English", "3", "3", "N")


@fault("1893Q", **_SCOPE)
def hardly_any_hours_last_year(plan: Plan) -> Raised:
    """A pupil of year 13 had twenty hours last year."""
    pupil = plan.pupil(lambda pupil: "QualHrsPreviousYear" in characteristics(pupil))
    characteristics(pupil).update(QualHrsPreviousYear=15, Non_qualHrsPreviousYear=5)
    return pupil


def _was_here_last_year(pupil: Fields) -> bool:
    return _has_aims(pupil) and "QualHrsPreviousYear" in characteristics(pupil)


def _is_new(pupil: Fields) -> bool:
    return _has_aims(pupil) and "QualHrsPreviousYear" not in characteristics(pupil)


def _follow_a_t_level(pupil: Fields) -> None:
    pupil["LearningAims"]["ProgrammeAim"][0]["ProgType"] = "31"


@fault("1886", since=2023, **_SCOPE)
def last_year_without_hours(plan: Plan) -> Raised:
    """A pupil of year 13 has no hours for last year."""
    pupil = plan.pupil(_was_here_last_year)
    for tag in ("QualHrsPreviousYear", "Non_qualHrsPreviousYear"):
        del characteristics(pupil)[tag]
    return pupil


@fault("1889", since=2023, **_SCOPE)
def too_many_hours_last_year(plan: Plan) -> Raised:
    """A pupil has more than 4,000 hours for last year."""
    pupil = plan.pupil(_was_here_last_year)
    characteristics(pupil)["QualHrsPreviousYear"] = 4001
    return pupil


@fault("1894", since=2023, **_SCOPE)
def t_level_without_hours(plan: Plan) -> Raised:
    """A pupil who began a T level has no hours for it."""
    pupil = plan.pupil(_is_new)
    _follow_a_t_level(pupil)
    for tag in ("QualHrs", "Non_qualHrs"):
        del characteristics(pupil)[tag]
    return pupil


@fault("1895", since=2023, **_SCOPE)
def t_level_hours_of_a_study_programme(plan: Plan) -> Raised:
    """The hours of a pupil with a study programme are entered as those of a T level."""
    pupil = plan.pupil(_has_aims)
    characteristics(pupil).update(QualHrs=0, Non_qualHrs=0, TLevelQualHrs=540)
    return pupil


@fault("1896", since=2023, **_SCOPE)
def both_kinds_of_hours(plan: Plan) -> list[Raised]:
    """A pupil with a T level alone has hours of both kinds."""
    pupil = plan.pupil(_has_aims)
    _follow_a_t_level(pupil)
    characteristics(pupil)["TLevelQualHrs"] = 900
    return [pupil, ("1993", pupil)]


@fault("1992", **_SCOPE)
def hours_missing(plan: Plan) -> Raised:
    """A pupil with learning aims has no hours."""
    pupil = plan.pupil(_has_aims)
    for tag in ("QualHrs", "Non_qualHrs"):
        characteristics(pupil).pop(tag, None)
    return pupil


@fault("1993", **_SCOPE)
def study_programme_hours_of_a_t_level(plan: Plan) -> Raised:
    """A pupil with study programme hours follows only a T level, in its second year."""
    pupil = plan.pupil(_was_here_last_year)
    _follow_a_t_level(pupil)
    return pupil


@fault("1997", **_SCOPE)
def too_many_hours(plan: Plan) -> Raised:
    """A pupil has more than 4,000 hours."""
    pupil = plan.pupil(_has_aims)
    characteristics(pupil)["QualHrs"] = 4001
    return pupil


@fault("1998Q", **_SCOPE)
def only_other_hours(plan: Plan) -> Raised:
    """A pupil has hours without a qualification and none with one."""
    pupil = plan.pupil(_has_aims)
    characteristics(pupil).update(QualHrs=0, Non_qualHrs=50)
    return pupil


@fault("2341", **_SCOPE)
def leaver_without_postcode(plan: Plan) -> Raised:
    """A leaver with learning aims has no postcode."""
    leaver = plan.leaver(_has_aims)
    del leaver["HomeInformation"]
    return leaver


@fault("2795", **_SCOPE)
def leaver_goes_on_learning(plan: Plan) -> Raised:
    """A leaver has a learning aim that goes on."""
    leaver = plan.leaver(_has_aims)
    aim = _aim(leaver)
    for tag in ("LearningActualEndDate", "LearningAimWithdrawalReason"):
        aim.pop(tag, None)
    aim["LearningAimStatus"] = "1"
    characteristics(leaver)["QualHrs"] = 540
    return leaver


@fault("2870", **_SCOPE)
def sixth_former_without_aims(plan: Plan) -> Raised:
    """A pupil of year 12 or above has no learning aim."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 12 and status(pupil)["EnrolStatus"] in ("C", "M"))
    del pupil["LearningAims"]
    for tag in ("QualHrs", "Non_qualHrs"):
        characteristics(pupil).pop(tag, None)
    return pupil


@fault("5106", terms="AUT", phases="SP")
def aims_in_a_special_school(plan: Plan) -> Raised:
    """A special school gives a learning aim."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 12)
    pupil["LearningAims"] = {"ProgrammeAim": [{"ProgType": "01", "LearningAim": [{"LearningAimStatus": "1"}]}]}
    return pupil
