"""Faults in suspensions and permanent exclusions, planted on pupils who have none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from schemas.sample.planting import NoPlace, Raised
from schemas.sample.school_census.faults._plan import Plan, fault, has_exclusion
from schemas.sample.school_census.setting import leaving_day
from schemas.sample.write import Fields

_PHASES = "PS MP MS SS SP AT PR"


def _suspension(plan: Plan, **values: Any) -> Fields:
    """A suspension in the window, outside the weeks whose attendance is asked for, with what is different in it."""
    day = plan.window("EXC")[0] + timedelta(days=60)
    usual: Fields = {"Category": "SUSP", "Reason1": "DB", "StartDate": day, "Sessions": 2, "SENprovision": "N"}
    return {tag: value for tag, value in (usual | values).items() if value is not None}


def _on_roll(plan: Plan, **values: Any) -> Fields:
    pupil = plan.pupil(lambda pupil: not has_exclusion(pupil))
    event = _suspension(plan, **values)
    pupil["Exclusions"] = {"TermlyExclusion": [event]}
    return plan.inside(pupil, event)


def _on_leaver(plan: Plan, *events: Fields) -> Fields:
    leaver = plan.leaver(lambda leaver: not has_exclusion(leaver) and "LearningAims" not in leaver)
    leaver["Exclusions"] = {"TermlyExclusion": list(events)}
    return leaver


@fault("2265", phases=_PHASES)
def reason_no_longer_used(plan: Plan) -> Raised:
    """A reason is one that was used up to July 2020."""
    return _on_roll(plan, Reason1="OT", Reason2="DB")


@fault("2270", phases=_PHASES)
def exclusion_without_start(plan: Plan) -> Raised:
    """A suspension has no start date."""
    return _on_roll(plan, StartDate=None)


@fault("2275", phases=_PHASES)
def category_no_longer_used(plan: Plan) -> Raised:
    """A suspension has the old category of a fixed-period exclusion."""
    return _on_roll(plan, Category="FIXD")


@fault("2280", phases=_PHASES)
def reason_unknown(plan: Plan) -> Raised:
    """A suspension has no reason that is known."""
    return _on_roll(plan, Reason1="ZZ")


@fault("2285", phases=_PHASES)
def excluded_for_ever_twice(plan: Plan) -> Raised:
    """A leaver has two permanent exclusions."""
    ever = _suspension(plan, Category="PERM", Sessions=None)
    return _on_leaver(plan, ever, dict(ever))


@fault("2290", phases=_PHASES)
def exclusion_before_the_window(plan: Plan) -> Raised:
    """A suspension started before the period that is asked for."""
    return _on_roll(plan, StartDate=plan.window("EXC")[0] - timedelta(days=1))


@fault("2300", phases=_PHASES)
def suspension_without_sessions(plan: Plan) -> Raised:
    """A suspension says that no session was missed."""
    return _on_roll(plan, Sessions=0)


@fault("2303", phases=_PHASES)
def excluded_after_leaving(plan: Plan) -> Raised:
    """A leaver was excluded after the day they left."""
    after = leaving_day(plan.setting.now) + timedelta(days=1)
    if after > plan.window("EXC")[1]:
        raise NoPlace
    return _on_leaver(plan, _suspension(plan, Category="PERM", Sessions=None, StartDate=after))


@fault("2310", phases=_PHASES)
def provision_no_longer_used(plan: Plan) -> Raised:
    """A suspension has the SEN provision of a statement."""
    return _on_roll(plan, SENprovision="S")


@fault("2320Q", phases=_PHASES)
def suspension_too_long(plan: Plan) -> Raised:
    """A suspension is longer than 45 days."""
    return _on_roll(plan, Sessions=91)


@fault("2330", phases=_PHASES)
def sessions_of_a_permanent_exclusion(plan: Plan) -> Raised:
    """A permanent exclusion has sessions."""
    ever = _suspension(plan, Category="PERM", Sessions=4)
    return plan.inside(_on_leaver(plan, ever), ever)


@fault("2335", phases=_PHASES)
def still_here_after_exclusion(plan: Plan) -> Raised:
    """A pupil on roll is permanently excluded."""
    return plan.people[id(_on_roll(plan, Category="PERM", Sessions=None))]


@fault("5051", phases="NS")
def suspension_in_a_nursery(plan: Plan) -> Raised:
    """A nursery school reports a suspension."""
    return plan.people[id(_on_roll(plan))]
