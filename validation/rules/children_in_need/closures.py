"""How an episode closed: date and reason, and what must be finished by then."""

import polars as pl

from validation.conditions import holds
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import (
    CLOSED_AFTER_ASSESSMENT,
    NO_FACTOR,
    Assessments,
    ChildProtectionPlans,
    CINdetails,
    CINPlanDates,
    Section47,
    not_true,
    outside_period,
    unfinished,
)


@rule("8620", ERROR, on=CINdetails, tags="CINclosureDate")
def closed_outside_period(episode):
    """The closure is outside the year.

    Fails when: CINclosureDate present and outside PERIOD.

    Fix: Correct the date or leave out the episode.
    """
    return outside_period(episode.cin_closure_date)


@rule("8630", ERROR, on=CINdetails, tags="CINreferralDate CINclosureDate")
def closed_before_referral(episode):
    """The case was closed before it was referred.

    Fails when: CINclosureDate earlier than CINreferralDate in one episode.

    Fix: Correct the dates.
    """
    return episode.cin_closure_date < episode.cin_referral_date


@rule("8640", ERROR, on=CINdetails, tags="ReasonForClosure")
def reason_for_closure_not_recognised(episode):
    """The closure reason is not valid.

    Fails when: ReasonForClosure present and not RC1-RC9.

    Fix: Choose a reason.
    """
    return ~episode.reason_for_closure.is_in(episode.accepted("reason_for_closure"))


@rule("8805", ERROR, on=CINdetails, tags="CINclosureDate ReasonForClosure")
def closed_without_reason(episode):
    """A closed case has no reason.

    Fails when: CINclosureDate present and ReasonForClosure missing.

    Fix: Enter the closure reason.
    """
    return episode.cin_closure_date.is_not_null() & episode.reason_for_closure.is_null()


@rule("8810", ERROR, on=CINdetails, tags="ReasonForClosure CINclosureDate")
def reason_without_closure(episode):
    """A closure reason has no date.

    Fails when: ReasonForClosure present and CINclosureDate missing.

    Fix: Enter the closure date.
    """
    return episode.reason_for_closure.is_not_null() & episode.cin_closure_date.is_null()


@rule("8585Q", QUERY, on=CINdetails, tags="ReasonForClosure PersonDeathDate")
def closed_by_death_without_date_of_death(episode):
    """The case closed by death but there is no date of death.

    Fails when: ReasonForClosure RC2 (died) and the child has no PersonDeathDate.

    Fix: Enter the date of death or correct the reason.
    """
    return (episode.reason_for_closure == "RC2") & episode.child.person_death_date.is_null()


@rule("8825Q", QUERY, on=CINdetails, tags="ReasonForClosure")
def closed_after_assessment_without_one(episode):
    """A case closed after assessment has no assessment.

    Fails when: ReasonForClosure RC8 or RC9 and the episode has no Assessments block.

    Fix: Add the assessment, or explain.
    """
    return episode.reason_for_closure.is_in(CLOSED_AFTER_ASSESSMENT) & ~episode.has(Assessments)


@rule("2990", ERROR, on=CINdetails, tags="ReasonForClosure DateOfInitialCPC")
def closed_after_assessment_with_more(episode):
    """There is activity on a case closed after assessment.

    Fails when: Episode with ReasonForClosure RC8 or RC9 that also has CINdetails/DateOfInitialCPC, or any
    CINPlanDates, Section47 or ChildProtectionPlans block.

    Fix: Check the closure reason or remove the activity.
    """
    more = episode.has(CINPlanDates) | episode.has(Section47) | episode.has(ChildProtectionPlans)
    return episode.reason_for_closure.is_in(CLOSED_AFTER_ASSESSMENT) & (
        episode.date_of_initial_cpc.is_not_null() | more
    )


@rule(
    "8565",
    ERROR,
    on=CINdetails,
    tags=(
        "CINclosureDate DateOfInitialCPC AssessmentActualStartDate AssessmentAuthorisationDate S47ActualStartDate "
        "CPPendDate CINPlanStartDate CINPlanEndDate CINdetails Section47"
    ),
    certain=False,
    revision=2,
)
def closed_before_something_in_it(episode):
    """There is activity after the case was closed.

    Fails when: CINclosureDate earlier than any of these in the same episode: CINdetails/DateOfInitialCPC,
    AssessmentActualStartDate, AssessmentAuthorisationDate, S47ActualStartDate, Section47/DateOfInitialCPC,
    CPPendDate, CINPlanStartDate, CINPlanEndDate.

    Fix: Correct the closure date or the activity.
    """

    def later(record, *dates):
        return pl.any_horizontal(holds(date > record.cin_details.cin_closure_date) for date in dates)

    return (
        holds(episode.date_of_initial_cpc > episode.cin_closure_date)
        | episode.has(Assessments, lambda a: later(a, a.assessment_actual_start_date, a.assessment_authorisation_date))
        | episode.has(
            Section47, lambda enquiry: later(enquiry, enquiry.s47_actual_start_date, enquiry.date_of_initial_cpc)
        )
        | episode.has(ChildProtectionPlans, lambda plan: later(plan, plan.cpp_end_date))
        | episode.has(CINPlanDates, lambda plan: later(plan, plan.cin_plan_start_date, plan.cin_plan_end_date))
    )


@rule("8867", ERROR, on=CINdetails, tags="CINclosureDate AssessmentAuthorisationDate")
def closed_with_open_assessment(episode):
    """A closed case has an unfinished assessment.

    Fails when: Episode with CINclosureDate and an assessment with no AssessmentAuthorisationDate.

    Fix: Finish the assessment.
    """
    return episode.cin_closure_date.is_not_null() & episode.has(Assessments, unfinished)


@rule("8868", ERROR, on=CINdetails, tags="ICPCnotRequired CINclosureDate DateOfInitialCPC")
def closed_with_undecided_enquiry(episode):
    """A closed case has an unfinished enquiry.

    Fails when: Episode with CINclosureDate and a Section47 that has neither DateOfInitialCPC nor
    ICPCnotRequired TRUE, or has both.

    Fix: Enter the conference date or mark none needed.
    """

    def undecided(enquiry):
        held = enquiry.date_of_initial_cpc.is_not_null()
        return held == ~not_true(enquiry.icpc_not_required)

    return episode.cin_closure_date.is_not_null() & episode.has(Section47, undecided)


@rule(
    "8873Q",
    QUERY,
    on=CINdetails,
    tags="ReasonForClosure AssessmentFactors Assessments AssessmentAuthorisationDate",
    certain=False,
    revision=2,
)
def no_factor_found_yet_closed_otherwise(episode):
    """Only no factor was found but the case did not close after assessment.

    Fails when: exactly one Assessments in the episode, it has AssessmentAuthorisationDate and factor 21, and
    ReasonForClosure is absent or not in (RC8, RC9).

    Fix: Check the factors or closure reason.

    A case whose only assessment found no factor usually closes after it (RC8 or RC9). One that is still open is asked
    about too.
    """

    def found_nothing(assessment):
        return assessment.assessment_authorisation_date.is_not_null() & assessment.assessment_factors.list.contains(
            NO_FACTOR
        )

    closed_after_assessment = holds(episode.reason_for_closure.is_in(CLOSED_AFTER_ASSESSMENT))
    return (episode.count(Assessments) == 1) & episode.has(Assessments, found_nothing) & ~closed_after_assessment
