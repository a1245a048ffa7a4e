"""Faults of children who died: what is dated after their death."""

from __future__ import annotations

from datetime import date

from schemas.sample.children_in_need.faults._plan import Plan, fault, identifiers
from schemas.sample.planting import Raised
from schemas.sample.write import Fields


def _dead(child: Fields, day: date) -> Fields:
    identifiers(child)["PersonDeathDate"] = day
    return child


@fault("8535Q")
def died_unborn(plan: Plan) -> Raised:
    """There is a date of death and none of birth."""
    return identifiers(_dead(plan.unborn(plan.before_ref(10), plan.recent()), plan.before_ref(5)))


@fault("8545Q")
def died_after_the_year(plan: Plan) -> Raised:
    """The date of death is after the reference date."""
    return identifiers(_dead(plan.child(plan.closed()), plan.before_ref(-5)))


@fault("8555Q")
def referred_after_death(plan: Plan) -> Raised:
    """The referral is dated after the death."""
    return _dead(plan.child(plan.closed()), plan.day(5))


@fault("4008")
def plan_begun_after_death(plan: Plan) -> Raised:
    """A child in need plan begins after the death."""
    return _dead(plan.child(plan.referral(CINPlanDates=[plan.plan(65, None)])), plan.day(60))


@fault("4009Q")
def plan_ended_after_death(plan: Plan) -> Raised:
    """A child in need plan ends after the death."""
    return _dead(plan.child(plan.closed(CINPlanDates=[plan.plan()])), plan.day(150))


@fault("8915")
def protection_begun_after_death(plan: Plan) -> Raised:
    """A protection plan begins after the death."""
    return _dead(plan.child(plan.protected(ended=None)), plan.day(40))


@fault("8920")
def protection_ended_after_death(plan: Plan) -> Raised:
    """A protection plan ends after the death."""
    return _dead(plan.child(plan.protected()), plan.day(100))


@fault("8585Q")
def died_without_a_date(plan: Plan) -> Raised:
    """The episode was closed because the child died, and there is no date of death."""
    child = plan.child(plan.closed(reason="RC2"))
    episode: Fields = child["CINdetails"][0]
    return episode
