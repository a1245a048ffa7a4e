"""Faults in referrals, in how episodes close, and in how they follow each other."""

from __future__ import annotations

from typing import Any

from schemas.sample.children_in_need.faults._plan import Plan, fault
from schemas.sample.planting import Raised
from schemas.sample.write import Fields


def _one(plan: Plan, episode: Fields) -> Fields:
    plan.child(episode)
    return episode


def _without(episode: Fields, *tags: str) -> Fields:
    return {tag: value for tag, value in episode.items() if tag not in tags}


def _nothing_more(plan: Plan, at: int = 30, **content: Any) -> Fields:
    return plan.referral(at, ReferralNFA="true", **content)


@fault("8590")
def no_episode(plan: Plan) -> Raised:
    """The child has no episode."""
    child = plan.child()
    del child["CINdetails"]
    return child


@fault("8568")
def action_is_unclear(plan: Plan) -> Raised:
    """Whether there was further action is neither true nor false."""
    return _one(plan, plan.closed() | {"ReferralNFA": "maybe"})


@fault("8569Q")
def nothing_more_last_year(plan: Plan) -> Raised:
    """A referral without further action is from before the year."""
    return _one(plan, _nothing_more(plan, -10))


@fault("8600")
def referral_without_a_date(plan: Plan) -> Raised:
    """The date of referral is missing."""
    return _one(plan, _without(plan.closed(), "CINreferralDate"))


@fault("8610")
def need_is_missing(plan: Plan) -> Raised:
    """The main need is missing."""
    return _one(plan, _without(plan.closed(), "PrimaryNeedCode"))


@fault("8650")
def need_is_unknown(plan: Plan) -> Raised:
    """The main need is not one of the codes."""
    return _one(plan, plan.closed(PrimaryNeedCode="NX"))


@fault("8866")
def source_is_unknown(plan: Plan) -> Raised:
    """The source of referral is not one of the codes."""
    return _one(plan, plan.closed(ReferralSource="99"))


@fault("8620")
def closed_after_the_year(plan: Plan) -> Raised:
    """The episode closes after the reference date."""
    return _one(plan, plan.closed(370))


@fault("8630")
def closed_before_referral(plan: Plan) -> Raised:
    """The episode closes the day before the referral."""
    return _one(plan, _without(plan.closed(29), "Assessments"))


@fault("8640")
def reason_is_unknown(plan: Plan) -> Raised:
    """The reason for closing is not one of the codes."""
    return _one(plan, plan.closed(reason="RC0"))


@fault("8805")
def reason_is_missing(plan: Plan) -> Raised:
    """A closed episode has no reason for closing."""
    return _one(plan, _without(plan.closed(), "ReasonForClosure"))


@fault("8810")
def reason_of_an_open_episode(plan: Plan) -> Raised:
    """An open episode has a reason for closing."""
    return _one(plan, _without(plan.closed(), "CINclosureDate"))


@fault("8825Q")
def closed_after_no_assessment(plan: Plan) -> Raised:
    """The reason for closing speaks of an assessment, and there is none."""
    return _one(plan, _without(plan.closed(reason="RC8"), "Assessments"))


@fault("8565")
def closed_before_the_plan_ended(plan: Plan) -> Raised:
    """The episode closes before its child in need plan."""
    return _one(plan, plan.closed(150, CINPlanDates=[plan.plan()]))


@fault("2990")
def closed_after_assessment_with_a_plan(plan: Plan) -> Raised:
    """The reason for closing says that only an assessment was done, and there is a plan."""
    return _one(plan, plan.closed(reason="RC8", CINPlanDates=[plan.plan()]))


@fault("4000")
def nothing_more_but_a_plan(plan: Plan) -> Raised:
    """No further action, and a child in need plan."""
    return _one(plan, _nothing_more(plan, CINPlanDates=[plan.plan()]))


@fault("8831")
def nothing_more_but_an_assessment(plan: Plan) -> Raised:
    """No further action, and an assessment."""
    return _one(plan, _nothing_more(plan, Assessments=[plan.assessment()]))


@fault("8832")
def nothing_more_but_protection(plan: Plan) -> list[Raised]:
    """No further action, and a conference and protection plan."""
    held = plan.weekday(45)
    episode = _nothing_more(plan, DateOfInitialCPC=held, ChildProtectionPlans=[plan.protection(held)])
    return [_one(plan, episode), ("8831", episode)]


@fault("8815")
def two_open_episodes(plan: Plan) -> list[Raised]:
    """Two episodes are open at once."""
    child = plan.child(plan.referral(30), plan.referral(100))
    return [child, ("8816", child), ("8820", child)]


@fault("8816")
def open_episode_before_a_closed_one(plan: Plan) -> list[Raised]:
    """An earlier episode is open still."""
    later = plan.closed(reason="RC8") | {
        "CINreferralDate": plan.day(100),
        "Assessments": [plan.assessment(101, 130)],
    }
    child = plan.child(plan.referral(30), later)
    return [child, ("8820", child)]


@fault("8820")
def overlapping_episodes(plan: Plan) -> Raised:
    """An episode begins before the one before it closes."""
    later = plan.closed(reason="RC8") | {
        "CINreferralDate": plan.day(100),
        "Assessments": [plan.assessment(101, 130)],
    }
    return plan.child(plan.closed(210), later)
