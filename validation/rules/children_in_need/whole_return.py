"""The return as a whole: its dates, and what all its children together say."""

import polars as pl

from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import (
    PERIOD,
    REF,
    Child,
    ChildProtectionPlans,
    CINdetails,
    Header,
    Message,
    Section47,
)

SEX_UNKNOWN_SHARE = 0.02
KINDS_OF_DISABILITY = 8


@rule("100", ERROR, on=Header, tags="ReferenceDate", judges_unreadable=True)
def reference_date_is_not_end_of_period(header):
    """The reference date is not 31 March of the collection year.

    Fails when: Header ReferenceDate missing, unparseable, or not 31 March of the header Year.

    Fix: Run the return for the right year.
    """
    expected = pl.date(header.year, REF.dt.month(), REF.dt.day())
    return header.reference_date.is_null() | (header.reference_date != expected)


@rule("2883", ERROR, on=Message, tags="CPPstartDate DateOfInitialCPC ChildProtectionPlans CINdetails Section47")
def more_plans_than_conferences(message):
    """More protection plans started than first conferences were held.

    Fails when: count of ChildProtectionPlans with CPPstartDate in PERIOD > count of CINdetails/DateOfInitialCPC
    in PERIOD + count of Section47/DateOfInitialCPC in PERIOD.

    Fix: Add the missing conferences or correct the plans.
    """
    plans = message.count(ChildProtectionPlans, lambda plan: PERIOD.holds(plan.cpp_start_date))
    after_enquiry = message.count(Section47, lambda enquiry: PERIOD.holds(enquiry.date_of_initial_cpc))
    without_enquiry = message.count(CINdetails, lambda episode: PERIOD.holds(episode.date_of_initial_cpc))
    return plans > after_enquiry + without_enquiry


@rule("2886Q", QUERY, on=Message, tags="Sex ExpectedPersonBirthDate", since=2024)
def sex_often_not_known(message):
    """Too many born children have no sex recorded.

    Fails when: children with Sex missing or U and no ExpectedPersonBirthDate are more than 2 percent of all
    children.

    Fix: Record the sex, or explain.
    """

    def unknown(child):
        return (child.sex.is_null() | (child.sex == "U")) & child.expected_person_birth_date.is_null()

    return message.share(Child, unknown) > SEX_UNKNOWN_SHARE


@rule("2887Q", QUERY, on=Message, tags="Disability", certain=False)
def few_kinds_of_disability(message):
    """Few kinds of disability are used in the return.

    Fails when: fewer than 8 different Disability codes (NONE not counted) are used in the whole return.

    Fix: Confirm that disability is fully recorded.
    """
    return message.different(Child, lambda child: child.disabilities_recorded.explode()) < KINDS_OF_DISABILITY


@rule("2888Q", QUERY, on=Message, tags="Disability", certain=False)
def no_child_has_two_disabilities(message):
    """No child has more than one disability.

    Fails when: no Child has two or more different Disability codes other than NONE (also fires when no child
    has any).

    Fix: Confirm that all disabilities are recorded.
    """
    return ~message.has(Child, lambda child: child.disabilities_recorded.list.n_unique() >= 2)
