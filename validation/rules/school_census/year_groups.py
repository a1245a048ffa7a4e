"""The year group of each pupil and the range the school teaches, and the class type that goes with it."""

import polars as pl

from validation.conditions import missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import EARLY_YEARS, TO_YEAR_7, Message, PupilOnRoll, outside_ages, position


def year_without_pupils(message, year):
    """``year`` (R is 0) lies in the school's range and no pupil is in it."""
    in_range = (position(message.school.lowest_nc_year) <= year) & (position(message.school.highest_nc_year) >= year)
    return in_range & ~message.has(PupilOnRoll, lambda pupil: pupil.year_position == year)


@rule("200", ERROR, on=PupilOnRoll, tags="LowestNCyear HighestNCyear NCyearActual")
def school_does_not_use_year(pupil):
    """The school does not use year groups but this pupil has one.

    Fails when: LowestNCyear = HighestNCyear = X and NCyearActual is not X.

    Fix: Set the pupil to X, or correct the school's year range.
    """
    return (pupil.school.lowest_nc_year == "X") & (pupil.school.highest_nc_year == "X") & (pupil.nc_year_actual != "X")


@rule("2000", ERROR, on=PupilOnRoll, tags="NCyearActual")
def year_group_missing_not_valid(pupil):
    """The year group is missing or not valid.

    Fails when: NCyearActual absent, not in codeset NCyear, or M.

    Fix: Set the pupil's year group.
    """
    return missing_or_unknown(pupil.nc_year_actual, pupil.codes("NCyear")) | (pupil.nc_year_actual == "M")


@rule("2002", ERROR, on=PupilOnRoll, tags="NCyearActual LowestNCyear HighestNCyear")
def pupil_year_group_outside_school(pupil):
    """The pupil's year group is outside the school's range.

    Fails when: NCyearActual not X, LowestNCyear and HighestNCyear not X, and POS(NCyearActual) outside
    POS(LowestNCyear) to POS(HighestNCyear).

    Fix: Correct the pupil's year or the school's range.
    """
    return (pupil.year_position < position(pupil.school.lowest_nc_year)) | (
        pupil.year_position > position(pupil.school.highest_nc_year)
    )


@rule("2010Q", QUERY, on=Message, tags="PupilOnRoll NCyearActual", revision=2)
def many_pupils_outside_year_group(message):
    """Many pupils are outside the year group for their age.

    Fails when: 10% or more of PupilOnRoll with NCyearActual not X have POS(NCyearActual) <> EXPPOS. Those with
    DOB > ReferenceDate count as in their year group (PX11).

    Fix: Check year groups, or confirm.
    """
    return (
        message.share(
            PupilOnRoll,
            lambda pupil: (pupil.year_position != pupil.expected_position) & ~pupil.born_after_census_day,
            among=lambda pupil: pupil.nc_year_actual != "X",
        )
        >= 0.10
    )


@rule("2020Q", QUERY, on=PupilOnRoll, tags="NCyearActual", reason_needed=True, revision=2)
def pupil_two_more_years_away(pupil):
    """The pupil is two or more years away from the usual year group.

    Fails when: NCyearActual not X and abs(POS(NCyearActual) - EXPPOS) >= 2, unless DOB > ReferenceDate (PX11).

    Fix: Check birth date and year, or explain.
    """
    return ((pupil.year_position - pupil.expected_position).abs() >= 2) & ~pupil.born_after_census_day


@rule("2030Q", QUERY, on=PupilOnRoll, tags="NCyearActual SchoolType", certain=False)
def year_group_unusual_type_school(pupil):
    """The year group is unusual for this type of school.

    Fails when: NCyearActual not X and POS(NCyearActual) + 4 is outside the ages that school_type_ages.csv gives for
    SchoolType.

    Fix: Check year group and school type, or confirm.
    """
    return outside_ages(pupil.year_position + 4, pupil.school.school_type)


@rule("2040Q", QUERY, on=Message, tags="LowestNCyear HighestNCyear PupilOnRoll", reason_needed=True, certain=False)
def year_group_school_range_has(message):
    """A year group in the school's range has no pupils.

    Fails when: LowestNCyear and HighestNCyear not X and some year from R upward (not 14) between them by POS has no
    PupilOnRoll.

    Fix: Correct the range, or confirm.
    """
    return pl.any_horizontal(year_without_pupils(message, year) for year in range(14))


@rule("2050Q", QUERY, on=Message, tags="PupilOnRoll", revision=2)
def some_pupils_outside_age_range(message):
    """Some pupils are outside the age range of the school.

    Fails when: at least one PupilOnRoll fails the test of rule 1601Q, which leaves out DOB > ReferenceDate (PX11).

    Fix: Check, or confirm.
    """
    return message.has(PupilOnRoll, lambda pupil: pupil.outside_school_ages & ~pupil.born_after_census_day)


@rule("2060", ERROR, on=PupilOnRoll, tags="NCyearActual TypeOfClass", phases="PS AT")
def class_type_pupil_missing_not(pupil):
    """The class type of the pupil is missing or not valid.

    Fails when: NCyearActual in (E1, E2, N1, N2, R, 1-7) and TypeOfClass absent or not in codeset ClassType.

    Fix: Set nursery or other.
    """
    return pupil.nc_year_actual.is_in(TO_YEAR_7) & missing_or_unknown(pupil.type_of_class, pupil.codes("ClassType"))


@rule("2070Q", QUERY, on=PupilOnRoll, tags="TypeOfClass NCyearActual", phases="PS AT", certain=False)
def class_type_does_not_suit(pupil):
    """The class type does not suit the year group.

    Fails when: (TypeOfClass = N and NCyearActual not in (E1, E2, N1, N2)) or (TypeOfClass = O and NCyearActual in
    (E1, E2, N1, N2)).

    Fix: Check the class type.
    """
    return ((pupil.type_of_class == "N") & ~pupil.nc_year_actual.is_in(EARLY_YEARS)) | (
        (pupil.type_of_class == "O") & pupil.nc_year_actual.is_in(EARLY_YEARS)
    )


@rule("2080", ERROR, on=PupilOnRoll, tags="TypeOfClass", phases="PS AT")
def pupil_aged_six_over_nursery(pupil):
    """A pupil aged six or over is in a nursery class.

    Fails when: TypeOfClass = N and AGE >= 6.

    Fix: Correct the class type.
    """
    return (pupil.type_of_class == "N") & (pupil.age >= 6)


@rule("2112", ERROR, on=PupilOnRoll, tags="LowestNCyear HighestNCyear NCyearActual")
def school_has_no_year_groups(pupil):
    """The school has no year groups but this pupil has one.

    Fails when: LowestNCyear or HighestNCyear = X and NCyearActual not X.

    Fix: Set the pupil to X or correct the school.
    """
    return ((pupil.school.lowest_nc_year == "X") | (pupil.school.highest_nc_year == "X")) & (
        pupil.nc_year_actual != "X"
    )


@rule("5048", ERROR, on=PupilOnRoll, tags="TypeOfClass Phase NCyearActual")
def class_type_not_collected_pupil(pupil):
    """Class type is not collected for this pupil.

    Fails when: TypeOfClass present and (Phase not in (PS, AT) or NCyearActual not in (E1, E2, N1, N2, R, 1-7)).

    Fix: Clear the class type.
    """
    return pupil.type_of_class.is_not_null() & (
        ~pupil.school.phase.is_in(["PS", "AT"]) | ~pupil.nc_year_actual.is_in(TO_YEAR_7)
    )
