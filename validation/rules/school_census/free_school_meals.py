"""Periods of free school meal eligibility."""

from validation.conditions import missing_or_unknown
from validation.records import day
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import FSMperiod, Message, PupilOnRoll


@rule("1741", ERROR, on=PupilOnRoll, tags="ServiceChild FSMstartDate")
def service_child_also_shown_free(pupil):
    """A service child is also shown with free school meals.

    Fails when: ServiceChild = Y and FSMOPEN.

    Fix: Check the service child mark and the meal dates.
    """
    return (pupil.service_child == "Y") & pupil.fsm_open


@rule("1745Q", QUERY, on=FSMperiod, tags="FSMstartDate FSMendDate", reason_needed=True)
def free_meal_period_lasts_one(period):
    """A free meal period lasts one day.

    Fails when: FSMstartDate = FSMendDate.

    Fix: Correct the dates, or explain.
    """
    return period.fsm_start_date == period.fsm_end_date


@rule("1750Q", QUERY, on=Message, tags="PupilOnRoll FSMperiod", reason_needed=True)
def unusually_many_pupils_free_meals(message):
    """Unusually many pupils have free meals.

    Fails when: more than 45% of PupilOnRoll have an FSMperiod that overlaps window FSM.

    Fix: Check eligibility, or confirm.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.fsm_in_window) > 0.45


@rule("1751Q", QUERY, on=Message, tags="PupilOnRoll NCyearActual FSMperiod", phases="PS AT")
def over_half_reception_free_meals(message):
    """Over half of reception have free meals by income.

    Fails when: more than 50% of PupilOnRoll with NCyearActual = R have an FSMperiod that overlaps window FSM.

    Fix: Do not record universal infant meals as eligibility.
    """
    return (
        message.share(PupilOnRoll, lambda pupil: pupil.fsm_in_window, among=lambda pupil: pupil.nc_year_actual == "R")
        > 0.50
    )


@rule("1752Q", QUERY, on=Message, tags="PupilOnRoll NCyearActual FSMperiod", phases="PS AT")
def over_half_year_1_free(message):
    """Over half of year 1 have free meals by income.

    Fails when: more than 50% of PupilOnRoll with NCyearActual = 1 have an FSMperiod that overlaps window FSM.

    Fix: Do not record universal infant meals as eligibility.
    """
    return (
        message.share(PupilOnRoll, lambda pupil: pupil.fsm_in_window, among=lambda pupil: pupil.nc_year_actual == "1")
        > 0.50
    )


@rule("1760Q", QUERY, on=Message, tags="PupilOnRoll FSMperiod")
def no_pupil_has_free_school(message):
    """No pupil has free school meals.

    Fails when: at least one PupilOnRoll and no FSMperiod overlaps window FSM.

    Fix: Confirm, or add eligibility.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.fsm_in_window) == 0


@rule("1761", ERROR, on=FSMperiod, tags="FSMstartDate")
def free_meal_period_has_no(period):
    """A free meal period has no start date.

    Fails when: FSMstartDate absent.

    Fix: Enter the start date.
    """
    return period.fsm_start_date.is_null()


@rule("1762", ERROR, on=FSMperiod, tags="FSMstartDate ReferenceDate")
def free_meal_period_starts_after(period):
    """A free meal period starts after census day.

    Fails when: FSMstartDate > ReferenceDate.

    Fix: Correct the start date.
    """
    return period.fsm_start_date > period.header.reference_date


@rule("1763", ERROR, on=FSMperiod, tags="FSMendDate ReferenceDate")
def free_meal_period_ends_outside(period):
    """A free meal period ends outside the collection dates.

    Fails when: FSMendDate present and (FSMendDate <= PREVREF or FSMendDate > ReferenceDate).

    Fix: Remove old periods or correct the end date.
    """
    return (period.fsm_end_date <= day.PREVREF) | (period.fsm_end_date > period.header.reference_date)


@rule("1764", ERROR, on=FSMperiod, tags="UKcountry")
def country_free_meal_period_missing(period):
    """The country of the free meal period is missing or not valid.

    Fails when: UKcountry absent or not in codeset UKcountry.

    Fix: Enter the country.
    """
    return missing_or_unknown(period.uk_country, period.codes("UKcountry"))


@rule("1765", ERROR, on=FSMperiod, tags="UKcountry FSMendDate ReferenceDate")
def free_meals_awarded_outside_england(period):
    """Free meals awarded outside England have no end date.

    Fails when: UKcountry in (NIR, SCT, WLS) and (FSMendDate absent or FSMendDate >= ReferenceDate).

    Fix: End the period when the pupil joined.
    """
    return period.uk_country.is_in(["NIR", "SCT", "WLS"]) & (
        period.fsm_end_date.is_null() | (period.fsm_end_date >= period.header.reference_date)
    )


@rule("1766", ERROR, on=FSMperiod, tags="FSMendDate FSMstartDate")
def free_meal_period_ends_before(period):
    """A free meal period ends before it starts.

    Fails when: FSMendDate < FSMstartDate.

    Fix: Correct the dates.
    """
    return period.fsm_end_date < period.fsm_start_date


@rule("1767Q", QUERY, on=FSMperiod, tags="UKcountry FSMendDate", until=2025, reason_needed=True)
def free_meal_period_england_has(period):
    """A free meal period in England has ended although eligibility was protected.

    Fails when: UKcountry = ENG and FSMendDate present.

    Fix: Remove the end date, or explain.
    """
    return (period.uk_country == "ENG") & period.fsm_end_date.is_not_null()


@rule("1768", ERROR, on=PupilOnRoll, tags="FSMperiod FSMendDate")
def pupil_has_more_than_one(pupil):
    """The pupil has more than one open free meal period.

    Fails when: more than one FSMperiod without FSMendDate.

    Fix: End or remove the extra periods.
    """
    return pupil.count(FSMperiod, lambda period: period.fsm_end_date.is_null()) > 1
