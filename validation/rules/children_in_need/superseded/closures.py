"""Earlier revisions of the rules in ``closures``."""

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
)


@rule(
    "8565",
    ERROR,
    on=CINdetails,
    tags=(
        "CINclosureDate DateOfInitialCPC AssessmentActualStartDate AssessmentAuthorisationDate S47ActualStartDate "
        "CPPendDate CINPlanStartDate CINPlanEndDate CINdetails Section47 CPPstartDate"
    ),
    certain=False,
)
def closed_before_something_in_it(episode):
    """There is activity after the case was closed.

    Fails when: CINclosureDate earlier than any of these in the same episode: CINdetails/DateOfInitialCPC,
    AssessmentActualStartDate, AssessmentAuthorisationDate, S47ActualStartDate, Section47/DateOfInitialCPC,
    CPPstartDate, CPPendDate, CINPlanStartDate, CINPlanEndDate.

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
        | episode.has(ChildProtectionPlans, lambda plan: later(plan, plan.cpp_start_date, plan.cpp_end_date))
        | episode.has(CINPlanDates, lambda plan: later(plan, plan.cin_plan_start_date, plan.cin_plan_end_date))
    )


@rule(
    "8873Q",
    QUERY,
    on=CINdetails,
    tags="ReasonForClosure AssessmentFactors CINclosureDate Assessments AssessmentAuthorisationDate",
    certain=False,
)
def no_factor_found_yet_closed_otherwise(episode):
    """Only no factor was found but the case did not close after assessment.

    Fails when: CINclosureDate present, exactly one Assessments in the episode, it has
    AssessmentAuthorisationDate and factor 21, and ReasonForClosure not RC8 or RC9.

    Fix: Check the factors or closure reason.
    """

    def found_nothing(assessment):
        return assessment.assessment_authorisation_date.is_not_null() & assessment.assessment_factors.list.contains(
            NO_FACTOR
        )

    other_reason = episode.reason_for_closure.is_null() | ~episode.reason_for_closure.is_in(CLOSED_AFTER_ASSESSMENT)
    only = (episode.count(Assessments) == 1) & episode.has(Assessments, found_nothing)
    return episode.cin_closure_date.is_not_null() & only & other_reason
