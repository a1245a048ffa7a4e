"""Earlier revisions of the rules in ``registered_school``."""

from validation.conditions import holds
from validation.rule import QUERY, rule
from validation.rules.school_census._records import PupilOnRoll
from validation.rules.school_census.registered_school import DETAILS, YEARS_OF_GRACE, _laestab


@rule("PX10", QUERY, on=PupilOnRoll, tags="DOB", needs="register", certain=False)
def pupil_outside_registered_ages(pupil):
    """The pupil is younger or older than the school is registered for.

    Fails when: the age of a pupil on roll is more than a year below the lowest, or a year above the highest, age that
    the register has for LEA and Estab.

    Fix: Check the date of birth, and whether the pupil is still at the school.
    """
    lowest = pupil.lookup(DETAILS, "low_age", on=_laestab(pupil))
    highest = pupil.lookup(DETAILS, "high_age", on=_laestab(pupil))
    return holds(pupil.age < lowest - YEARS_OF_GRACE) | holds(pupil.age > highest + YEARS_OF_GRACE)
