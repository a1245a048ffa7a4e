"""Earlier revisions of the rules in ``school_meals``."""

from validation.conditions import holds
from validation.rule import ERROR, rule
from validation.rules.school_census._records import PupilOnRoll


@rule("1876", ERROR, on=PupilOnRoll, tags="SchoolLunchTaken")
def lunch_mark_given_pupil_above(pupil):
    """A lunch mark is given for a pupil above infant age.

    Fails when: SchoolLunchTaken present and not LUNCHAGE.

    Fix: Remove the lunch mark.
    """
    return pupil.school_lunch_taken.is_not_null() & ~holds(pupil.lunch_age)
