"""Funded hours, early years premium, eligibility codes and disability access for children below reception."""

import polars as pl

from schemas import identifiers
from validation.conditions import any_among, holds, missing_or_unknown, or_zero
from validation.records import derived
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import EARLY_YEARS, Pupil, PupilOnRoll


def funded_hours_wrong(hours):
    """Absent, below 0, above 15 or with more than two decimals."""
    hundredths = hours * 100
    return hours.is_null() | (hours < 0) | (hours > 15) | ((hundredths - hundredths.round()).abs() > 1e-6)


def hours_not_collected(pupil):
    """The school is of a kind from which early years hours and disability access are not collected."""
    return holds(pupil.school.governance.is_in(["CT", "NM"]))


@derived(Pupil)
def early_years_age(pupil):
    """From nine months to three years, or four and below reception."""
    below_reception = (pupil.age == 4) & pupil.nc_year_actual.is_in(EARLY_YEARS)
    return ((pupil.months >= 9) & (pupil.age <= 3)) | below_reception


@rule("1843", ERROR, on=PupilOnRoll, tags="EYPPR EYPPBF")
def early_years_premium_received_but(pupil):
    """Early years premium is received but its basis is missing or not valid.

    Fails when: EYPPR = Y and EYPPBF absent or not in codeset EYPPBF.

    Fix: Choose the basis.
    """
    return (pupil.eyppr == "Y") & missing_or_unknown(pupil.eyppbf, pupil.codes("EYPPBF"))


@rule("1844", ERROR, on=PupilOnRoll, tags="EYPPBF EYPPR")
def premium_basis_given_but_no(pupil):
    """A premium basis is given but no premium is received.

    Fails when: EYPPBF present and EYPPR not Y.

    Fix: Clear the basis or mark the premium received.
    """
    return pupil.eyppbf.is_not_null() & (pupil.eyppr != "Y")


@rule("1846", ERROR, on=PupilOnRoll, tags="EYPPR")
def three_year_old_has_no(pupil):
    """A three year old has no early years premium mark.

    Fails when: AGE = 3 and EYPPR absent or not in codeset YesNo.

    Fix: Answer yes or no.
    """
    return (pupil.age == 3) & missing_or_unknown(pupil.eyppr, pupil.codes("YesNo"))


@rule("1847", ERROR, on=PupilOnRoll, tags="Phase EYPPR", phases="NS", certain=False)
def four_year_old_nursery_school(pupil):
    """A four year old in a nursery school has no premium mark.

    Fails when: Phase = NS and AGE = 4 and EYPPR absent or not in codeset YesNo.

    Fix: Answer yes or no.
    """
    return (pupil.school.phase == "NS") & (pupil.age == 4) & missing_or_unknown(pupil.eyppr, pupil.codes("YesNo"))


@rule("1848", ERROR, on=PupilOnRoll, tags="Phase NCyearActual EYPPR", phases="PS MP MS SS SP AT PR")
def four_year_old_nursery_class(pupil):
    """A four year old in a nursery class has no premium mark.

    Fails when: Phase not NS and AGE = 4 and NCyearActual in (E1, E2, N1, N2) and EYPPR absent or not in codeset
    YesNo.

    Fix: Answer yes or no.
    """
    return (
        (pupil.school.phase != "NS")
        & (pupil.age == 4)
        & pupil.nc_year_actual.is_in(EARLY_YEARS)
        & missing_or_unknown(pupil.eyppr, pupil.codes("YesNo"))
    )


@rule("1849Q", QUERY, on=PupilOnRoll, tags="EYPPR PLAA EYPPBF", reason_needed=True)
def child_who_left_care_should(pupil):
    """A child who left care should have the other or both premium basis.

    Fails when: EYPPR = Y and PLAA present and not N and EYPPBF not in (RO, RB).

    Fix: Check the basis and the care record.
    """
    return (pupil.eyppr == "Y") & (pupil.plaa != "N") & ~pupil.eyppbf.is_in(["RO", "RB"])


@rule("1851", ERROR, on=PupilOnRoll, tags="FundedHours", certain=False, revision=2)
def funded_hours_given_child_outside(pupil):
    """Funded hours are given for a child outside the funded ages.

    Fails when: FundedHours present and (AGE >= 5 or FAGE < 2), unless DOB > ReferenceDate (PX11).

    Fix: Remove the funded hours.
    """
    return (
        pupil.funded_hours.is_not_null() & ((pupil.age >= 5) | (pupil.funding_age < 2)) & ~pupil.born_after_census_day
    )


@rule("1852", ERROR, on=PupilOnRoll, tags="FundedHours Governance", certain=False, revision=2)
def funded_hours_missing_not_between(pupil):
    """Funded hours are missing or not between 0 and 15.

    Fails when: AGE in (2, 3) and not (Governance in (CT, NM)) and (FundedHours absent, below 0, above 15, or more
    than 2 decimals).

    Fix: Enter the funded hours, 0 if none.
    """
    return pupil.age.is_in([2, 3]) & ~hours_not_collected(pupil) & funded_hours_wrong(pupil.funded_hours)


@rule("1853Q", QUERY, on=PupilOnRoll, tags="EYPPBF EYPPR FSMstartDate", reason_needed=True)
def child_free_meals_should_economic(pupil):
    """A child with free meals should have the economic or both premium basis.

    Fails when: EYPPR = Y and FSMOPEN and EYPPBF not in (RE, RB).

    Fix: Check the basis.
    """
    return (pupil.eyppr == "Y") & pupil.fsm_open & ~pupil.eyppbf.is_in(["RE", "RB"])


@rule("1854", ERROR, on=PupilOnRoll, tags="HoursAtSetting", certain=False, revision=2)
def hours_at_setting_given_child(pupil):
    """Hours at setting are given for a child outside early years.

    Fails when: HoursAtSetting present and (AGE >= 5 or FAGE < 2), unless DOB > ReferenceDate (PX11).

    Fix: Remove the hours.
    """
    return (
        pupil.hours_at_setting.is_not_null()
        & ((pupil.age >= 5) | (pupil.funding_age < 2))
        & ~pupil.born_after_census_day
    )


@rule("1855", ERROR, on=PupilOnRoll, tags="HoursAtSetting Governance", certain=False, revision=2)
def hours_at_setting_missing_negative(pupil):
    """Hours at setting are missing or negative.

    Fails when: AGE in (2, 3) and not (Governance in (CT, NM)) and (HoursAtSetting absent or below 0).

    Fix: Enter the weekly hours.
    """
    return (
        pupil.age.is_in([2, 3])
        & ~hours_not_collected(pupil)
        & (pupil.hours_at_setting.is_null() | (pupil.hours_at_setting < 0))
    )


@rule("1859", ERROR, on=PupilOnRoll, tags="FundedHours ExtendedHours HoursAtSetting")
def funded_extended_hours_come_more(pupil):
    """Funded and extended hours come to more than the hours attended.

    Fails when: FundedHours + ExtendedHours (absent = 0) > HoursAtSetting.

    Fix: Correct the hours.
    """
    # Rounded, since 1.1 + 2.2 comes to a little more than 3.3.
    return (or_zero(pupil.funded_hours) + or_zero(pupil.extended_hours)).round(6) > pupil.hours_at_setting


@rule("1861", ERROR, on=PupilOnRoll, tags="EYPPR Phase NCyearActual", certain=False, revision=2)
def early_years_premium_mark_given(pupil):
    """An early years premium mark is given outside the ages for it.

    Fails when: EYPPR present and not ((MONTHS >= 9 and AGE <= 3) or (AGE = 4 and (Phase = NS or NCyearActual in (E1,
    E2, N1, N2)))), unless DOB > ReferenceDate (PX11).

    Fix: Remove the premium mark.
    """
    four_in_nursery_school = (pupil.age == 4) & (pupil.school.phase == "NS")
    return (
        pupil.eyppr.is_not_null()
        & ~holds(pupil.early_years_age | four_in_nursery_school)
        & ~pupil.born_after_census_day
    )


@rule("1862", ERROR, on=PupilOnRoll, tags="Phase EYPPR NCyearActual", phases="PS MP MS SS SP AT PR")
def four_year_old_reception_above(pupil):
    """A four year old in reception or above has a premium mark.

    Fails when: Phase not NS and EYPPR present and AGE = 4 and NCyearActual not in (E1, E2, N1, N2).

    Fix: Remove the premium mark.
    """
    return (
        (pupil.school.phase != "NS")
        & pupil.eyppr.is_not_null()
        & (pupil.age == 4)
        & ~pupil.nc_year_actual.is_in(EARLY_YEARS)
    )


@rule("3100", ERROR, on=PupilOnRoll, tags="ExtendedHours EligibilityCode", since=2023, revision=2)
def extended_hours_given_child_who(pupil):
    """Extended hours are given for a child who does not qualify.

    Fails when: ExtendedHours > 0 and (not (W3 or W4) or EligibilityCode absent), unless DOB > ReferenceDate
    (PX11).

    Fix: Check birth date, year and eligibility code.
    """
    return (
        (pupil.extended_hours > 0)
        & (~holds(pupil.w3 | pupil.w4) | pupil.eligibility_code.is_null())
        & ~pupil.born_after_census_day
    )


@rule("3105", ERROR, on=PupilOnRoll, tags="EligibilityCode")
def eligibility_code_not_11_digits(pupil):
    """The eligibility code is not 11 digits.

    Fails when: EligibilityCode present and not exactly 11 digits.

    Fix: Re-enter the code.
    """
    return ~identifiers.eligibility_code_is_valid(pupil.eligibility_code)


@rule("3110", ERROR, on=PupilOnRoll, tags="EligibilityCode ExtendedHours ExpandedHours", certain=False, revision=2)
def eligibility_code_given_without_hours(pupil):
    """An eligibility code is given without hours it applies to.

    Fails when: EligibilityCode present and (not (W3 or W4 or W9M) or neither ExtendedHours > 0 nor ExpandedHours >
    0), unless DOB > ReferenceDate (PX11).

    Fix: Remove the code or add the hours.
    """
    without_hours = ~holds((pupil.extended_hours > 0) | (pupil.expanded_hours > 0))
    return (
        pupil.eligibility_code.is_not_null()
        & (~holds(pupil.w3 | pupil.w4 | pupil.w9m) | without_hours)
        & ~pupil.born_after_census_day
    )


@rule("3120", ERROR, on=PupilOnRoll, tags="DAFIndicator NCyearActual", certain=False, revision=2)
def disability_access_mark_given_outside(pupil):
    """A disability access mark is given outside the ages for it.

    Fails when: DAFIndicator present and not ((MONTHS >= 9 and AGE <= 3) or (AGE = 4 and NCyearActual in (E1, E2,
    N1, N2))), unless DOB > ReferenceDate (PX11).

    Fix: Remove the mark.
    """
    return pupil.daf_indicator.is_not_null() & ~holds(pupil.early_years_age) & ~pupil.born_after_census_day


@rule("3130", ERROR, on=PupilOnRoll, tags="ExtendedHours EligibilityCode", since=2023)
def child_has_extended_hours_without(pupil):
    """A child has extended hours without a valid code.

    Fails when: ExtendedHours > 0 and (W3 or W4) and EligibilityCode absent or not exactly 11 digits.

    Fix: Enter the code from the parent.
    """
    return (
        (pupil.extended_hours > 0)
        & (pupil.w3 | pupil.w4)
        & (pupil.eligibility_code.is_null() | ~identifiers.eligibility_code_is_valid(pupil.eligibility_code))
    )


@rule("3140", ERROR, on=PupilOnRoll, tags="EligibilityCode ExtendedHours", certain=False)
def extended_hours_missing_not_between(pupil):
    """Extended hours are missing or not between 0 and 15.

    Fails when: ((W3 or W4) and EligibilityCode present and ExtendedHours absent) or ExtendedHours < 0 or
    ExtendedHours > 15.

    Fix: Enter the extended hours.
    """
    return (
        ((pupil.w3 | pupil.w4) & pupil.eligibility_code.is_not_null() & pupil.extended_hours.is_null())
        | (pupil.extended_hours < 0)
        | (pupil.extended_hours > 15)
    )


@rule("3150", ERROR, on=PupilOnRoll, tags="ExtendedHours FundedHours")
def funded_hours_above_15_beside(pupil):
    """Funded hours are above 15 beside extended hours.

    Fails when: ExtendedHours > 0 and FundedHours > 15.

    Fix: Split the hours, 15 at most in each.
    """
    return (pupil.extended_hours > 0) & (pupil.funded_hours > 15)


@rule("3160", ERROR, on=PupilOnRoll, tags="EligibilityCode PupilOnRoll")
def two_children_share_eligibility_code(pupil):
    """Two children share an eligibility code.

    Fails when: EligibilityCode present and the same code stands on another PupilOnRoll.

    Fix: Correct the wrong code.
    """
    return pupil.eligibility_code.is_not_null() & pupil.eligibility_code.is_duplicated()


@rule("3200", ERROR, on=PupilOnRoll, tags="FundingBasis FundedHours", terms="SPR SUM", revision=2)
def two_year_old_funding_basis(pupil):
    """A two year old funding basis is given without need.

    Fails when: FundingBasis present and (FAGE not 2 or FundedHours absent or 0), unless DOB > ReferenceDate (PX11).

    Fix: Remove the basis or add the hours.
    """
    return (
        pupil.funding_basis.is_not_null()
        & ((pupil.funding_age != 2) | (or_zero(pupil.funded_hours) == 0))
        & ~pupil.born_after_census_day
    )


@rule("3210", ERROR, on=PupilOnRoll, tags="FundingBasis", terms="SPR SUM")
def funding_basis_appears_twice(pupil):
    """A funding basis appears twice.

    Fails when: same FundingBasis twice for a pupil.

    Fix: Remove the repeat.
    """
    return pupil.funding_basis.list.n_unique() < pupil.funding_basis.list.len()


@rule("5094", ERROR, on=PupilOnRoll, tags="HoursAtSetting Governance")
def hours_at_setting_not_collected(pupil):
    """Hours at setting are not collected from this kind of school.

    Fails when: HoursAtSetting present and Governance in (CT, NM).

    Fix: Remove the hours.
    """
    return pupil.hours_at_setting.is_not_null() & pupil.school.governance.is_in(["CT", "NM"])


@rule("5095", ERROR, on=PupilOnRoll, tags="FundedHours Governance")
def funded_hours_not_collected_from(pupil):
    """Funded hours are not collected from this kind of school.

    Fails when: FundedHours present and Governance in (CT, NM).

    Fix: Remove the hours.
    """
    return pupil.funded_hours.is_not_null() & pupil.school.governance.is_in(["CT", "NM"])


@rule("5096", ERROR, on=PupilOnRoll, tags="EligibilityCode Governance")
def eligibility_codes_not_collected_from(pupil):
    """Eligibility codes are not collected from this kind of school.

    Fails when: EligibilityCode present and Governance in (CT, NM).

    Fix: Remove the code.
    """
    return pupil.eligibility_code.is_not_null() & pupil.school.governance.is_in(["CT", "NM"])


@rule("5170", ERROR, on=PupilOnRoll, tags="FundedHours NCyearActual")
def funded_hours_given_child_reception(pupil):
    """Funded hours are given for a child in reception or above.

    Fails when: FundedHours present and AGE = 4 and POS(NCyearActual) >= 0.

    Fix: Remove the hours.
    """
    return pupil.funded_hours.is_not_null() & (pupil.age == 4) & (pupil.year_position >= 0)


@rule("5180", ERROR, on=PupilOnRoll, tags="NCyearActual FundedHours Governance", certain=False, since=2019, revision=2)
def funded_hours_four_year_old(pupil):
    """Funded hours of a four year old are missing or not between 0 and 15.

    Fails when: AGE = 4 and NCyearActual in (E1, E2, N1, N2) and not (Governance in (CT, NM)) and (FundedHours absent,
    below 0, above 15, or more than 2 decimals).

    Fix: Enter the funded hours, 0 if none.
    """
    return (
        (pupil.age == 4)
        & pupil.nc_year_actual.is_in(EARLY_YEARS)
        & ~hours_not_collected(pupil)
        & funded_hours_wrong(pupil.funded_hours)
    )


@rule("5190", ERROR, on=PupilOnRoll, tags="HoursAtSetting NCyearActual")
def hours_at_setting_given_child_reception(pupil):
    """Hours at setting are given for a child in reception or above.

    Fails when: HoursAtSetting present and AGE = 4 and POS(NCyearActual) >= 0.

    Fix: Remove the hours.
    """
    return pupil.hours_at_setting.is_not_null() & (pupil.age == 4) & (pupil.year_position >= 0)


@rule("5200", ERROR, on=PupilOnRoll, tags="NCyearActual HoursAtSetting Governance", certain=False, revision=2)
def hours_at_setting_missing_four(pupil):
    """Hours at setting are missing for a four year old.

    Fails when: AGE = 4 and NCyearActual in (E1, E2, N1, N2) and not (Governance in (CT, NM)) and HoursAtSetting
    absent.

    Fix: Enter the weekly hours.
    """
    return (
        (pupil.age == 4)
        & pupil.nc_year_actual.is_in(EARLY_YEARS)
        & ~hours_not_collected(pupil)
        & pupil.hours_at_setting.is_null()
    )


@rule("5210", ERROR, on=PupilOnRoll, tags="ExtendedHours Governance")
def extended_hours_not_collected_from(pupil):
    """Extended hours are not collected from this kind of school.

    Fails when: ExtendedHours present and Governance in (CT, NM).

    Fix: Remove the hours.
    """
    return pupil.extended_hours.is_not_null() & pupil.school.governance.is_in(["CT", "NM"])


@rule("5215", ERROR, on=PupilOnRoll, tags="DAFIndicator Governance")
def disability_access_not_collected_from(pupil):
    """Disability access is not collected from this kind of school.

    Fails when: DAFIndicator present and Governance in (CT, NM).

    Fix: Remove the mark.
    """
    return pupil.daf_indicator.is_not_null() & pupil.school.governance.is_in(["CT", "NM"])


@rule("5220", ERROR, on=PupilOnRoll, tags="DAFIndicator FundedHours ExtendedHours ExpandedHours")
def disability_access_marked_child_no(pupil):
    """Disability access is marked for a child with no funded hours.

    Fails when: DAFIndicator true and none of FundedHours, ExtendedHours, ExpandedHours > 0.

    Fix: Add the hours or remove the mark.
    """
    return pupil.daf_indicator & ~pl.any_horizontal(
        holds(hours > 0) for hours in (pupil.funded_hours, pupil.extended_hours, pupil.expanded_hours)
    )


@rule("5225", ERROR, on=PupilOnRoll, tags="EligibilityCode FundedHours")
def funded_hours_not_between_0(pupil):
    """Funded hours are not between 0 and 15 for a child with a code.

    Fails when: EligibilityCode is 11 digits and FundedHours present and (below 0, above 15, or more than 2
    decimals).

    Fix: Correct the funded hours.
    """
    return (
        identifiers.eligibility_code_is_valid(pupil.eligibility_code)
        & pupil.funded_hours.is_not_null()
        & funded_hours_wrong(pupil.funded_hours)
    )


@rule("5230", ERROR, on=PupilOnRoll, tags="NCyearActual DAFIndicator Governance", certain=False, revision=2)
def disability_access_mark_missing(pupil):
    """The disability access mark is missing.

    Fails when: (AGE = 3 or (AGE = 4 and NCyearActual in (E1, E2, N1, N2))) and not (Governance in (CT, NM)) and
    DAFIndicator absent.

    Fix: Answer yes or no.
    """
    asked = (pupil.age == 3) | ((pupil.age == 4) & pupil.nc_year_actual.is_in(EARLY_YEARS))
    return asked & ~hours_not_collected(pupil) & pupil.daf_indicator.is_null()


@rule("5235", ERROR, on=PupilOnRoll, tags="FundedHours FundingBasis", terms="SPR SUM")
def funded_two_year_old_has(pupil):
    """A funded two year old has no valid basis.

    Fails when: FAGE = 2 and FundedHours > 0 and no FundingBasis in codeset FundingBasis.

    Fix: Choose the basis.
    """
    return (
        (pupil.funding_age == 2)
        & (pupil.funded_hours > 0)
        & ~any_among(pupil.funding_basis, pupil.codes("FundingBasis"))
    )
