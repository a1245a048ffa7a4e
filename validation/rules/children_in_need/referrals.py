"""The episode and the referral that began it: dates, source, no further action."""

from datetime import date

from validation.conditions import any_present, holds, missing_or_unknown
from validation.records import day
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import (
    REF,
    Assessments,
    Child,
    ChildProtectionPlans,
    CINdetails,
    CINPlanDates,
    Section47,
    false,
    is_open,
    not_true,
    true,
)

SOURCES_SINCE = date(2013, 4, 1)
"""Referrals since then must say where they came from."""


@rule("8590", ERROR, on=Child, tags="LAchildID")
def child_without_episode(child):
    """The child has no referral or episode.

    Fails when: Child has no CINdetails block.

    Fix: Add the episode or remove the child.
    """
    return ~child.has(CINdetails)


@rule("8600", ERROR, on=CINdetails, tags="CINreferralDate")
def referral_date_missing_or_after_period(episode):
    """The referral date is missing or after the year end.

    Fails when: CINreferralDate missing or after REF.

    Fix: Enter the referral date.
    """
    return episode.cin_referral_date.is_null() | (episode.cin_referral_date > REF)


@rule("8606", ERROR, on=Child, tags="CINreferralDate PersonBirthDate ExpectedPersonBirthDate")
def referred_long_before_birth(child):
    """The referral is more than 40 weeks before birth.

    Fails when: CINreferralDate more than 280 days before PersonBirthDate or before ExpectedPersonBirthDate.

    Fix: Check the referral and birth dates.
    """

    def too_early(episode):
        child = episode.child
        born, expected = child.person_birth_date, child.expected_person_birth_date
        referred = episode.cin_referral_date
        return holds(referred < born.dt.offset_by("-280d")) | holds(referred < expected.dt.offset_by("-280d"))

    return child.has(CINdetails, too_early)


@rule("8555Q", QUERY, on=Child, tags="PersonDeathDate CINreferralDate")
def referred_after_death(child):
    """The child was referred after dying.

    Fails when: CINreferralDate after PersonDeathDate.

    Fix: Correct one of the dates.
    """
    return child.has(CINdetails, lambda episode: episode.cin_referral_date > episode.child.person_death_date)


@rule("8866", ERROR, on=CINdetails, tags="CINreferralDate ReferralSource")
def source_of_referral_missing(episode):
    """The source of the referral is missing or not valid.

    Fails when: CINreferralDate on or after 2013-04-01 and ReferralSource missing or not one of 1A 1B 1C 1D 2A
    2B 3A-3F 4 5A-5D 6 7 8 9 10.

    Fix: Choose the source.
    """
    recent = episode.cin_referral_date >= SOURCES_SINCE
    return recent & missing_or_unknown(episode.referral_source, episode.accepted("referral_source"))


@rule("8568", ERROR, on=CINdetails, tags="ReferralNFA")
def no_further_action_missing(episode):
    """The no further action mark is missing or not valid.

    Fails when: ReferralNFA missing or (case-folded) not one of 1, 0, true, false.

    Fix: Answer true or false.
    """
    return episode.referral_nfa.is_null() | ~(true(episode.referral_nfa) | false(episode.referral_nfa))


@rule("8569Q", QUERY, on=CINdetails, tags="ReferralNFA CINreferralDate", certain=False, revision=2)
def no_further_action_before_period(episode):
    """An old referral with no further action is still sent.

    Fails when: CINreferralDate < START minus 1 working day, and ReferralNFA is TRUE.

    Fix: Leave out referrals before the year, or explain.

    A referral of the last working day before the year is expected here: the decision on it falls in the year.
    """
    return (episode.cin_referral_date < day.REFERRAL_DUE) & true(episode.referral_nfa)


@rule("8610", ERROR, on=CINdetails, tags="ReferralNFA PrimaryNeedCode")
def main_need_missing(episode):
    """The main need is missing.

    Fails when: ReferralNFA FALSE and PrimaryNeedCode missing.

    Fix: Enter the main need.
    """
    return false(episode.referral_nfa) & episode.primary_need_code.is_null()


@rule("8650", ERROR, on=CINdetails, tags="PrimaryNeedCode")
def main_need_not_recognised(episode):
    """The main need code is not valid.

    Fails when: PrimaryNeedCode present and not N0-N9.

    Fix: Choose the main need.
    """
    return ~episode.primary_need_code.is_in(episode.accepted("primary_need_code"))


@rule(
    "8831",
    ERROR,
    on=CINdetails,
    tags="AssessmentActualStartDate AssessmentAuthorisationDate S47ActualStartDate DateOfInitialCPC",
)
def no_further_action_yet_assessed(episode):
    """There is activity on a referral with no further action.

    Fails when: Episode flagged NFA TRUE that has CINdetails/DateOfInitialCPC, or S47ActualStartDate, or
    AssessmentActualStartDate or AssessmentAuthorisationDate.

    Fix: Remove the activity or correct the mark.
    """
    assessed = episode.has(
        Assessments,
        lambda a: any_present(a.assessment_actual_start_date, a.assessment_authorisation_date),
    )
    enquired = episode.has(Section47, lambda enquiry: enquiry.s47_actual_start_date.is_not_null())
    return true(episode.referral_nfa) & (episode.date_of_initial_cpc.is_not_null() | assessed | enquired)


@rule("8832", ERROR, on=CINdetails, tags="CINdetails ReferralNFA")
def no_further_action_yet_protected(episode):
    """A protection plan is on a referral with no further action.

    Fails when: Episode flagged NFA TRUE with a ChildProtectionPlans block.

    Fix: Remove the plan or correct the mark.
    """
    return true(episode.referral_nfa) & episode.has(ChildProtectionPlans)


@rule("4000", ERROR, on=CINdetails, tags="ReferralNFA CINPlanDates")
def no_further_action_yet_planned(episode):
    """A plan is given for a referral with no further action.

    Fails when: ReferralNFA is TRUE and the episode has any CINPlanDates.

    Fix: Remove the plan or correct the no further action mark.
    """
    return true(episode.referral_nfa) & episode.has(CINPlanDates)


@rule("8815", ERROR, on=Child, tags="ReferralNFA CINclosureDate")
def several_open_episodes(child):
    """The child has more than one open case.

    Fails when: Child has more than one episode with no CINclosureDate and ReferralNFA FALSE.

    Fix: Close the earlier cases.
    """
    return child.count(CINdetails, is_open) > 1


@rule("8816", ERROR, on=Child, tags="CINreferralDate ReferralNFA")
def open_episode_is_not_latest(child):
    """An open case is not the latest.

    Fails when: Episode with no CINclosureDate, ReferralNFA FALSE, that is not the child's latest by
    CINreferralDate.

    Fix: Close it or correct the dates.
    """

    def followed(episode, later):
        return is_open(episode) & (later.cin_referral_date > episode.cin_referral_date)

    return child.has(CINdetails, lambda episode: episode.beside(CINdetails, followed, within=Child))


@rule("8820", ERROR, on=Child, tags="CINreferralDate CINclosureDate")
def episodes_overlap(child):
    """Two episodes overlap.

    Fails when: Two episodes of a child overlap: one's CINreferralDate is on or after the other's and before the
    other's CINclosureDate; or before REF when the other has no closure and is not NFA.

    Fix: Correct the referral or closure dates.
    """

    def within(episode, other):
        begins, ends = episode.cin_referral_date, other.cin_closure_date
        still_going = ends.is_null() & not_true(other.referral_nfa) & (begins < REF)
        return (begins >= other.cin_referral_date) & (holds(begins < ends) | still_going)

    return child.has(CINdetails, lambda episode: episode.beside(CINdetails, within, within=Child))
