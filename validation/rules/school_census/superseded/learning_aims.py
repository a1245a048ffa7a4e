"""Earlier revisions of the rules in ``learning_aims``."""

from validation.rule import ERROR, rule
from validation.rules.school_census._records import (
    LearningAim,
    Pupil,
)


@rule(
    "1992",
    ERROR,
    on=Pupil,
    tags="LearningAim LearningActualEndDate QualHrs",
    terms="AUT",
    phases="SS AT PR",
    certain=False,
)
def student_learning_aims_has_no(pupil):
    """A student with learning aims has no planned qualification hours.

    Fails when: a LearningAim with (LearningActualEndDate absent or on or after AYSTART) and QualHrs absent.

    Fix: Enter the planned hours, 0 if none.
    """
    return pupil.has(LearningAim, lambda aim: aim.is_current) & pupil.qual_hrs.is_null()
