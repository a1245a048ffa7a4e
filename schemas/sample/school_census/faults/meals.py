"""Faults in free school meals and school lunches. Periods are added to pupils who have none, so that counts stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, characteristics, fault, group, lacks
from schemas.sample.write import Fields


def _pays(pupil: Fields) -> bool:
    about = characteristics(pupil)
    return "FSMperiods" not in about and about.get("ServiceChild") == "N" and group(pupil) >= 0


def _has_free_meals(pupil: Fields) -> bool:
    return "FSMperiods" in characteristics(pupil) and group(pupil) >= 0


def _period(plan: Plan, **values: Any) -> Fields:
    """Give a pupil who pays for meals a period of free meals."""
    pupil = plan.pupil(_pays)
    period = {f"FSM{name}" if name.endswith("Date") else name: value for name, value in values.items()}
    characteristics(pupil)["FSMperiods"] = {"FSMperiod": [period]}
    return plan.inside(pupil, period)


lacks(
    "1875",
    "PupilCharacteristics/SchoolLunchTaken",
    where=lambda pupil: 0 <= group(pupil) <= 2,
    phases="PS MP SP AT PR",
)


@fault("1741")
def service_child_has_free_meals(plan: Plan) -> Raised:
    """A pupil with free meals is a service child."""
    pupil = plan.pupil(_has_free_meals)
    characteristics(pupil)["ServiceChild"] = "Y"
    return pupil


@fault("1745Q")
def meals_for_one_day(plan: Plan) -> Raised:
    """A period starts and ends on the same day."""
    return _period(plan, startDate=plan.days_before(1), endDate=plan.days_before(1), UKcountry="SCT")


@fault("1761")
def meals_without_start(plan: Plan) -> Raised:
    """A period has no start date."""
    return _period(plan, UKcountry="ENG")


@fault("1762")
def meals_start_later(plan: Plan) -> Raised:
    """A period starts after census day."""
    return _period(plan, startDate=plan.day + timedelta(days=1), UKcountry="ENG")


@fault("1763")
def meals_ended_long_ago(plan: Plan) -> Raised:
    """A period ended before the last census."""
    last_census = plan.window("PREVREF")[0]
    days = timedelta(days=60), timedelta(days=1)
    return _period(plan, startDate=last_census - days[0], endDate=last_census - days[1], UKcountry="SCT")


@fault("1764")
def meals_without_country(plan: Plan) -> Raised:
    """A period does not say in which country."""
    return _period(plan, startDate=plan.days_before(30))


@fault("1765")
def meals_elsewhere_go_on(plan: Plan) -> Raised:
    """A period in Wales has not ended."""
    return _period(plan, startDate=plan.days_before(30), UKcountry="WLS")


@fault("1766")
def meals_end_before_they_start(plan: Plan) -> Raised:
    """A period ends before it starts."""
    return _period(plan, startDate=plan.days_before(5), endDate=plan.days_before(20), UKcountry="SCT")


@fault("1767Q", until=2025)
def meals_in_england_ended(plan: Plan) -> Raised:
    """A period in England has an end."""
    return _period(plan, startDate=plan.days_before(40), endDate=plan.days_before(10), UKcountry="ENG")


@fault("1768")
def two_open_periods(plan: Plan) -> Raised:
    """A pupil has two periods without an end."""
    pupil = plan.pupil(_has_free_meals)
    periods = characteristics(pupil)["FSMperiods"]["FSMperiod"]
    periods.append(dict(periods[0]))
    return pupil


@fault("1876", phases="PS MP SP AT PR")
def lunch_of_an_older_pupil(plan: Plan) -> Raised:
    """A pupil of year 3 or above has a school lunch recorded."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 3)
    characteristics(pupil)["SchoolLunchTaken"] = True
    return pupil
