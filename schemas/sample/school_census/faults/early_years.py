"""Faults in hours, codes and premium of early years children."""

from __future__ import annotations

from schemas.sample.planting import NoPlace, Raised
from schemas.sample.school_census.faults._plan import Plan, characteristics, fault, group, identifiers, lacks
from schemas.sample.school_census.setting import whole_years
from schemas.sample.write import Fields

_HOURS = "PupilCharacteristics/{}"
_PLENTY = 45.0


def _is_young(pupil: Fields) -> bool:
    return group(pupil) < 0


def _is_three(pupil: Fields) -> bool:
    return group(pupil) == -1


def _has_code(pupil: Fields) -> bool:
    return "EligibilityCode" in characteristics(pupil)


def _has_no_code(pupil: Fields) -> bool:
    return _is_young(pupil) and not _has_code(pupil)


def _no_ground_for_premium(pupil: Fields) -> bool:
    about = characteristics(pupil)
    return _is_young(pupil) and about["EYPPR"] == "N" and "FSMperiods" not in about and about["PLAA"] == "N"


def _has_extended(pupil: Fields) -> bool:
    return "ExtendedHours" in characteristics(pupil)


def _is_of(age: int, plan: Plan, pupil: Fields) -> bool:
    """The child is of this age on the day by which hours are given (FAGE)."""
    return whole_years(identifiers(pupil)["DOB"], plan.window("TERMCUT")[0]) == age


lacks("1846", _HOURS.format("EYPPR"), where=lambda pupil: _is_three(pupil) and _no_ground_for_premium(pupil))
lacks("1855", _HOURS.format("HoursAtSetting"), where=_is_young)
lacks("5230", _HOURS.format("DAFIndicator"), where=_is_three)


@fault("1843")
def premium_without_basis(plan: Plan) -> Raised:
    """A child has the premium and no ground is given."""
    pupil = plan.pupil(_no_ground_for_premium)
    characteristics(pupil)["EYPPR"] = "Y"
    return pupil


@fault("1844")
def basis_without_premium(plan: Plan) -> Raised:
    """A ground is given for a premium the child has not."""
    pupil = plan.pupil(_no_ground_for_premium)
    characteristics(pupil)["EYPPBF"] = "RO"
    return pupil


@fault("1849Q")
def premium_leaves_out_care(plan: Plan) -> Raised:
    """A child who left care has the premium on another ground."""
    pupil = plan.pupil(_no_ground_for_premium)
    characteristics(pupil).update(EYPPR="Y", EYPPBF="RU", PLAA="A")
    return pupil


@fault("1853Q")
def premium_leaves_out_income(plan: Plan) -> Raised:
    """A child with free meals has the premium on another ground."""
    pupil = plan.pupil(
        lambda pupil: (
            _is_young(pupil) and "FSMperiods" in characteristics(pupil) and characteristics(pupil)["PLAA"] == "N"
        )
    )
    characteristics(pupil)["EYPPBF"] = "RO"
    return pupil


@fault("1851")
def funded_hours_of_an_older_pupil(plan: Plan) -> Raised:
    """A pupil of five or more has funded hours."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 1)
    characteristics(pupil)["FundedHours"] = 15.0
    return pupil


@fault("1854")
def hours_at_setting_of_an_older_pupil(plan: Plan) -> Raised:
    """A pupil of five or more has hours at the setting."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 1)
    characteristics(pupil)["HoursAtSetting"] = 15.0
    return pupil


@fault("1852")
def too_many_funded_hours(plan: Plan) -> Raised:
    """A child has more than 15 funded hours."""
    pupil = plan.pupil(lambda pupil: _has_no_code(pupil) and characteristics(pupil)["FundedHours"] > 0)
    characteristics(pupil).update(FundedHours=16.0, HoursAtSetting=_PLENTY)
    return pupil


@fault("1859")
def more_hours_than_attended(plan: Plan) -> Raised:
    """A child is funded for more hours than they are there."""
    pupil = plan.pupil(lambda pupil: _is_young(pupil) and characteristics(pupil)["FundedHours"] > 0)
    characteristics(pupil)["HoursAtSetting"] = 5.0
    return pupil


@fault("1861")
def premium_of_an_older_pupil(plan: Plan) -> Raised:
    """A pupil of five or more has an early years premium answer."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 1)
    characteristics(pupil)["EYPPR"] = "N"
    return pupil


@fault("1862", phases="PS MP MS SS SP AT PR")
def premium_in_reception(plan: Plan) -> list[Raised]:
    """A four-year-old in Reception has an early years premium answer."""
    pupil = plan.pupil(lambda pupil: group(pupil) == 0)
    characteristics(pupil)["EYPPR"] = "N"
    return [pupil, ("1861", pupil)]


@fault("3100")
def extended_hours_without_code(plan: Plan) -> list[Raised]:
    """A child has extended hours and no eligibility code."""
    pupil = plan.pupil(lambda pupil: _has_no_code(pupil) and _is_of(3, plan, pupil))
    characteristics(pupil).update(ExtendedHours=15.0, HoursAtSetting=_PLENTY)
    return [pupil, ("3130", pupil)]


@fault("3105")
def code_is_too_short(plan: Plan) -> Raised:
    """An eligibility code (for expanded hours) has not eleven digits."""
    pupil = plan.pupil(lambda pupil: _has_code(pupil) and not _has_extended(pupil))
    characteristics(pupil)["EligibilityCode"] = characteristics(pupil)["EligibilityCode"][:9]
    return pupil


@fault("3110")
def code_without_hours(plan: Plan) -> Raised:
    """A two-year-old has an eligibility code and no expanded hours."""
    pupil = plan.pupil(lambda pupil: _has_no_code(pupil) and _is_of(2, plan, pupil))
    characteristics(pupil)["EligibilityCode"] = f"599{len(plan.people):08d}"  # nobody else's
    return pupil


@fault("3120")
def disability_access_of_an_older_pupil(plan: Plan) -> Raised:
    """A pupil of five or more has a disability access answer."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 1)
    characteristics(pupil)["DAFIndicator"] = False
    return pupil


@fault("3130")
def extended_hours_with_a_wrong_code(plan: Plan) -> list[Raised]:
    """A child has extended hours and a code that is too short."""
    pupil = plan.pupil(_has_extended)
    characteristics(pupil)["EligibilityCode"] = "5001234567"
    return [pupil, ("3105", pupil)]


@fault("3140")
def too_many_extended_hours(plan: Plan) -> Raised:
    """A child has more than 15 extended hours."""
    pupil = plan.pupil(_has_extended)
    characteristics(pupil).update(ExtendedHours=16.0, HoursAtSetting=_PLENTY)
    return pupil


@fault("3150")
def extended_on_top_of_too_many(plan: Plan) -> list[Raised]:
    """A child has extended hours on more than 15 funded ones."""
    pupil = plan.pupil(_has_extended)
    characteristics(pupil).update(FundedHours=16.0, HoursAtSetting=_PLENTY)
    return [pupil, ("1852", pupil), ("5225", pupil)]


@fault("3160")
def code_is_shared(plan: Plan) -> list[Raised]:
    """Two children have the same eligibility code."""
    first, second = plan.pupil(_has_code), plan.pupil(_has_code)
    characteristics(second)["EligibilityCode"] = characteristics(first)["EligibilityCode"]
    return [first, second]


_BASIS = "SPR SUM"


@fault("3200", terms=_BASIS)
def basis_of_an_older_child(plan: Plan) -> Raised:
    """A pupil who is not two has a ground for two-year-old funding."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 1)
    characteristics(pupil)["FundingBasis"] = ["ECO"]
    return pupil


@fault("3210", terms=_BASIS)
def basis_twice(plan: Plan) -> Raised:
    """The same ground is given twice."""
    pupil = plan.pupil(lambda pupil: "FundingBasis" in characteristics(pupil))
    characteristics(pupil)["FundingBasis"] *= 2
    return pupil


lacks("5235", _HOURS.format("FundingBasis"), terms=_BASIS)


@fault("5170")
def funded_hours_in_reception(plan: Plan) -> Raised:
    """A four-year-old in Reception has funded hours."""
    pupil = plan.pupil(lambda pupil: group(pupil) == 0)
    characteristics(pupil)["FundedHours"] = 15.0
    return pupil


@fault("5190")
def hours_at_setting_in_reception(plan: Plan) -> Raised:
    """A four-year-old in Reception has hours at the setting."""
    pupil = plan.pupil(lambda pupil: group(pupil) == 0)
    characteristics(pupil)["HoursAtSetting"] = 25.0
    return pupil


@fault("5220")
def disability_access_without_hours(plan: Plan) -> Raised:
    """A child has disability access funding and no funded hours."""
    pupil = plan.pupil(lambda pupil: _is_three(pupil) and not _has_code(pupil))
    about = characteristics(pupil)
    if "FundingBasis" in about:
        raise NoPlace
    about.update(FundedHours=0, DAFIndicator=True)
    return pupil
