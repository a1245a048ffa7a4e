"""Faults in pre-proceedings and family group decision making."""

from __future__ import annotations

from typing import Any

from schemas.sample.children_in_need.faults._plan import Plan, fault
from schemas.sample.children_in_need.pre_proceedings import SINCE
from schemas.sample.planting import Raised
from schemas.sample.write import Fields

_TAG = "PreProceedingsandFGDM"


def _block(plan: Plan, *missing: str, **changed: Any) -> Fields:
    """Pre-proceedings that went to court, save for what is missing or changed, in a closed episode of their own."""
    block: Fields = {
        "PPStartDate": plan.day(70),
        "LBPSentDate": plan.day(80),
        "FGDMMeetingOffer": True,
        "FGDMMeetingFac": False,
        "InitialPPMeetingDate": plan.day(100),
        "ReviewMeetingsCount": 1,
        "StepDecisionDate": plan.day(170),
        "PPOutcome": "B",
        "CourtAppDate": plan.day(180),
        "LetterInitCPDate": plan.day(185),
    } | changed
    for tag in missing:
        del block[tag]
    plan.child(plan.closed(PreProceedingsandFGDM=[block]))
    return block


@fault("8995Q", since=SINCE, alone=True)
def none_in_the_whole_return(plan: Plan) -> Raised:
    """No child has pre-proceedings."""

    def change(child: Fields) -> None:
        for episode in child["CINdetails"]:
            episode.pop(_TAG, None)

    plan.sample.children.change_all(change)
    return plan.message


@fault("9000Q", since=SINCE)
def without_a_start(plan: Plan) -> Raised:
    """The start is missing."""
    return _block(plan, "PPStartDate")


@fault("9005", since=SINCE)
def begun_before_the_year(plan: Plan) -> Raised:
    """They began the day before the year."""
    return _block(plan, PPStartDate=plan.day(-1))


@fault("9006", since=SINCE)
def letter_before_the_start(plan: Plan) -> Raised:
    """The letter is dated the day before they began."""
    return _block(plan, LBPSentDate=plan.day(69))


@fault("9007", since=SINCE)
def offer_not_said(plan: Plan) -> Raised:
    """Whether a meeting was offered is not said."""
    return _block(plan, "FGDMMeetingOffer")


@fault("9008", since=SINCE)
def first_meeting_after_the_year(plan: Plan) -> Raised:
    """The first meeting is dated after the reference date."""
    return _block(plan, InitialPPMeetingDate=plan.day(366))


@fault("9009", since=SINCE)
def decision_before_the_start(plan: Plan) -> Raised:
    """The decision is dated before they began."""
    return _block(plan, StepDecisionDate=plan.day(69))


@fault("9010Q", since=SINCE)
def held_not_said(plan: Plan) -> Raised:
    """Whether the meeting that was offered was held is not said."""
    return _block(plan, "FGDMMeetingFac")


@fault("9011", since=SINCE)
def outcome_is_unknown(plan: Plan) -> Raised:
    """The outcome is not one of the codes."""
    return _block(plan, PPOutcome="Z")


@fault("9012", since=SINCE)
def application_before_the_decision(plan: Plan) -> Raised:
    """The application to court is dated the day before the decision."""
    return _block(plan, CourtAppDate=plan.day(169))


@fault("9013", since=SINCE)
def letter_before_the_application(plan: Plan) -> Raised:
    """The letter of initiation is dated the day before the application."""
    return _block(plan, LetterInitCPDate=plan.day(179))


@fault("9015Q", since=SINCE)
def reviews_not_counted(plan: Plan) -> Raised:
    """The number of review meetings is missing."""
    return _block(plan, "ReviewMeetingsCount")
