"""Earlier revisions of the rules in ``early_years``."""

from validation.conditions import holds, or_zero
from validation.rule import ERROR, rule
from validation.rules.school_census._records import EARLY_YEARS, PupilOnRoll
from validation.rules.school_census.early_years import funded_hours_wrong


@rule("1851", ERROR, on=PupilOnRoll, tags="FundedHours", certain=False)
def funded_hours_given_child_outside(pupil):
    """Funded hours are given for a child outside the funded ages.

    Fails when: FundedHours present and (AGE >= 5 or FAGE < 2).

    Fix: Remove the funded hours.
    """
    return pupil.funded_hours.is_not_null() & ((pupil.age >= 5) | (pupil.funding_age < 2))


@rule("1852", ERROR, on=PupilOnRoll, tags="FundedHours")
def funded_hours_missing_not_between(pupil):
    """Funded hours are missing or not between 0 and 15.

    Fails when: AGE in (2, 3) and (FundedHours absent, below 0, above 15, or more than 2 decimals).

    Fix: Enter the funded hours, 0 if none.
    """
    return pupil.age.is_in([2, 3]) & funded_hours_wrong(pupil.funded_hours)


@rule("1854", ERROR, on=PupilOnRoll, tags="HoursAtSetting", certain=False)
def hours_at_setting_given_child(pupil):
    """Hours at setting are given for a child outside early years.

    Fails when: HoursAtSetting present and (AGE >= 5 or FAGE < 2).

    Fix: Remove the hours.
    """
    return pupil.hours_at_setting.is_not_null() & ((pupil.age >= 5) | (pupil.funding_age < 2))


@rule("1855", ERROR, on=PupilOnRoll, tags="HoursAtSetting")
def hours_at_setting_missing_negative(pupil):
    """Hours at setting are missing or negative.

    Fails when: AGE in (2, 3) and (HoursAtSetting absent or below 0).

    Fix: Enter the weekly hours.
    """
    return pupil.age.is_in([2, 3]) & (pupil.hours_at_setting.is_null() | (pupil.hours_at_setting < 0))


@rule("1861", ERROR, on=PupilOnRoll, tags="EYPPR NCyearActual", certain=False)
def early_years_premium_mark_given(pupil):
    """An early years premium mark is given outside the ages for it.

    Fails when: EYPPR present and not ((MONTHS >= 9 and AGE <= 3) or (AGE = 4 and NCyearActual in (E1, E2, N1,
    N2))).

    Fix: Remove the premium mark.
    """
    return pupil.eyppr.is_not_null() & ~holds(pupil.early_years_age)


@rule("3100", ERROR, on=PupilOnRoll, tags="ExtendedHours EligibilityCode", since=2023)
def extended_hours_given_child_who(pupil):
    """Extended hours are given for a child who does not qualify.

    Fails when: ExtendedHours > 0 and (not (W3 or W4) or EligibilityCode absent).

    Fix: Check birth date, year and eligibility code.
    """
    return (pupil.extended_hours > 0) & (~holds(pupil.w3 | pupil.w4) | pupil.eligibility_code.is_null())


@rule("3110", ERROR, on=PupilOnRoll, tags="EligibilityCode ExtendedHours ExpandedHours", certain=False)
def eligibility_code_given_without_hours(pupil):
    """An eligibility code is given without hours it applies to.

    Fails when: EligibilityCode present and (not (W3 or W4 or W9M) or neither ExtendedHours > 0 nor ExpandedHours >
    0).

    Fix: Remove the code or add the hours.
    """
    return pupil.eligibility_code.is_not_null() & (
        ~holds(pupil.w3 | pupil.w4 | pupil.w9m) | ~holds((pupil.extended_hours > 0) | (pupil.expanded_hours > 0))
    )


@rule("3120", ERROR, on=PupilOnRoll, tags="DAFIndicator NCyearActual", certain=False)
def disability_access_mark_given_outside(pupil):
    """A disability access mark is given outside the ages for it.

    Fails when: DAFIndicator present and not ((MONTHS >= 9 and AGE <= 3) or (AGE = 4 and NCyearActual in (E1, E2,
    N1, N2))).

    Fix: Remove the mark.
    """
    return pupil.daf_indicator.is_not_null() & ~holds(pupil.early_years_age)


@rule("3200", ERROR, on=PupilOnRoll, tags="FundingBasis FundedHours", terms="SPR SUM")
def two_year_old_funding_basis(pupil):
    """A two year old funding basis is given without need.

    Fails when: FundingBasis present and (FAGE not 2 or FundedHours absent or 0).

    Fix: Remove the basis or add the hours.
    """
    return pupil.funding_basis.is_not_null() & ((pupil.funding_age != 2) | (or_zero(pupil.funded_hours) == 0))


@rule("5180", ERROR, on=PupilOnRoll, tags="NCyearActual FundedHours", since=2019)
def funded_hours_four_year_old(pupil):
    """Funded hours of a four year old are missing or not between 0 and 15.

    Fails when: AGE = 4 and NCyearActual in (E1, E2, N1, N2) and (FundedHours absent, below 0, above 15, or more
    than 2 decimals).

    Fix: Enter the funded hours, 0 if none.
    """
    return (pupil.age == 4) & pupil.nc_year_actual.is_in(EARLY_YEARS) & funded_hours_wrong(pupil.funded_hours)


@rule("5200", ERROR, on=PupilOnRoll, tags="NCyearActual HoursAtSetting")
def hours_at_setting_missing_four(pupil):
    """Hours at setting are missing for a four year old.

    Fails when: AGE = 4 and NCyearActual in (E1, E2, N1, N2) and HoursAtSetting absent.

    Fix: Enter the weekly hours.
    """
    return (pupil.age == 4) & pupil.nc_year_actual.is_in(EARLY_YEARS) & pupil.hours_at_setting.is_null()


@rule("5230", ERROR, on=PupilOnRoll, tags="NCyearActual DAFIndicator")
def disability_access_mark_missing(pupil):
    """The disability access mark is missing.

    Fails when: (AGE = 3 or (AGE = 4 and NCyearActual in (E1, E2, N1, N2))) and DAFIndicator absent.

    Fix: Answer yes or no.
    """
    return (
        (pupil.age == 3) | ((pupil.age == 4) & pupil.nc_year_actual.is_in(EARLY_YEARS))
    ) & pupil.daf_indicator.is_null()
