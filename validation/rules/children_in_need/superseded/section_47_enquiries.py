"""Earlier revisions of the rules in ``section_47_enquiries``."""

from validation.records import day
from validation.rule import QUERY, rule
from validation.rules.children_in_need._records import (
    Section47,
    awaits_conference,
)


@rule("8675Q", QUERY, on=Section47, tags="DateOfInitialCPC S47ActualStartDate ICPCnotRequired Section47")
def conference_long_awaited(enquiry):
    """An enquiry has been open for more than 15 working days.

    Fails when: Section47/DateOfInitialCPC absent, ICPCnotRequired not TRUE, and S47ActualStartDate < REF minus
    15 working days (England bank holidays).

    Fix: Add the conference or close the enquiry.
    """
    return awaits_conference(enquiry) & (enquiry.s47_actual_start_date < day.CONFERENCE_DUE)
