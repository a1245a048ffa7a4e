"""Prose about child in need plans and child protection plans."""

from __future__ import annotations

import re

from tests.second_reading import names
from tests.second_reading.prose.children_in_need import (
    before,
    dates,
    overlap,
    reads,
    starts_before_referral,
    starts_within,
)
from tests.second_reading.records import Record


@reads("4001")
def both_plans_open(episode: Record) -> bool:
    """Same episode: a ChildProtectionPlan with no CPPendDate and a CINPlanDates with a start and no end"""
    protected = any(plan.get("CPPendDate") is None for plan in episode.records("ChildProtectionPlans"))
    in_need = any(
        plan.get("CINPlanStartDate") is not None and plan.get("CINPlanEndDate") is None
        for plan in episode.records("CINPlanDates")
    )
    return protected and in_need


@reads("4003")
def review_during_plan(child: Record) -> bool:
    """a CPPreviewDate >= CINPlanStartDate and < CINPlanEndDate (or open plan) of a CINPlanDates of the same child, and
    the review date is not the CPPendDate of its plan
    """
    spans = [(plan.get("CINPlanStartDate"), plan.get("CINPlanEndDate")) for plan in child.records("CINPlanDates")]
    for plan in child.records("ChildProtectionPlans"):
        for review in plan.all("CPPreviewDate"):
            if review != plan.get("CPPendDate") and any(
                start is not None and start <= review and (end is None or review < end) for start, end in spans
            ):
                return True
    return False


@reads("4004")
def two_open_plans(episode: Record) -> bool:
    """Same episode has more than one CINPlanDates with no CINPlanEndDate"""
    return sum(plan.get("CINPlanEndDate") is None for plan in episode.records("CINPlanDates")) > 1


def after_death(child: Record, kind: str, item: str) -> bool:
    return any(before(child.get("PersonDeathDate"), day) for day in dates(child, kind, item))


@reads("4008")
def plan_starts_after_death(child: Record) -> bool:
    """CINPlanStartDate after the child's PersonDeathDate"""
    return after_death(child, "CINPlanDates", "CINPlanStartDate")


@reads("4009Q")
def plan_ends_after_death(child: Record) -> bool:
    """CINPlanEndDate after the child's PersonDeathDate"""
    return after_death(child, "CINPlanDates", "CINPlanEndDate")


@reads("8555Q")
def referred_after_death(child: Record) -> bool:
    """CINreferralDate after PersonDeathDate"""
    return after_death(child, "CINdetails", "CINreferralDate")


@reads("8915")
def protected_after_death(child: Record) -> bool:
    """CPPstartDate after PersonDeathDate"""
    return after_death(child, "ChildProtectionPlans", "CPPstartDate")


@reads("8920")
def protection_ends_after_death(child: Record) -> bool:
    """CPPendDate after PersonDeathDate"""
    return after_death(child, "ChildProtectionPlans", "CPPendDate")


def missing_or_after_ref(record: Record, item: str) -> bool:
    day = record.get(item)
    return day is None or before(names.reference_date(record), day)


@reads("4010")
def plan_start(plan: Record) -> bool:
    """CINPlanDates block with CINPlanStartDate missing or after REF"""
    return missing_or_after_ref(plan, "CINPlanStartDate")


@reads("4014")
def plans_overlap(child: Record) -> bool:
    """Two CINPlanDates of one child overlap: one starts on or after the other's start and on or before its end (or on
    or before REF when the other has no end)
    """
    return overlap(child.records("CINPlanDates"), "CINPlanStartDate", "CINPlanEndDate")


@reads("4015")
def plan_before_referral(episode: Record) -> bool:
    """CINPlanStartDate earlier than the episode's CINreferralDate"""
    return starts_before_referral(episode, dates(episode, "CINPlanDates", "CINPlanStartDate"))


def starts_during(child: Record, kind: str, start: str, other: str, since: str, until: str) -> bool:
    """A record of one kind starts while one of the other kind goes on."""
    ref = names.reference_date(child)
    return any(
        starts_within(day, one.get(since), one.get(until), ref, last_day=False)
        for day in dates(child, kind, start)
        for one in child.records(other)
    )


@reads("4016")
def plan_while_protected(child: Record) -> bool:
    """CINPlanStartDate on or after a CPPstartDate of the child and before its CPPendDate (or on or before REF when the
    CPP is open)
    """
    return starts_during(
        child, "CINPlanDates", "CINPlanStartDate", "ChildProtectionPlans", "CPPstartDate", "CPPendDate"
    )


@reads("4017")
def protected_while_plan(child: Record) -> bool:
    """CPPstartDate on or after a CINPlanStartDate of the child and before its CINPlanEndDate (or on or before REF when
    the CIN plan is open)
    """
    return starts_during(
        child, "ChildProtectionPlans", "CPPstartDate", "CINPlanDates", "CINPlanStartDate", "CINPlanEndDate"
    )


@reads("1105")
def protected_before_referral(episode: Record) -> bool:
    """In one episode CPPstartDate present and earlier than the episode's CINreferralDate"""
    return starts_before_referral(episode, dates(episode, "ChildProtectionPlans", "CPPstartDate"))


@reads("8720")
def protection_start(plan: Record) -> bool:
    """ChildProtectionPlans block with CPPstartDate missing or after REF"""
    return missing_or_after_ref(plan, "CPPstartDate")


@reads("8730")
def number_of_plans(plan: Record) -> bool:
    """NumberOfPreviousCPP absent or not a whole number of 0 or more"""
    return not re.fullmatch("[0-9]+", plan.get("NumberOfPreviousCPP") or "")


@reads("8841")
def review_before_start(plan: Record) -> bool:
    """CPPreviewDate on or before the same plan's CPPstartDate"""
    start = plan.get("CPPstartDate")
    return start is not None and any(review <= start for review in plan.all("CPPreviewDate"))


@reads("8842Q")
def review_without_date(plan: Record) -> bool:
    """a ChildProtectionPlans has a Reviews element with no CPPreviewDate"""
    return plan.has("Reviews") and not plan.all("CPPreviewDate")


CATEGORIES = ("NEG", "PHY", "SAB", "EMO", "MUL")


@reads("8905")
def first_category(plan: Record) -> bool:
    """ChildProtectionPlans block with InitialCategoryOfAbuse missing or not one of NEG PHY SAB EMO MUL"""
    return plan.get("InitialCategoryOfAbuse") not in CATEGORIES


@reads("8910")
def latest_category(plan: Record) -> bool:
    """ChildProtectionPlans block with LatestCategoryOfAbuse missing or not one of NEG PHY SAB EMO MUL"""
    return plan.get("LatestCategoryOfAbuse") not in CATEGORIES


@reads("8935")
def two_open_protections(child: Record) -> bool:
    """a Child has more than one ChildProtectionPlans without CPPendDate, over all episodes"""
    return sum(plan.get("CPPendDate") is None for plan in child.records("ChildProtectionPlans")) > 1


@reads("8940")
def protections_overlap(child: Record) -> bool:
    """two ChildProtectionPlans of one Child, in any episodes: one CPPstartDate is on or after the other's CPPstartDate
    and on or before its CPPendDate (or on or before REF when open)
    """
    return overlap(child.records("ChildProtectionPlans"), "CPPstartDate", "CPPendDate")
