"""Section 47 enquiries and the conferences they lead to."""

import polars as pl

from validation.conditions import holds
from validation.records import day
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import (
    REF,
    CINdetails,
    Section47,
    at_weekend,
    awaits_conference,
    false,
    missing_or_outside_period,
    outside_period,
)


def differ(enquiry, other):
    """The two are not the same enquiry sent twice."""
    return pl.any_horizontal(
        enquiry.s47_actual_start_date.ne_missing(other.s47_actual_start_date),
        enquiry.initial_cpc_target.ne_missing(other.initial_cpc_target),
        enquiry.date_of_initial_cpc.ne_missing(other.date_of_initial_cpc),
        enquiry.icpc_not_required.ne_missing(other.icpc_not_required),
    )


@rule("1104", ERROR, on=CINdetails, tags="CINreferralDate DateOfInitialCPC")
def conference_before_referral(episode):
    """A first conference is dated before the referral.

    Fails when: In one episode Section47/DateOfInitialCPC present and earlier than the episode's
    CINreferralDate.

    Fix: Correct the conference or referral date.
    """
    return episode.has(Section47, lambda enquiry: enquiry.date_of_initial_cpc < enquiry.cin_details.cin_referral_date)


@rule("2884", ERROR, on=CINdetails, tags="DateOfInitialCPC CINdetails Section47", certain=False)
def conference_recorded_twice(episode):
    """The same conference date is recorded in two places.

    Fails when: within one CINdetails, its own DateOfInitialCPC equals the DateOfInitialCPC of one of its
    Section47.

    Fix: Keep the date in one place.
    """
    return episode.has(
        Section47, lambda enquiry: enquiry.date_of_initial_cpc == enquiry.cin_details.date_of_initial_cpc
    )


@rule("2889", ERROR, on=CINdetails, tags="S47ActualStartDate CINreferralDate")
def enquiry_before_referral(episode):
    """A section 47 enquiry starts before the referral.

    Fails when: In one episode S47ActualStartDate earlier than CINreferralDate.

    Fix: Correct the enquiry or referral date.
    """
    return episode.has(Section47, lambda enquiry: enquiry.s47_actual_start_date < enquiry.cin_details.cin_referral_date)


@rule("8615", ERROR, on=Section47, tags="S47ActualStartDate DateOfInitialCPC")
def conference_before_enquiry(enquiry):
    """An enquiry start is missing or after the conference.

    Fails when: Section47 with DateOfInitialCPC and S47ActualStartDate missing, or S47ActualStartDate later than
    DateOfInitialCPC.

    Fix: Correct the dates.
    """
    started, held = enquiry.s47_actual_start_date, enquiry.date_of_initial_cpc
    return held.is_not_null() & (started.is_null() | (started > held))


@rule(
    "8675Q",
    QUERY,
    on=Section47,
    tags="DateOfInitialCPC S47ActualStartDate ICPCnotRequired Section47",
    certain=False,
    revision=2,
)
def conference_long_awaited(enquiry):
    """An enquiry has been open for more than 15 working days.

    Fails when: Section47/DateOfInitialCPC absent, ICPCnotRequired FALSE, and S47ActualStartDate < REF minus 15
    working days.

    Fix: Add the conference or close the enquiry.
    """
    return (
        enquiry.date_of_initial_cpc.is_null()
        & false(enquiry.icpc_not_required)
        & (enquiry.s47_actual_start_date < day.CONFERENCE_DUE)
    )


@rule("8715", ERROR, on=Section47, tags="DateOfInitialCPC ReferenceDate")
def conference_outside_period(enquiry):
    """A conference is outside the year.

    Fails when: Section47/DateOfInitialCPC present and outside PERIOD.

    Fix: Correct the date or leave it out.
    """
    return outside_period(enquiry.date_of_initial_cpc)


@rule("8740", ERROR, on=Section47, tags="S47ActualStartDate DateOfInitialCPC ICPCnotRequired Section47")
def open_enquiry_not_begun_in_period(enquiry):
    """An open enquiry started outside the year.

    Fails when: Section47/DateOfInitialCPC absent, ICPCnotRequired not TRUE, and S47ActualStartDate absent or
    outside PERIOD.

    Fix: Add the outcome or leave it out.
    """
    return awaits_conference(enquiry) & missing_or_outside_period(enquiry.s47_actual_start_date)


@rule("8839", ERROR, on=CINdetails, tags="DateOfInitialCPC")
def several_open_enquiries(episode):
    """Two enquiries are open in one episode.

    Fails when: Same episode has two or more Section47 with no DateOfInitialCPC and ICPCnotRequired not TRUE.

    Fix: Close the earlier enquiry.
    """
    return episode.count(Section47, awaits_conference) > 1


@rule("8870Q", QUERY, on=Section47, tags="InitialCPCtarget")
def conference_due_at_weekend(enquiry):
    """A conference target is at a weekend.

    Fails when: InitialCPCtarget is a Saturday or Sunday.

    Fix: Check the target date.
    """
    return at_weekend(enquiry.initial_cpc_target)


@rule("8875", ERROR, on=Section47, tags="DateOfInitialCPC")
def conference_at_weekend(enquiry):
    """A conference is at a weekend.

    Fails when: Section47/DateOfInitialCPC falls on a Saturday or Sunday.

    Fix: Correct the conference date.
    """
    return at_weekend(enquiry.date_of_initial_cpc)


@rule("8890", ERROR, on=CINdetails, tags="S47ActualStartDate")
def enquiries_overlap(episode):
    """Two enquiries overlap.

    Fails when: Same episode, two Section47 not identical: one S47ActualStartDate on or after the other's and on
    or before its DateOfInitialCPC; or on or before REF when the other has no conference and ICPCnotRequired is
    not TRUE.

    Fix: Correct the dates.
    """

    def within(enquiry, other):
        begins, held = enquiry.s47_actual_start_date, other.date_of_initial_cpc
        still_open = awaits_conference(other) & (begins <= REF)
        follows = (begins >= other.s47_actual_start_date) & (holds(begins <= held) | still_open)
        return follows & differ(enquiry, other)

    return episode.has(Section47, lambda enquiry: enquiry.beside(Section47, within, within=CINdetails))
