"""Faults in child in need plans, alone and beside protection plans."""

from __future__ import annotations

from schemas.sample.children_in_need.faults._plan import Plan, fault
from schemas.sample.planting import Raised
from schemas.sample.write import Fields


def _planned(plan: Plan, made: Fields) -> Fields:
    """The plan, in a closed episode of its own."""
    plan.child(plan.closed(CINPlanDates=[made]))
    return made


@fault("4001")
def plan_and_protection_open(plan: Plan) -> list[Raised]:
    """A child in need plan and a protection plan are open at once."""
    episode = plan.protected(ended=None, CINPlanDates=[plan.plan(100, None)])
    child = plan.child(episode)
    return [episode, ("4016", child)]


@fault("4003")
def reviewed_during_the_plan(plan: Plan) -> Raised:
    """A review of the protection plan is dated within the child in need plan after it."""
    episode = plan.protected(CINPlanDates=[plan.plan(252, 259)])
    episode["ChildProtectionPlans"][0]["Reviews"] = {"CPPreviewDate": [plan.day(130), plan.day(255)]}
    return plan.child(episode)


@fault("4004")
def two_open(plan: Plan) -> list[Raised]:
    """Two plans of one episode are open."""
    episode = plan.referral(CINPlanDates=[plan.plan(65, None), plan.plan(100, None)])
    child = plan.child(episode)
    return [episode, ("4014", child)]


@fault("4010")
def without_a_start(plan: Plan) -> Raised:
    """The plan has no start date."""
    return _planned(plan, {"CINPlanEndDate": plan.day(200)})


@fault("4011")
def ended_before_it_began(plan: Plan) -> Raised:
    """The plan ends the day before it begins."""
    return _planned(plan, plan.plan(65, 64))


@fault("4012Q")
def ended_at_once(plan: Plan) -> Raised:
    """The plan ends on the day it begins."""
    return _planned(plan, plan.plan(65, 65))


@fault("4013")
def ended_after_the_year(plan: Plan) -> Raised:
    """The plan ends after the reference date."""
    made = plan.plan(65, 370)
    plan.child(plan.referral(CINPlanDates=[made]))
    return made


@fault("4014")
def overlapping(plan: Plan) -> Raised:
    """A plan begins before the one before it ends."""
    return plan.child(plan.closed(CINPlanDates=[plan.plan(65, 120), plan.plan(100, 200)]))


@fault("4015")
def begun_before_referral(plan: Plan) -> Raised:
    """The plan begins the day before the referral."""
    episode = plan.closed(CINPlanDates=[plan.plan(29)])
    plan.child(episode)
    return episode


@fault("4016")
def begun_under_protection(plan: Plan) -> Raised:
    """The plan begins while the child is under protection."""
    return plan.child(plan.protected(CINPlanDates=[plan.plan(100, 255)]))


@fault("4017")
def protection_begun_during_the_plan(plan: Plan) -> Raised:
    """Protection begins before the plan ends."""
    return plan.child(plan.protected(CINPlanDates=[plan.plan(32, 100)]))
