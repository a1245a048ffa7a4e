"""Earlier revisions of the rules in ``beyond_the_return``."""

from validation.rule import QUERY, rule
from validation.rules.school_census._records import Message, PupilOnRoll
from validation.rules.school_census.beyond_the_return import MAIN, OTHER_SCHOOLS


@rule("PX03", QUERY, on=Message, tags="UPN EnrolStatus", needs="other_returns", reason_needed=True, certain=False)
def main_registration_at_another_school_too(message):
    """Another school also has this pupil on roll as its main school.

    Fails when: a PupilOnRoll with EnrolStatus in (C, M) has a UPN that another school also reports on roll with
    EnrolStatus in (C, M) for the same term.

    Fix: Agree with the other school which one holds the main registration.
    """
    return message.has(
        PupilOnRoll,
        lambda pupil: (
            pupil.enrol_status.is_in(MAIN) & pupil.lookup(OTHER_SCHOOLS, "schools", on=pupil.upn).is_not_null()
        ),
    )
