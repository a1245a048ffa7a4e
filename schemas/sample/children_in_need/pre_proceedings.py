"""Pre-proceedings of a sample episode: as far as they had come when it closed, or on the reference date."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from schemas.sample.children_in_need import shares
from schemas.sample.children_in_need.setting import Setting, on_weekday
from schemas.sample.draws import pick
from schemas.sample.write import Fields

SINCE = 2026
"""The academic year from which the block is collected."""


def pre_proceedings(setting: Setting, own: Random, episode: Fields) -> Fields | None:
    """The block of an episode, in the order in which things happen; None where the year ends before it could begin."""
    last: date = episode.get("CINclosureDate", setting.ref)
    at = max(setting.start, episode["CINreferralDate"])
    made: Fields = {}

    def reach(tag: str, low: int, high: int) -> bool:
        nonlocal at
        day = on_weekday(at + timedelta(days=own.randint(low, high)))
        if day <= last:
            made[tag] = at = day
        return day <= last

    if not reach("PPStartDate", 0, 150):
        return None
    if not reach("LBPSentDate", 3, 15):
        return made
    made["FGDMMeetingOffer"] = own.random() < shares.FAMILY_MEETING_OFFERED
    if made["FGDMMeetingOffer"]:
        made["FGDMMeetingFac"] = own.random() < shares.FAMILY_MEETING_HELD
    if not reach("InitialPPMeetingDate", 7, 20):
        return made
    made["ReviewMeetingsCount"] = own.randint(0, 3)
    if not reach("StepDecisionDate", 40, 110):
        return made
    made["PPOutcome"] = pick(own.random(), shares.PRE_PROCEEDINGS_OUTCOMES)
    if own.random() < shares.WENT_TO_COURT and reach("CourtAppDate", 0, 20):
        reach("LetterInitCPDate", 0, 10)
    return made
