"""Faults of the return as a whole: something is so for (nearly) everybody. Each is planted by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, characteristics, fault, group, needs
from schemas.sample.write import Fields


def _everybody(rule: str, change: Callable[[Fields], None], **scope: Any) -> None:
    def plant(plan: Plan) -> Raised:
        plan.sample.pupils.change_all(change)
        return plan.message

    fault(rule, alone=True, **scope)(plant)


def _set(tag: str, value: str | bool | int) -> Callable[[Fields], None]:
    def change(pupil: Fields) -> None:
        if tag in characteristics(pupil):
            characteristics(pupil)[tag] = value

    return change


def _set_language(pupil: Fields) -> None:
    characteristics(pupil)["Language"] = "NOT"


def _give_support(pupil: Fields) -> None:
    if needs(pupil)["SENprovision"] == "N":
        pupil["SpecialEducationalNeeds"] = {
            "SENprovision": "K",
            "SENunitIndicator": False,
            "ResourcedProvisionIndicator": False,
        }


def _take_no_lunch(pupil: Fields) -> None:
    if 0 <= group(pupil) <= 2:
        characteristics(pupil)["SchoolLunchTaken"] = False


_everybody("1640Q", _set("Ethnicity", "WBRI"), terms="SPR")
_everybody("1700Q", _set("Ethnicity", "NOBT"), terms="SPR")
_everybody("1780Q", _set("YSSA", "UNS"), phases="MS SS SP AT PR")
_everybody("1850Q", _set_language)
_everybody("1877Q", _set("SchoolLunchTaken", True), phases="PS AT SP")
_everybody("1878Q", _take_no_lunch, phases="PS AT SP")
_everybody("1999Q", _set("Non_qualHrs", 0), terms="AUT", phases="SS AT")
_everybody("2205Q", _give_support, terms="AUT SUM", phases="PS MP MS SS AT")


@fault("4015Q", alone=True, phases="PS MP MS SS SP AT PR")
def nobody_is_placed(plan: Plan) -> Raised:
    """No pupil has a placement in alternative provision."""
    plan.sample.pupils.change_all(lambda pupil: pupil.pop("APPlacementDetails", None))
    plan.sample.leavers.change_all(lambda leaver: leaver.pop("APPlacementDetails", None))
    return plan.message


@fault("1110Q", alone=True, terms="SPR", phases="PS MP MS SS AT")
def nobody_assists(plan: Plan) -> Raised:
    """No class has anybody but teachers."""
    for a_class in plan.block("Classes")["Class"]:
        a_class["NonTeachers"] = 0
    return plan.school
