"""Prose about referrals and closures."""

from __future__ import annotations

from datetime import date, timedelta

from tests.second_reading import facts, names
from tests.second_reading.prose.children_in_need import before, conference, dates, is_false, is_true, reads
from tests.second_reading.records import Record


@reads("8590")
def no_episode(child: Record) -> bool:
    """Child has no CINdetails block"""
    return not child.has("CINdetails")


@reads("8568")
def no_further_action(episode: Record) -> bool:
    """ReferralNFA missing or (case-folded) not one of 1, 0, true, false"""
    return not is_true(episode, "ReferralNFA") and not is_false(episode, "ReferralNFA")


@reads("8569Q")
def old_referral(episode: Record) -> bool:
    """CINreferralDate < START minus 1 working day, and ReferralNFA is TRUE"""
    limit = facts.minus_working_days(names.period(episode)[0], 1)
    return before(episode.get("CINreferralDate"), limit) and is_true(episode, "ReferralNFA")


@reads("8585Q")
def died_without_date(episode: Record) -> bool:
    """ReasonForClosure RC2 (died) and the child has no PersonDeathDate"""
    return episode.get("ReasonForClosure") == "RC2" and episode.get("PersonDeathDate") is None


@reads("8606")
def referred_long_before_birth(child: Record) -> bool:
    """CINreferralDate more than 280 days before PersonBirthDate or before ExpectedPersonBirthDate"""
    births = [child.get(item) for item in ("PersonBirthDate", "ExpectedPersonBirthDate")]
    referrals = dates(child, "CINdetails", "CINreferralDate")
    return any(birth and referral < birth - timedelta(days=280) for birth in births for referral in referrals)


@reads("8630")
def closed_before_referral(episode: Record) -> bool:
    """CINclosureDate earlier than CINreferralDate in one episode"""
    return before(episode.get("CINclosureDate"), episode.get("CINreferralDate"))


@reads("8565")
def closed_before_something(episode: Record) -> bool:
    """CINclosureDate earlier than any of these in the same episode: CINdetails/DateOfInitialCPC,
    AssessmentActualStartDate, AssessmentAuthorisationDate, S47ActualStartDate, Section47/DateOfInitialCPC, CPPendDate,
    CINPlanStartDate, CINPlanEndDate
    """
    found = [conference(episode)]
    found += dates(episode, "Assessments", "AssessmentActualStartDate")
    found += dates(episode, "Assessments", "AssessmentAuthorisationDate")
    found += dates(episode, "Section47", "S47ActualStartDate")
    found += dates(episode, "Section47", "Section47/DateOfInitialCPC")
    found += dates(episode, "ChildProtectionPlans", "CPPendDate")
    found += dates(episode, "CINPlanDates", "CINPlanStartDate")
    found += dates(episode, "CINPlanDates", "CINPlanEndDate")
    return any(before(episode.get("CINclosureDate"), day) for day in found)


@reads("8775Q")
def older_than_25(child: Record) -> bool:
    """PersonBirthDate more than 25 years before REF and the child has an episode with no closure or a closure after
    the 25th birthday
    """
    born, ref = child.get("PersonBirthDate"), names.reference_date(child)
    if born is None or born >= names.add_months(ref, -300):
        return False
    birthday = names.add_months(born, 300)
    closures = [episode.get("CINclosureDate") for episode in child.records("CINdetails")]
    return any(closed is None or closed > birthday for closed in closures)


def open_and_followed(child: Record) -> list[Record]:
    return [
        episode
        for episode in child.records("CINdetails")
        if episode.get("CINclosureDate") is None and is_false(episode, "ReferralNFA")
    ]


@reads("8815")
def two_open_episodes(child: Record) -> bool:
    """Child has more than one episode with no CINclosureDate and ReferralNFA FALSE"""
    return len(open_and_followed(child)) > 1


@reads("8816")
def open_episode_not_latest(child: Record) -> bool:
    """Episode with no CINclosureDate, ReferralNFA FALSE, that is not the child's latest by CINreferralDate"""
    referrals = dates(child, "CINdetails", "CINreferralDate")
    return any(before(episode.get("CINreferralDate"), day) for episode in open_and_followed(child) for day in referrals)


@reads("8820")
def episodes_overlap(child: Record) -> bool:
    """Two episodes of a child overlap: one's CINreferralDate is on or after the other's and before the other's
    CINclosureDate; or before REF when the other has no closure and is not NFA
    """
    episodes = child.records("CINdetails")
    for one in episodes:
        for other in episodes:
            start, since, closed = one.get("CINreferralDate"), other.get("CINreferralDate"), other.get("CINclosureDate")
            if one is other or None in (start, since) or start < since:
                continue
            if before(start, closed):
                return True
            if closed is None and not is_true(other, "ReferralNFA") and before(start, names.reference_date(child)):
                return True
    return False


SOURCES = [
    "1A",
    "1B",
    "1C",
    "1D",
    "2A",
    "2B",
    "3A",
    "3B",
    "3C",
    "3D",
    "3E",
    "3F",
    "4",
    "5A",
    "5B",
    "5C",
    "5D",
    "6",
    "7",
    "8",
    "9",
    "10",
]


@reads("8866")
def referral_source(episode: Record) -> bool:
    """CINreferralDate on or after 2013-04-01 and ReferralSource missing or not one of 1A 1B 1C 1D 2A 2B 3A-3F 4 5A-5D
    6 7 8 9 10
    """
    referred = episode.get("CINreferralDate")
    return referred is not None and referred >= date(2013, 4, 1) and episode.get("ReferralSource") not in SOURCES


@reads("2990")
def closed_at_once_with_more(episode: Record) -> bool:
    """Episode with ReasonForClosure RC8 or RC9 that also has CINdetails/DateOfInitialCPC, or any CINPlanDates,
    Section47 or ChildProtectionPlans block
    """
    more = any(episode.has(block) for block in ("CINPlanDates", "Section47", "ChildProtectionPlans"))
    return episode.get("ReasonForClosure") in ("RC8", "RC9") and (conference(episode) is not None or more)


@reads("8825Q")
def closed_without_assessment(episode: Record) -> bool:
    """ReasonForClosure RC8 or RC9 and the episode has no Assessments block"""
    return episode.get("ReasonForClosure") in ("RC8", "RC9") and not episode.has("Assessments")


@reads("8831")
def no_action_but_work(episode: Record) -> bool:
    """Episode flagged NFA TRUE that has CINdetails/DateOfInitialCPC, or S47ActualStartDate, or
    AssessmentActualStartDate or AssessmentAuthorisationDate
    """
    work = [
        *dates(episode, "Section47", "S47ActualStartDate"),
        *dates(episode, "Assessments", "AssessmentActualStartDate"),
        *dates(episode, "Assessments", "AssessmentAuthorisationDate"),
    ]
    return is_true(episode, "ReferralNFA") and (conference(episode) is not None or bool(work))


@reads("8832")
def no_action_but_protected(episode: Record) -> bool:
    """Episode flagged NFA TRUE with a ChildProtectionPlans block"""
    return is_true(episode, "ReferralNFA") and episode.has("ChildProtectionPlans")


@reads("4000")
def no_action_but_plan(episode: Record) -> bool:
    """ReferralNFA is TRUE and the episode has any CINPlanDates"""
    return is_true(episode, "ReferralNFA") and episode.has("CINPlanDates")
