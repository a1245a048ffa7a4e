"""Faults in the blocks of spring: special schools, PRUs, appeals, pupils not in class, meals taken."""

from __future__ import annotations

from typing import Any

from schemas.sample.planting import NoPlace, Raised
from schemas.sample.school_census.faults._plan import Plan, fault
from schemas.sample.write import Fields

_CLASSES = "PS MP MS SS AT"
_PRIMARY = "PS AT"


def _block_lacks(rule: str, block: str, *tags: str, phases: str, lock: str = "", value: Any = None) -> None:
    """The fault that items of a block are missing (only where they hold a value, when one is given)."""

    def plant(plan: Plan) -> Raised:
        found = plan.block(*block.split("/"), lock=lock or tags[0])
        if any(tag not in found or (value is not None and found[tag] != value) for tag in tags):
            raise NoPlace
        for tag in tags:
            del found[tag]
        return found

    fault(rule, terms="SPR", phases=phases)(plant)


def _block_says(rule: str, block: str, phases: str, lock: str, **values: Any) -> None:
    """The fault that items of a block hold something else."""

    def plant(plan: Plan) -> Raised:
        found = plan.block(*block.split("/"), lock=lock)
        found.update(values)
        return found

    fault(rule, terms="SPR", phases=phases)(plant)


# Special schools and pupil referral units -----------------------------------------------------------------------------

_block_lacks("280", "SpecialSchool", "Accommodation", phases="SP")
_block_lacks("310", "SpecialSchool", "MaxDayPupils", phases="SP")
_block_lacks("320", "SpecialSchool", "MaxBoarders", phases="SP")
_block_says("330Q", "SpecialSchool", "SP", "MaxDayPupils", MaxDayPupils=1)
_block_lacks("350", "SpecialSchool", "MinMaleAge", "MaxMaleAge", phases="SP", lock="male")
_block_lacks("360", "SpecialSchool", "MinFemaleAge", "MaxFemaleAge", phases="SP", lock="female")
_block_lacks("370", "SpecialSchool", "MinMaleAge", phases="SP", lock="male")
_block_lacks("380", "SpecialSchool", "MaxFemaleAge", phases="SP", lock="female")
_block_says("390", "SpecialSchool", "SP", "male", MinMaleAge=15, MaxMaleAge=10)
_block_says("400", "SpecialSchool", "SP", "female", MinFemaleAge=15, MaxFemaleAge=10)
_block_lacks("410", "SpecialSchool", "Provisions", phases="SP")
_block_lacks("540", "PRU", "ChildMothers", phases="PR")
_block_lacks("541", "PRU", "TeenMotherPlaces", phases="PR")
_block_lacks("542", "PRU", "ChildcarePlaces", phases="PR")


@fault("5005", terms="SPR", phases="NS PS MP MS SS AT PR")
def special_school_block_elsewhere(plan: Plan) -> Raised:
    """A school that is not special gives what special schools do."""
    plan.new_block("SpecialSchool", {"Accommodation": "D"})
    return plan.school


# Appeals --------------------------------------------------------------------------------------------------------------

_ZERO = ("Lodged", "Withdrawn", "Heard", "Upheld", "Rejected")


def _appeals(stem: str, heard: int) -> Fields:
    return {f"{stem}{part}": heard if part in ("Lodged", "Heard", "Upheld") else 0 for part in _ZERO}


def _one_more(rule: str, block: str, tag: str, phases: str, *, below: str = "") -> None:
    """The fault that a number of appeals does not add up (and stays below that of the whole school)."""

    def plant(plan: Plan) -> Raised:
        appeals = plan.school.get("AdmissionAppeals", {})
        if below and (block not in appeals or appeals[block][tag] >= appeals["PrimaryAppeals"][below]):
            raise NoPlace
        plan.lock("appeals")
        found = plan.block("AdmissionAppeals", block)
        found[tag] += 1
        return found

    fault(rule, terms="SPR", phases=phases)(plant)


_one_more("560", "PrimaryAppeals", "PrimaryWithdrawn", "PS MP AT")
_one_more("570", "PrimaryAppeals", "PrimaryRejected", "PS MP AT")
_one_more("561", "SecondaryAppeals", "SecondaryWithdrawn", "MS SS AT")
_one_more("571", "SecondaryAppeals", "SecondaryRejected", "MS SS AT")
_one_more("630", "InfantAppeals", "InfantsWithdrawn", _PRIMARY, below="PrimaryWithdrawn")
_one_more("640", "InfantAppeals", "InfantsRejected", _PRIMARY, below="PrimaryRejected")


def _no_appeals(rule: str, block: str, phases: str) -> None:
    def plant(plan: Plan) -> Raised:
        plan.lock("appeals")
        if block not in plan.school.get("AdmissionAppeals", {}):
            raise NoPlace
        del plan.school["AdmissionAppeals"][block]
        return plan.school

    fault(rule, terms="SPR", phases=phases)(plant)


_no_appeals("564Q", "PrimaryAppeals", "PS MP AT")
_no_appeals("565Q", "SecondaryAppeals", "MS SS AT")
_no_appeals("566Q", "InfantAppeals", _PRIMARY)


def _appeals_elsewhere(rule: str, block: str, stem: str, heard: int, phases: str) -> None:
    """The fault that a school gives appeals which another body hears."""

    def plant(plan: Plan) -> Raised:
        if plan.setting.governance != "CO":
            raise NoPlace
        plan.new_block("AdmissionAppeals", {block: _appeals(stem, heard)})
        return plan.school

    fault(rule, terms="SPR", phases=phases)(plant)


_appeals_elsewhere("5013", "PrimaryAppeals", "Primary", 3, _CLASSES)
_appeals_elsewhere("5125", "SecondaryAppeals", "Secondary", 3, _CLASSES)
_appeals_elsewhere("5018", "InfantAppeals", "Infants", 3, _PRIMARY)
_appeals_elsewhere("5014", "PrimaryAppeals", "Primary", 0, "NS SP PR")
_appeals_elsewhere("5126", "SecondaryAppeals", "Secondary", 0, "NS SP PR")
_appeals_elsewhere("5019", "InfantAppeals", "Infants", 0, "NS MP MS SS SP PR")

# Pupils not in class --------------------------------------------------------------------------------------------------

_block_lacks("920", "PupilReconciliation", "PartTimeNotIn", phases=_CLASSES, value=0)
_block_lacks("940", "PupilReconciliation", "PrivateStudy", phases=_CLASSES, value=0)
_block_lacks("950", "PupilReconciliation", "PupilsAtOtherSchool", phases=_CLASSES, value=0)
_block_lacks("953", "PupilReconciliation", "WorkExperience", phases="MS SS AT", value=0)
_block_lacks("957", "PupilReconciliation", "FEcollege", phases="MS SS AT", value=0)


@fault("930", alone=True, terms="SPR", phases="MP MS SS AT")
def more_part_time_than_there_are(plan: Plan) -> Raised:
    """A part-time pupil was out of class, and nobody is part-time (another fault would make one so)."""
    found = plan.block("PupilReconciliation", lock="PartTimeNotIn")
    plan.a_class(lambda a_class: a_class["HomePupils"] > 1)["HomePupils"] -= 1
    found["PartTimeNotIn"] = 1
    return found


def _not_here(rule: str, tag: str) -> None:
    def plant(plan: Plan) -> Raised:
        plan.block("PupilReconciliation", lock=tag)[tag] = 0
        return plan.school

    fault(rule, terms="SPR", phases="PS MP")(plant)


_not_here("5026", "WorkExperience")
_not_here("5027", "FEcollege")


@fault("5023", terms="SPR", phases="NS SP PR")
def reconciliation_elsewhere(plan: Plan) -> Raised:
    """A school without classes says how many pupils were not in them."""
    plan.new_block("PupilReconciliation", {"PartTimeNotIn": 0})
    return plan.school


# Meals taken ------------------------------------------------------------------------------------------------------

_block_lacks("1310", "Miscellaneous", "FreeMealsTaken", phases="")


@fault("1320Q", terms="SPR")
def more_meals_than_pupils(plan: Plan) -> Raised:
    """More free meals were taken than pupils have them."""
    plan.block("Miscellaneous", lock="FreeMealsTaken")["FreeMealsTaken"] = plan.setting.pupils + 1
    return plan.school
