"""Faults in school details."""

from __future__ import annotations

from datetime import timedelta

from schemas.sample.planting import NoPlace, Raised
from schemas.sample.school_census.faults._plan import Plan, fault

_ADMISSIONS = "PS MP MS SS AT"


def _lacks(rule: str, tag: str, phases: str = "", *, kind: bool = False) -> None:
    def plant(plan: Plan) -> Raised:
        plan.lock(f"SchoolCharacteristics/{tag}")
        if kind:
            plan.lock("kind of school")
        del plan.school["SchoolCharacteristics"][tag]
        return plan.school

    fault(rule, phases=phases)(plant)


_lacks("110", "SchoolName")
_lacks("420", "PhoneNo")


def _says(rule: str, phases: str = "", terms: str = "", *, alone: bool = False, **values: str) -> None:
    """The fault that items say what the kind of school is not (alone: faults of pupils turn on them)."""

    def plant(plan: Plan) -> Raised:
        if plan.setting.governance == "CA":
            raise NoPlace
        plan.lock("kind of school")
        plan.school["SchoolCharacteristics"].update(values)
        return plan.school

    fault(rule, phases=phases, terms=terms, alone=alone)(plant)


_lacks("140", "SchoolType", kind=True)
_lacks("240", "Intake", _ADMISSIONS, kind=True)
_lacks("260", "Governance", kind=True)
_says("150", "NS PS MP MS SS SP PR", SchoolType="55")
_says("221", "NS PR", Intake="SEL4")
_says("222", "NS PR", Governance="VA")
_says("223", _ADMISSIONS, Intake="SPEC")
_says("224", "SP", alone=True, Intake="COMP")
_says("261", SchoolType="49")
_says("262", terms="AUT SUM", Governance="CA")
_says("263", "SS", SchoolType="47")
_says("264", "SS AT", alone=True, Governance="CT")


@fault("100", alone=True)
def another_day(plan: Plan) -> Raised:
    """The reference date is the day before census day; other faults count from census day."""
    plan.sample.header["CollectionDetails"]["ReferenceDate"] = plan.day - timedelta(days=1)
    return plan.sample.header


@fault("270Q")
def email_is_no_address(plan: Plan) -> Raised:
    """The school's e-mail address has no @."""
    plan.lock("SchoolCharacteristics/Email")
    plan.school["SchoolCharacteristics"]["Email"] = "office"
    return plan.school


def _alone(rule: str, tag: str) -> None:
    """The fault that something is missing on which many rules turn."""

    def plant(plan: Plan) -> Raised:
        del plan.school["SchoolCharacteristics"][tag]
        return plan.school

    fault(rule, alone=True)(plant)


_alone("120", "Phase")
_alone("210", "HighestNCyear")
_alone("220", "LowestNCyear")
