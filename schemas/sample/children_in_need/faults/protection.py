"""Faults in child protection plans and their reviews."""

from __future__ import annotations

from datetime import timedelta

from schemas.sample.children_in_need.faults._plan import Plan, fault
from schemas.sample.planting import Raised
from schemas.sample.write import Fields


def _protection(plan: Plan, **content: object) -> Fields:
    """The protection plan of a closed episode, changed."""
    episode = plan.protected()
    made: Fields = episode["ChildProtectionPlans"][0]
    made |= content
    plan.child(episode)
    return made


def _old_plans(plan: Plan, *ends: int | None) -> Fields:
    """An episode with two protection plans begun before the year, three weeks apart."""
    begun = (plan.day(-40), plan.day(-20))
    plans = [plan.protection(day, end) for day, end in zip(begun, ends, strict=True)]
    return plan.referral(-60, ChildProtectionPlans=plans)


@fault("1105")
def begun_before_referral(plan: Plan) -> Raised:
    """Protection begins before the referral."""
    episode = plan.closed(ChildProtectionPlans=[plan.protection(plan.day(-5))])
    plan.child(episode)
    return episode


@fault("2885")
def begun_on_another_day_than_the_conference(plan: Plan) -> Raised:
    """Protection begins the day after the conference."""
    episode = plan.protected()
    episode["ChildProtectionPlans"][0]["CPPstartDate"] += timedelta(days=1)
    plan.child(episode)
    return episode


@fault("8720")
def without_a_start(plan: Plan) -> Raised:
    """The plan has no start date."""
    made = _protection(plan)
    del made["CPPstartDate"]
    return made


@fault("8730")
def plans_before_in_words(plan: Plan) -> Raised:
    """The number of plans before is a word."""
    return _protection(plan, NumberOfPreviousCPP="two")


@fault("8840")
def ended_at_once(plan: Plan) -> Raised:
    """The plan ends on the day it begins."""
    return _protection(plan, CPPendDate=plan.weekday(45))


@fault("8841")
def reviewed_at_once(plan: Plan) -> Raised:
    """A review is dated on the day the plan begins."""
    return _protection(plan, Reviews={"CPPreviewDate": [plan.weekday(45), plan.day(130)]})


@fault("8842Q")
def reviews_without_a_date(plan: Plan) -> Raised:
    """There is a place for reviews and none in it."""
    return _protection(plan, Reviews={})


@fault("8905")
def category_is_unknown(plan: Plan) -> Raised:
    """The first category of abuse is not one of the codes."""
    return _protection(plan, InitialCategoryOfAbuse="XXX")


@fault("8910")
def latest_category_is_missing(plan: Plan) -> Raised:
    """The latest category of abuse is missing."""
    made = _protection(plan)
    del made["LatestCategoryOfAbuse"]
    return made


@fault("8925")
def ended_before_it_began(plan: Plan) -> Raised:
    """The plan ends the day before it begins."""
    return _protection(plan, CPPendDate=plan.weekday(45) - timedelta(days=1))


@fault("8930")
def ended_after_the_year(plan: Plan) -> Raised:
    """The plan ends after the reference date."""
    episode = plan.protected(ended=None)
    made: Fields = episode["ChildProtectionPlans"][0]
    made["CPPendDate"] = plan.before_ref(-3)
    plan.child(episode)
    return made


@fault("8935")
def two_open(plan: Plan) -> list[Raised]:
    """Two protection plans of a child are open."""
    child = plan.child(_old_plans(plan, None, None))
    return [child, ("8940", child)]


@fault("8940")
def overlapping(plan: Plan) -> Raised:
    """A protection plan begins before the one before it ends."""
    return plan.child(_old_plans(plan, 100, 120))
