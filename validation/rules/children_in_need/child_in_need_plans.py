"""Child in need plans: their dates, one after the other, and never beside a protection plan."""

from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import (
    REF,
    Child,
    ChildProtectionPlans,
    CINdetails,
    CINPlanDates,
    before_end,
    before_end_or_ref,
    or_ref,
    outside_period,
)


@rule("4001", ERROR, on=CINdetails, tags="CINPlanEndDate CPPendDate")
def both_plans_open(episode):
    """A child in need plan and a protection plan are both open.

    Fails when: Same episode: a ChildProtectionPlan with no CPPendDate and a CINPlanDates with a start and no
    end.

    Fix: Close one of them.
    """
    in_need = episode.has(
        CINPlanDates, lambda plan: plan.cin_plan_start_date.is_not_null() & plan.cin_plan_end_date.is_null()
    )
    return in_need & episode.has(ChildProtectionPlans, lambda plan: plan.cpp_end_date.is_null())


@rule(
    "4003", ERROR, on=Child, tags="CINPlanStartDate CINPlanEndDate CPPreviewDate CINPlanDates CPPendDate", certain=False
)
def protection_reviewed_during_plan(child):
    """A protection review was held while a child in need plan was open.

    Fails when: a CPPreviewDate >= CINPlanStartDate and < CINPlanEndDate (or open plan) of a CINPlanDates of the
    same child, and the review date is not the CPPendDate of its plan.

    Fix: Check the plan dates and the review date.
    """

    def during(protection, plan):
        reviewed = protection.cpp_review_date
        inside = (reviewed >= plan.cin_plan_start_date) & before_end(reviewed, plan.cin_plan_end_date)
        return inside & reviewed.ne_missing(protection.cpp_end_date)

    return child.has(
        ChildProtectionPlans,
        lambda protection: protection.beside(CINPlanDates, during, within=Child, each="cpp_review_date"),
    )


@rule("4004", ERROR, on=CINdetails, tags="CINPlanEndDate")
def several_open_plans(episode):
    """The episode has two open child in need plans.

    Fails when: Same episode has more than one CINPlanDates with no CINPlanEndDate.

    Fix: Close the earlier plan.
    """
    return episode.count(CINPlanDates, lambda plan: plan.cin_plan_end_date.is_null()) > 1


@rule("4008", ERROR, on=Child, tags="PersonDeathDate CINPlanStartDate")
def plan_started_after_death(child):
    """A plan starts after the child died.

    Fails when: CINPlanStartDate after the child's PersonDeathDate.

    Fix: Correct the plan or the date of death.
    """
    return child.has(CINPlanDates, lambda plan: plan.cin_plan_start_date > plan.child.person_death_date)


@rule("4009Q", QUERY, on=Child, tags="PersonDeathDate CINPlanEndDate")
def plan_ended_after_death(child):
    """A plan ends after the child died.

    Fails when: CINPlanEndDate after the child's PersonDeathDate.

    Fix: Correct the plan end, or explain.
    """
    return child.has(CINPlanDates, lambda plan: plan.cin_plan_end_date > plan.child.person_death_date)


@rule("4010", ERROR, on=CINPlanDates, tags="CINPlanStartDate")
def plan_start_missing_or_after_period(plan):
    """The plan start is missing or after the year end.

    Fails when: CINPlanDates block with CINPlanStartDate missing or after REF.

    Fix: Enter the plan start date.
    """
    return plan.cin_plan_start_date.is_null() | (plan.cin_plan_start_date > REF)


@rule("4011", ERROR, on=CINPlanDates, tags="CINPlanEndDate CINPlanStartDate")
def plan_ended_before_start(plan):
    """A plan ends before it starts.

    Fails when: CINPlanEndDate earlier than CINPlanStartDate.

    Fix: Correct the plan dates.
    """
    return plan.cin_plan_end_date < plan.cin_plan_start_date


@rule("4012Q", QUERY, on=CINPlanDates, tags="CINPlanStartDate CINPlanEndDate")
def plan_of_one_day(plan):
    """A plan starts and ends on one day.

    Fails when: CINPlanStartDate equal to CINPlanEndDate.

    Fix: Check the dates, or confirm.
    """
    return plan.cin_plan_start_date == plan.cin_plan_end_date


@rule("4013", ERROR, on=CINPlanDates, tags="CINPlanEndDate ReferenceDate")
def plan_ended_outside_period(plan):
    """A plan ends outside the year.

    Fails when: CINPlanEndDate present and outside PERIOD.

    Fix: Correct the end date or leave the plan out.
    """
    return outside_period(plan.cin_plan_end_date)


@rule("4014", ERROR, on=Child, tags="CINPlanStartDate CINPlanEndDate")
def plans_overlap(child):
    """Two child in need plans overlap.

    Fails when: Two CINPlanDates of one child overlap: one starts on or after the other's start and on or before
    its end (or on or before REF when the other has no end).

    Fix: Correct the plan dates.
    """

    def within(plan, other):
        begins = plan.cin_plan_start_date
        return (begins >= other.cin_plan_start_date) & (begins <= or_ref(other.cin_plan_end_date))

    return child.has(CINPlanDates, lambda plan: plan.beside(CINPlanDates, within, within=Child))


@rule("4015", ERROR, on=CINdetails, tags="CINPlanStartDate CINreferralDate")
def plan_started_before_referral(episode):
    """A plan starts before the referral.

    Fails when: CINPlanStartDate earlier than the episode's CINreferralDate.

    Fix: Correct the plan or referral date.
    """
    return episode.has(CINPlanDates, lambda plan: plan.cin_plan_start_date < plan.cin_details.cin_referral_date)


@rule("4016", ERROR, on=Child, tags="CINPlanStartDate CPPstartDate CPPendDate")
def plan_started_under_protection(child):
    """A child in need plan starts during a protection plan.

    Fails when: CINPlanStartDate on or after a CPPstartDate of the child and before its CPPendDate (or on or
    before REF when the CPP is open).

    Fix: Correct the plan dates.
    """

    def during(plan, protection):
        begins, ends = plan.cin_plan_start_date, protection.cpp_end_date
        return (begins >= protection.cpp_start_date) & before_end_or_ref(begins, ends)

    return child.has(CINPlanDates, lambda plan: plan.beside(ChildProtectionPlans, during, within=Child))


@rule("4017", ERROR, on=Child, tags="CINPlanStartDate CINPlanEndDate CPPstartDate")
def protection_started_during_plan(child):
    """A protection plan starts during a child in need plan.

    Fails when: CPPstartDate on or after a CINPlanStartDate of the child and before its CINPlanEndDate (or on or
    before REF when the CIN plan is open).

    Fix: Correct the plan dates.
    """

    def during(protection, plan):
        begins, ends = protection.cpp_start_date, plan.cin_plan_end_date
        return (begins >= plan.cin_plan_start_date) & before_end_or_ref(begins, ends)

    return child.has(ChildProtectionPlans, lambda protection: protection.beside(CINPlanDates, during, within=Child))
