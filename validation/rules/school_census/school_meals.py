"""Meals on census day: free meals taken, and universal infant lunches."""

from validation.conditions import holds
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import Message, Miscellaneous, PupilOnRoll, School


@rule("1310", ERROR, on=Miscellaneous, tags="FreeMealsTaken", terms="SPR")
def number_free_meals_taken_missing(miscellaneous):
    """The number of free meals taken is missing.

    Fails when: FreeMealsTaken absent.

    Fix: Enter the number of free meals on census day.
    """
    return miscellaneous.free_meals_taken.is_null()


@rule("1320Q", QUERY, on=School, tags="FreeMealsTaken FSMstartDate FSMendDate", terms="SPR", since=2020)
def more_free_meals_were_taken(school):
    """More free meals were taken than pupils are eligible.

    Fails when: FreeMealsTaken > count of PupilOnRoll with FSMOPEN.

    Fix: Check the meal count and eligibility dates.
    """
    return school.free_meals_taken > school.count(PupilOnRoll, lambda pupil: pupil.fsm_open)


@rule("1875", ERROR, on=PupilOnRoll, tags="SchoolLunchTaken", phases="PS MP SP AT PR")
def infant_lunch_mark_missing(pupil):
    """The infant lunch mark is missing.

    Fails when: LUNCHAGE and SchoolLunchTaken absent.

    Fix: Record whether the pupil had a school lunch on census day.
    """
    return pupil.lunch_age & pupil.school_lunch_taken.is_null()


@rule("1876", ERROR, on=PupilOnRoll, tags="SchoolLunchTaken", revision=2)
def lunch_mark_given_pupil_above(pupil):
    """A lunch mark is given for a pupil above infant age.

    Fails when: SchoolLunchTaken present and not LUNCHAGE, unless DOB > ReferenceDate
    (PX11).

    Fix: Remove the lunch mark.
    """
    return pupil.school_lunch_taken.is_not_null() & ~holds(pupil.lunch_age) & ~pupil.born_after_census_day


@rule("1877Q", QUERY, on=Message, tags="PupilOnRoll SchoolLunchTaken", phases="PS AT SP")
def nearly_every_infant_had_school(message):
    """Nearly every infant had a school lunch.

    Fails when: more than 95% of PupilOnRoll with LUNCHAGE have SchoolLunchTaken true.

    Fix: Confirm the lunch register.
    """
    return (
        message.share(PupilOnRoll, lambda pupil: pupil.school_lunch_taken, among=lambda pupil: pupil.lunch_age) > 0.95
    )


@rule("1878Q", QUERY, on=Message, tags="PupilOnRoll SchoolLunchTaken", phases="PS AT SP", reason_needed=True)
def no_infant_had_school_lunch(message):
    """No infant had a school lunch.

    Fails when: at least one PupilOnRoll with LUNCHAGE and none has SchoolLunchTaken true.

    Fix: Record the lunches, or explain.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.school_lunch_taken, among=lambda pupil: pupil.lunch_age) == 0
