"""Hours and funding of two- and three-year-olds."""

from __future__ import annotations

from schemas.sample.draws import chance
from schemas.sample.school_census.identity import eligibility_code
from schemas.sample.school_census.roll import Seat
from schemas.sample.school_census.setting import Setting
from schemas.sample.school_census.traits import Traits
from schemas.sample.write import Fields

_UNIVERSAL = 15.0
_WITHOUT_HOURS = ("CT", "NM")
"""Kinds of school from which hours, eligibility codes and disability access are not collected."""


def early_years(setting: Setting, seat: Seat, traits: Traits, age_at_cut: int) -> Fields:
    """The early years items of a pupil in year group -2 or -1.

    :param age_at_cut: whole years on TERMCUT (FAGE), which decides what hours there are.
    """
    if setting.governance in _WITHOUT_HOURS:
        return _premium(traits)
    own = chance(setting.school, "early", seat.cohort, seat.number)
    extra = own.choice((0, 0, 0, 3, 5))
    fields: Fields = {}
    hours = 0.0
    if age_at_cut >= 3:
        fields["FundedHours"] = hours = _UNIVERSAL
        if traits.working_parents:
            fields["ExtendedHours"] = _UNIVERSAL
            hours += _UNIVERSAL
    elif traits.working_parents:
        fields |= {"FundedHours": 0, "ExpandedHours": _UNIVERSAL}
        hours = _UNIVERSAL
    else:
        fields |= {"FundedHours": _UNIVERSAL, "FundingBasis": ["HSD" if traits.sen == "E" else "ECO"]}
        hours = _UNIVERSAL
    if traits.working_parents:
        fields["EligibilityCode"] = eligibility_code(seat)
    fields["HoursAtSetting"] = hours + extra
    fields["DAFIndicator"] = traits.sen == "E"
    return fields | _premium(traits)


def _premium(traits: Traits) -> Fields:
    """Early years pupil premium, on the ground of income, of care, or of both."""
    if not traits.free_meals and traits.left_care == "N":
        return {"EYPPR": "N"}
    basis = ("RB" if traits.left_care != "N" else "RE") if traits.free_meals else "RO"
    return {"EYPPR": "Y", "EYPPBF": basis}
