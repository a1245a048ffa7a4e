"""Earlier revisions of the rules in ``pupil_identifiers``."""

from validation.rule import QUERY, rule
from validation.rules.school_census._records import PupilOnRoll


@rule("1601Q", QUERY, on=PupilOnRoll, tags="SchoolType", reason_needed=True)
def pupil_age_unusual_type_school(pupil):
    """The pupil's age is unusual for this type of school.

    Fails when: AGE is outside the ages that school_type_ages.csv gives for SchoolType (ends included).

    Fix: Check the date of birth, or explain why.
    """
    return pupil.outside_school_ages
