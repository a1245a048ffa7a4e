"""Child protection plans: what they follow from, their dates, reviews and categories of abuse."""

from validation.conditions import missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import (
    PERIOD,
    REF,
    Child,
    ChildProtectionPlans,
    CINdetails,
    Section47,
    not_true,
    or_ref,
    outside_period,
)


@rule("1105", ERROR, on=CINdetails, tags="CPPstartDate CINreferralDate")
def protected_before_referral(episode):
    """A protection plan starts before the referral.

    Fails when: In one episode CPPstartDate present and earlier than the episode's CINreferralDate.

    Fix: Correct the plan start or the referral date.
    """
    return episode.has(ChildProtectionPlans, lambda plan: plan.cpp_start_date < plan.cin_details.cin_referral_date)


@rule(
    "2885",
    ERROR,
    on=CINdetails,
    tags="CPPstartDate DateOfInitialCPC ChildProtectionPlans Section47 ICPCnotRequired CINdetails",
    certain=False,
)
def plan_without_conference(episode):
    """A protection plan does not start on the day of a first conference.

    Fails when: ChildProtectionPlans with CPPstartDate in PERIOD, in an episode where no Section47 with
    ICPCnotRequired not TRUE has DateOfInitialCPC = CPPstartDate and CINdetails/DateOfInitialCPC is absent or
    different from CPPstartDate.

    Fix: Match the plan start to the conference date.
    """

    def follows(plan, enquiry):
        return not_true(enquiry.icpc_not_required) & (enquiry.date_of_initial_cpc == plan.cpp_start_date)

    def unexplained(plan):
        own = plan.cin_details.date_of_initial_cpc
        started = PERIOD.holds(plan.cpp_start_date) & own.ne_missing(plan.cpp_start_date)
        return started & ~plan.beside(Section47, follows, within=CINdetails)

    return episode.has(ChildProtectionPlans, unexplained)


@rule("8720", ERROR, on=ChildProtectionPlans, tags="CPPstartDate ReferenceDate")
def protection_start_missing_or_after_period(plan):
    """A protection plan start is missing or after the year end.

    Fails when: ChildProtectionPlans block with CPPstartDate missing or after REF.

    Fix: Enter the start date.
    """
    return plan.cpp_start_date.is_null() | (plan.cpp_start_date > REF)


@rule("8730", ERROR, on=ChildProtectionPlans, tags="NumberOfPreviousCPP")
def number_of_previous_plans_missing(plan):
    """The number of earlier plans is missing.

    Fails when: NumberOfPreviousCPP absent or not a whole number of 0 or more.

    Fix: Enter the number, 0 if none.
    """
    number = plan.number_of_previous_cpp
    return number.is_null() | ~number.str.contains("^[0-9]+$")


@rule("8840", ERROR, on=ChildProtectionPlans, tags="CPPstartDate CPPendDate")
def protection_of_no_days(plan):
    """A protection plan starts and ends on one day.

    Fails when: CPPstartDate equal to CPPendDate.

    Fix: Correct the dates.
    """
    return plan.cpp_start_date == plan.cpp_end_date


@rule("8841", ERROR, on=ChildProtectionPlans, tags="CPPstartDate CPPreviewDate")
def reviewed_before_start(plan):
    """A review is on or before the plan start.

    Fails when: CPPreviewDate on or before the same plan's CPPstartDate.

    Fix: Correct the review date.
    """
    return plan.cpp_review_date.list.min() <= plan.cpp_start_date


@rule("8842Q", QUERY, on=ChildProtectionPlans, tags="CPPreviewDate ChildProtectionPlans Reviews")
def review_without_date(plan):
    """A review has no date.

    Fails when: a ChildProtectionPlans has a Reviews element with no CPPreviewDate.

    Fix: Enter the review date.
    """
    return plan.reviews.present & plan.cpp_review_date.is_null()


@rule("8905", ERROR, on=ChildProtectionPlans, tags="InitialCategoryOfAbuse")
def initial_category_missing(plan):
    """The first category of abuse is missing or not valid.

    Fails when: ChildProtectionPlans block with InitialCategoryOfAbuse missing or not one of NEG PHY SAB EMO
    MUL.

    Fix: Choose the category.
    """
    return missing_or_unknown(plan.initial_category_of_abuse, plan.accepted("initial_category_of_abuse"))


@rule("8910", ERROR, on=ChildProtectionPlans, tags="LatestCategoryOfAbuse")
def latest_category_missing(plan):
    """The latest category of abuse is missing or not valid.

    Fails when: ChildProtectionPlans block with LatestCategoryOfAbuse missing or not one of NEG PHY SAB EMO MUL.

    Fix: Choose the category.
    """
    return missing_or_unknown(plan.latest_category_of_abuse, plan.accepted("latest_category_of_abuse"))


@rule("8915", ERROR, on=Child, tags="CPPstartDate PersonDeathDate")
def protected_after_death(child):
    """A protection plan starts after the child died.

    Fails when: CPPstartDate after PersonDeathDate.

    Fix: Correct one of the dates.
    """
    return child.has(ChildProtectionPlans, lambda plan: plan.cpp_start_date > plan.child.person_death_date)


@rule("8920", ERROR, on=Child, tags="PersonDeathDate CPPendDate")
def protection_ended_after_death(child):
    """A protection plan ends after the child died.

    Fails when: CPPendDate after PersonDeathDate.

    Fix: Correct one of the dates.
    """
    return child.has(ChildProtectionPlans, lambda plan: plan.cpp_end_date > plan.child.person_death_date)


@rule("8925", ERROR, on=ChildProtectionPlans, tags="CPPstartDate CPPendDate")
def protection_ended_before_start(plan):
    """A protection plan ends before it starts.

    Fails when: CPPendDate earlier than CPPstartDate.

    Fix: Correct the dates.
    """
    return plan.cpp_end_date < plan.cpp_start_date


@rule("8930", ERROR, on=ChildProtectionPlans, tags="CPPendDate ReferenceDate")
def protection_ended_outside_period(plan):
    """A protection plan ends outside the year.

    Fails when: CPPendDate present and outside PERIOD.

    Fix: Correct the date or leave it out.
    """
    return outside_period(plan.cpp_end_date)


@rule("8935", ERROR, on=Child, tags="CPPendDate ChildProtectionPlans")
def several_open_protection_plans(child):
    """The child has two open protection plans.

    Fails when: a Child has more than one ChildProtectionPlans without CPPendDate, over all episodes.

    Fix: Close the earlier plan.
    """
    return child.count(ChildProtectionPlans, lambda plan: plan.cpp_end_date.is_null()) > 1


@rule("8940", ERROR, on=Child, tags="CPPstartDate CPPendDate ChildProtectionPlans")
def protection_plans_overlap(child):
    """Two protection plans overlap.

    Fails when: two ChildProtectionPlans of one Child, in any episodes: one CPPstartDate is on or after the
    other's CPPstartDate and on or before its CPPendDate (or on or before REF when open).

    Fix: Correct the dates.
    """

    def within(plan, other):
        begins = plan.cpp_start_date
        return (begins >= other.cpp_start_date) & (begins <= or_ref(other.cpp_end_date))

    return child.has(ChildProtectionPlans, lambda plan: plan.beside(ChildProtectionPlans, within, within=Child))
