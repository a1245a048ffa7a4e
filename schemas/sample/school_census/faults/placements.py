"""Faults in alternative provision."""

from __future__ import annotations

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, fault, lacks, status
from schemas.sample.write import Fields

_PHASES = "PS MP MS SS SP AT PR"


def _placement(plan: Plan, pupil: Fields, **values: str) -> Fields:
    usual: Fields = {
        "URN": "123456",
        "APPlacementPostcode": "MK55 6AB",
        "APSettingType": "OTH",
        "EntryDate": max(plan.window("AP")[0], status(pupil)["EntryDate"]),
        "APAttendancePattern": "PT",
        "APSessionsPerWeek": 4,
        "PlacementReason": "OTH",
        "SENprovisionEntry": "N",
    }
    return usual | values


def _is_not_placed(pupil: Fields) -> bool:
    return "APPlacementDetails" not in pupil


@fault("2361", phases="PR")
def placed_for_no_reason(plan: Plan) -> Raised:
    """The reason for alternative provision is missing."""
    pupil = plan.pupil(lambda pupil: "APProvisionDetail" in pupil)
    detail: Fields = pupil["APProvisionDetail"]
    del detail["APReason"]
    return plan.inside(pupil, detail)


@fault("2392", phases=_PHASES)
def two_places_at_once(plan: Plan) -> Raised:
    """A pupil is placed in two settings, in one of them full time."""
    pupil = plan.pupil(_is_not_placed)
    pupil["APPlacementDetails"] = [_placement(plan, pupil), _placement(plan, pupil, APAttendancePattern="FT")]
    return pupil


lacks("3131", "APProvisionDetail", phases="PR")


@fault("PX02")
def setting_without_a_number(plan: Plan) -> Raised:
    """The URN of a setting is not six digits."""
    pupil = plan.pupil(_is_not_placed)
    placement = _placement(plan, pupil, URN="1234")
    pupil["APPlacementDetails"] = [placement]
    return plan.inside(pupil, placement)
