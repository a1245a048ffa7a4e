"""16 to 19 bursaries."""

from validation.conditions import missing_or_unknown
from validation.rule import ERROR, rule
from validation.rules.school_census._records import LearnerSupportItem, Pupil, PupilOnRoll


@rule("1864", ERROR, on=PupilOnRoll, tags="LearnerSupportItem EnrolStatus", terms="SPR SUM", phases="SS AT PR")
def bursary_given_pupil_whose_main(pupil):
    """Bursary is given for a pupil whose main school is elsewhere.

    Fails when: any LearnerSupportItem and EnrolStatus = S.

    Fix: Remove the bursary record.
    """
    return pupil.has(LearnerSupportItem) & (pupil.enrol_status == "S")


@rule("1865", ERROR, on=LearnerSupportItem, tags="LearnerSupportCode", terms="SPR SUM", phases="SS AT PR")
def bursary_code_not_valid(bursary):
    """A bursary code is not valid.

    Fails when: LearnerSupportCode absent or not in codeset LearnerSupportCode.

    Fix: Choose a current bursary code.
    """
    return missing_or_unknown(bursary.learner_support_code, bursary.codes("LearnerSupportCode"))


@rule("1866", ERROR, on=Pupil, tags="LearnerSupportCode LearnerSupportItem", terms="SPR SUM", phases="SS AT PR")
def bursary_code_appears_twice_pupil(pupil):
    """A bursary code appears twice for a pupil.

    Fails when: same LearnerSupportCode on two LearnerSupportItem of one pupil.

    Fix: Remove the repeat.
    """
    return pupil.repeats(LearnerSupportItem, lambda bursary: bursary.learner_support_code)


@rule("1867", ERROR, on=Pupil, tags="LearnerSupportItem", terms="SPR SUM", phases="SS AT PR", revision=2)
def bursary_given_pupil_under_16(pupil):
    """Bursary is given to a pupil under 16.

    Fails when: any LearnerSupportItem and AGE < 16, unless DOB > ReferenceDate (PX11).

    Fix: Remove the bursary, or check the birth date.
    """
    return pupil.has(LearnerSupportItem) & (pupil.age < 16) & ~pupil.born_after_census_day


@rule("1868", ERROR, on=Pupil, tags="LearnerSupportItem", terms="SPR SUM", phases="SS AT PR")
def bursary_given_pupil_aged_20(pupil):
    """Bursary is given to a pupil aged 20 or over.

    Fails when: any LearnerSupportItem and AGE >= 20.

    Fix: Remove the bursary, or check the birth date.
    """
    return pupil.has(LearnerSupportItem) & (pupil.age >= 20)
