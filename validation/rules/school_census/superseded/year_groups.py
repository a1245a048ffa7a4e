"""Earlier revisions of the rules in ``year_groups``."""

from validation.rule import QUERY, rule
from validation.rules.school_census._records import Message, PupilOnRoll


@rule("2010Q", QUERY, on=Message, tags="PupilOnRoll NCyearActual")
def many_pupils_outside_year_group(message):
    """Many pupils are outside the year group for their age.

    Fails when: 10% or more of PupilOnRoll with NCyearActual not X have POS(NCyearActual) <> EXPPOS.

    Fix: Check year groups, or confirm.
    """
    return (
        message.share(
            PupilOnRoll,
            lambda pupil: pupil.year_position != pupil.expected_position,
            among=lambda pupil: pupil.nc_year_actual != "X",
        )
        >= 0.10
    )


@rule("2020Q", QUERY, on=PupilOnRoll, tags="NCyearActual", reason_needed=True)
def pupil_two_more_years_away(pupil):
    """The pupil is two or more years away from the usual year group.

    Fails when: NCyearActual not X and abs(POS(NCyearActual) - EXPPOS) >= 2.

    Fix: Check birth date and year, or explain.
    """
    return (pupil.year_position - pupil.expected_position).abs() >= 2


@rule("2050Q", QUERY, on=Message, tags="PupilOnRoll")
def some_pupils_outside_age_range(message):
    """Some pupils are outside the age range of the school.

    Fails when: at least one PupilOnRoll fails the test of rule 1601Q.

    Fix: Check, or confirm.
    """
    return message.has(PupilOnRoll, lambda pupil: pupil.outside_school_ages)
