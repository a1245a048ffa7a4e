"""Rules that look at data beyond the return: the school register, lists of qualifications, returns of other schools."""

import polars as pl

from schemas import identifiers
from validation.build import Reference
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import APProvisionDetail, LearningAim, Message, PupilOnRoll

REGISTER_BY_NUMBER = Reference("register_by_laestab", "the school register", "laestab", ("laestab", "urn"))
REGISTER_BY_URN = Reference("register_by_urn", "the school register", "urn", ("urn", "laestab"))
QUALIFICATIONS = Reference(
    "qualifications",
    "the list of qualifications",
    "qn",
    ("qn", "academic", "last_certification"),
    (("academic", pl.Boolean()), ("last_certification", pl.Date())),
    is_list=True,
)
SUBJECTS = Reference("subjects", "the list of subject codes", "scc", ("scc",), is_list=True)
MAIN = ["C", "M"]
OTHER_SCHOOLS = Reference(
    "main_registrations_elsewhere",
    "the returns of other schools",
    "upn",
    ("upn", "schools"),
    among=(("record", ("PupilOnRoll",)), ("enrol_status", tuple(MAIN))),
)
"""UPNs that other schools report on roll with a main registration in the same collection."""


@rule("160", ERROR, on=Message, tags="Header URN LEA Estab", needs="register")
def urn_not_the_registered_one(message):
    """The URN is missing or is not the registered one for this school.

    Fails when: Header URN absent, or different from the register's URN for LEA and Estab.

    Fix: Enter the six digit URN from the school register.
    """
    return message.header.urn.is_null() | (
        message.header.urn
        != message.lookup(REGISTER_BY_NUMBER, "urn", on=pl.concat_str(message.header.lea, message.header.estab))
    )


@rule("2360", ERROR, on=APProvisionDetail, tags="PrevURN", phases="PR", needs="register")
def previous_school_not_known(provision):
    """The previous school is missing or not known.

    Fails when: PrevURN absent, not six digits, or not on the register.

    Fix: Enter the URN of the previous school.
    """
    return (
        provision.previous_urn.is_null()
        | ~identifiers.urn_is_valid(provision.previous_urn)
        | provision.lookup(REGISTER_BY_URN, "urn", on=provision.previous_urn).is_null()
    )


@rule("2720", ERROR, on=LearningAim, tags="QN", terms="AUT", phases="SS AT PR", needs="register")
def qualification_not_known(aim):
    """The qualification number is not known.

    Fails when: QN present and not on the list of qualifications.

    Fix: Check the number in the qualification list.
    """
    return aim.qn.is_not_null() & aim.lookup(QUALIFICATIONS, "qn", on=aim.qn).is_null()


@rule("2721", ERROR, on=LearningAim, tags="CoreAim QN", terms="AUT", phases="SS AT PR", needs="register")
def academic_aim_marked_core(aim):
    """An academic aim is marked as the core aim.

    Fails when: CoreAim true and QN is an academic qualification in the reference list.

    Fix: Remove the core aim mark.
    """
    return aim.core_aim & aim.lookup(QUALIFICATIONS, "academic", on=aim.qn)


@rule("2724", ERROR, on=LearningAim, tags="SCC", terms="AUT", phases="SS AT PR", needs="register")
def subject_code_not_known(aim):
    """The subject code is not known.

    Fails when: SCC present and not in the reference list.

    Fix: Choose a current subject code.
    """
    return aim.scc.is_not_null() & aim.lookup(SUBJECTS, "scc", on=aim.scc).is_null()


@rule("2850", ERROR, on=LearningAim, tags="LearningStartDate QN", terms="AUT", phases="SS AT PR", needs="register")
def qualification_had_ended(aim):
    """The qualification had ended before the student started.

    Fails when: LearningStartDate later than the last certification date of QN in the reference list.

    Fix: Check the qualification number.
    """
    return aim.learning_start_date > aim.lookup(QUALIFICATIONS, "last_certification", on=aim.qn)


@rule(
    "PX03",
    QUERY,
    on=Message,
    tags="UPN EnrolStatus",
    needs="other_returns",
    reason_needed=True,
    certain=False,
    revision=2,
)
def main_registration_at_another_school_too(message):
    """Another school also has this pupil on roll as its main school.

    Fails when: a PupilOnRoll with EnrolStatus in (C, M) has a UPN that another school also reports on roll with
    EnrolStatus in (C, M) for the same term.

    Fix: Agree with the other school which of you holds the main registration, and record the pupil as subsidiary in
    the other.
    """
    return message.has(
        PupilOnRoll,
        lambda pupil: (
            pupil.enrol_status.is_in(MAIN) & pupil.lookup(OTHER_SCHOOLS, "schools", on=pupil.upn).is_not_null()
        ),
    )
