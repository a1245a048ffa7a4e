"""Earlier revisions of the rules in ``bursaries``."""

from validation.rule import ERROR, rule
from validation.rules.school_census._records import LearnerSupportItem, Pupil


@rule("1867", ERROR, on=Pupil, tags="LearnerSupportItem", terms="SPR SUM", phases="SS AT PR")
def bursary_given_pupil_under_16(pupil):
    """Bursary is given to a pupil under 16.

    Fails when: any LearnerSupportItem and AGE < 16.

    Fix: Remove the bursary, or check the birth date.
    """
    return pupil.has(LearnerSupportItem) & (pupil.age < 16)
