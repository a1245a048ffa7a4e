"""Pre-proceedings: work with the family before care proceedings, and family group decision making."""

from validation.conditions import holds
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import Message, PreProceedings, outside_period


def outside_period_or_before(date, earlier):
    """The date is not in the census period, or is before another that cannot come after it."""
    return holds(outside_period(date)) | holds(date < earlier)


@rule(
    "8995Q",
    QUERY,
    on=Message,
    tags="PreProceedingsandFGDM",
    since=2026,
    reason_needed=True,
)
def no_child_has_pre_proceedings(message):
    """No child has any pre-proceedings details.

    Fails when: the whole return has no PreProceedingsandFGDM.

    Fix: Add them, or say why there are none.

    Check that the case management system puts these details in the file.
    """
    return ~message.has(PreProceedings)


@rule("9000Q", QUERY, on=PreProceedings, tags="PPStartDate", since=2026, reason_needed=True, certain=False)
def start_missing(pre_proceedings):
    """Pre-proceedings have no start date.

    Fails when: PPStartDate absent.

    Fix: Enter the date, or say why it is not held.

    The start is left out only where it is in an earlier year: say so then.
    """
    return pre_proceedings.pp_start_date.is_null()


@rule("9005", ERROR, on=PreProceedings, tags="PPStartDate ReferenceDate", since=2026)
def start_outside_period(pre_proceedings):
    """Pre-proceedings began outside the year.

    Fails when: PPStartDate outside PERIOD.

    Fix: Correct the date; leave it out when they began in an earlier year.

    The start must be from 1 April to 31 March of the year that is reported.
    """
    return outside_period(pre_proceedings.pp_start_date)


@rule("9006", ERROR, on=PreProceedings, tags="LBPSentDate PPStartDate ReferenceDate", since=2026)
def letter_outside_period_or_before_start(pre_proceedings):
    """The letter before proceedings is dated outside the year or before pre-proceedings began.

    Fails when: LBPSentDate outside PERIOD or < PPStartDate.

    Fix: Correct one of the dates.

    The letter is sent on or after the day on which pre-proceedings began, within the year that is reported.
    """
    sent = pre_proceedings.lbp_sent_date
    return outside_period_or_before(sent, pre_proceedings.pp_start_date)


@rule("9007", ERROR, on=PreProceedings, tags="LBPSentDate FGDMMeetingOffer", since=2026, certain=False)
def offer_of_meeting_not_said(pre_proceedings):
    """A letter was sent, but not whether it offered a family meeting.

    Fails when: LBPSentDate present and FGDMMeetingOffer absent.

    Fix: Say whether a family group decision making meeting was offered.

    Where a letter before proceedings was sent, the return says yes or no to the offer of a meeting.
    """
    return pre_proceedings.lbp_sent_date.is_not_null() & pre_proceedings.fgdm_meeting_offer.is_null()


@rule("9008", ERROR, on=PreProceedings, tags="InitialPPMeetingDate ReferenceDate", since=2026)
def first_meeting_outside_period(pre_proceedings):
    """The first pre-proceedings meeting is outside the year.

    Fails when: InitialPPMeetingDate outside PERIOD.

    Fix: Correct the date.

    The meeting must be from 1 April to 31 March of the year that is reported.
    """
    return outside_period(pre_proceedings.initial_pp_meeting_date)


@rule("9009", ERROR, on=PreProceedings, tags="StepDecisionDate PPStartDate ReferenceDate", since=2026)
def decision_outside_period_or_before_start(pre_proceedings):
    """The decision to step up or down is outside the year or before pre-proceedings began.

    Fails when: StepDecisionDate outside PERIOD or < PPStartDate.

    Fix: Correct one of the dates.

    The decision is made on or after the day on which pre-proceedings began, within the year that is reported.
    """
    decided = pre_proceedings.step_decision_date
    return outside_period_or_before(decided, pre_proceedings.pp_start_date)


@rule("9010Q", QUERY, on=PreProceedings, tags="FGDMMeetingOffer FGDMMeetingFac", since=2026)
def meeting_held_not_said(pre_proceedings):
    """A family meeting was offered, but not whether it was held.

    Fails when: FGDMMeetingOffer TRUE and FGDMMeetingFac absent.

    Fix: Say whether the meeting took place.

    Where a meeting was offered, the return says yes or no to whether it was held.
    """
    return pre_proceedings.fgdm_meeting_offer & pre_proceedings.fgdm_meeting_fac.is_null()


@rule("9011", ERROR, on=PreProceedings, tags="PPOutcome", since=2026)
def outcome_not_recognised(pre_proceedings):
    """The outcome of pre-proceedings is not valid.

    Fails when: PPOutcome present and not in codeset PPOutcome.

    Fix: Choose the outcome.

    The outcome is one of the codes A, B and C, or is left out while none was reached.
    """
    return ~pre_proceedings.pp_outcome.is_in(pre_proceedings.accepted("pp_outcome"))


@rule("9012", ERROR, on=PreProceedings, tags="CourtAppDate StepDecisionDate ReferenceDate", since=2026)
def application_outside_period_or_before_decision(pre_proceedings):
    """The court application is outside the year or before the decision to step up.

    Fails when: CourtAppDate outside PERIOD or < StepDecisionDate.

    Fix: Correct one of the dates.

    An application follows the decision to step up, on the same day at the earliest, within the year that is reported.
    """
    applied = pre_proceedings.court_app_date
    return outside_period_or_before(applied, pre_proceedings.step_decision_date)


@rule("9013", ERROR, on=PreProceedings, tags="LetterInitCPDate CourtAppDate ReferenceDate", since=2026)
def letter_of_initiation_outside_period_or_before_application(pre_proceedings):
    """The letter starting care proceedings is outside the year or before the court application.

    Fails when: LetterInitCPDate outside PERIOD or < CourtAppDate.

    Fix: Correct one of the dates.

    The letter follows the application to court, on the same day at the earliest, within the year that is reported.
    """
    sent = pre_proceedings.letter_init_cp_date
    return outside_period_or_before(sent, pre_proceedings.court_app_date)


@rule("9015Q", QUERY, on=PreProceedings, tags="InitialPPMeetingDate ReviewMeetingsCount", since=2026)
def number_of_reviews_missing(pre_proceedings):
    """A first meeting was held, but the number of reviews is missing.

    Fails when: InitialPPMeetingDate present and ReviewMeetingsCount absent.

    Fix: Enter the number, 0 if none was held.

    Once there was a first meeting, the number of review meetings after it is part of the return.
    """
    return pre_proceedings.initial_pp_meeting_date.is_not_null() & pre_proceedings.review_meetings_count.is_null()
