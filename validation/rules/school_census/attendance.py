"""Attendance, by half term in summer and by term otherwise."""

from validation.conditions import any_present, or_zero
from validation.records import window
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import (
    BOARDING,
    Message,
    Pupil,
    PupilNoLongerOnRoll,
    PupilOnRoll,
    SummerHalfTerm2Attendance,
    SummerSession,
    TermlyAttendance,
    TermlyExclusion,
    TermlySession,
)

AUTHORISED_ABSENCE = ["C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "H"]
ABSENT = [*AUTHORISED_ABSENCE, "G", "N", "O", "U"]


def attendance_not_collected(pupil):
    """Too young, too old or boarding."""
    return ~pupil.attendance_age.is_between(4, 15) | pupil.boarder.is_in(BOARDING)


def sessions_missing(attendance):
    return attendance.sessions_possible.is_null() | (attendance.sessions_possible < 0)


@rule("2470", ERROR, on=Pupil, tags="TermlyAttendance Boarder", phases="PS MP MS SS SP AT PR", revision=2)
def attendance_given_pupil_not_collected(pupil):
    """Attendance is given for a pupil it is not collected for.

    Fails when: TermlyAttendance present and (ATTAGE < 4, ATTAGE > 15, or Boarder in (B, 6, 7)), unless DOB >
    ReferenceDate (PX11).

    Fix: Check birth date and boarder status.
    """
    return pupil.termly_attendance.present & attendance_not_collected(pupil) & ~pupil.born_after_census_day


@rule("2475", ERROR, on=TermlyAttendance, tags="AttendanceReason SessionDetail", phases="PS MP MS SS SP AT PR")
def attendance_code_not_valid(attendance):
    """An attendance code is not valid.

    Fails when: an AttendanceReason in a SessionDetail is not in codeset AttendanceReason.

    Fix: Correct the register mark.
    """
    return attendance.has(
        TermlySession, lambda session: ~session.attendance_reason.is_in(session.codes("AttendanceReason"))
    )


@rule("2480", ERROR, on=TermlyAttendance, tags="SessionDetail AttendanceReason Sessions", phases="PS MP MS SS SP AT PR")
def attendance_code_has_no_sessions(attendance):
    """An attendance code has no sessions.

    Fails when: a SessionDetail has AttendanceReason and Sessions absent or 0.

    Fix: Enter the sessions or remove the code.
    """
    return attendance.has(
        TermlySession, lambda session: session.attendance_reason.is_not_null() & (or_zero(session.sessions) == 0)
    )


@rule(
    "2485Q",
    QUERY,
    on=Pupil,
    tags="TermlyExclusion Category StartDate SessionDetail TermlyAttendance AttendanceReason",
    phases="PS MP MS SS SP AT PR",
    since=2019,
    certain=False,
    revision=2,
)
def suspensions_code_e_sessions_do(pupil):
    """Suspensions and code E sessions do not agree.

    Fails when: a TermlyExclusion with Category = SUSP and StartDate inside window ATT1 while no SessionDetail of
    TermlyAttendance has AttendanceReason = E; or E sessions and no TermlyExclusion with Category in (SUSP, PERM) and
    StartDate inside window ATT1 (only when Attendance is present).

    Fix: Check the register and the suspension.

    Sessions marked E in the register and the suspensions or permanent exclusions that began in the same dates should
    both be there. A permanent exclusion explains E sessions; it does not have to have any.
    """

    def began(*categories):
        return pupil.has(
            TermlyExclusion,
            lambda exclusion: exclusion.category.is_in(categories) & window.ATT1.holds(exclusion.start_date),
        )

    marked = pupil.has(TermlySession, lambda session: session.attendance_reason == "E")
    return pupil.attendance.present & ((began("SUSP") & ~marked) | (marked & ~began("SUSP", "PERM")))


@rule("2490", ERROR, on=TermlyAttendance, tags="SessionDetail Sessions AttendanceReason", phases="PS MP MS SS SP AT PR")
def sessions_given_without_attendance_code(attendance):
    """Sessions are given without an attendance code.

    Fails when: a SessionDetail has Sessions > 0 and AttendanceReason absent.

    Fix: Add the code.
    """
    return attendance.has(TermlySession, lambda session: (session.sessions > 0) & session.attendance_reason.is_null())


@rule(
    "2500",
    ERROR,
    on=PupilOnRoll,
    tags="EntryDate TermlyAttendance SessionsPossible",
    phases="PS MP MS SS SP AT PR",
    certain=False,
)
def possible_sessions_missing(pupil):
    """The possible sessions are missing.

    Fails when: ATTSCOPE and EntryDate <= end of window ATT1 and TermlyAttendance/SessionsPossible absent or
    negative.

    Fix: Check the register for the term.
    """
    return pupil.attendance_expected & (pupil.entry_date <= window.ATT1.end) & sessions_missing(pupil.termly_attendance)


@rule("2502Q", QUERY, on=PupilOnRoll, tags="EntryDate TermlyAttendance SessionsPossible", phases="PS MP MS SS SP AT PR")
def pupil_had_no_possible_sessions(pupil):
    """The pupil had no possible sessions.

    Fails when: ATTSCOPE and EntryDate <= end of window ATT1 and TermlyAttendance/SessionsPossible = 0.

    Fix: Check the register, or explain.
    """
    return (
        pupil.attendance_expected
        & (pupil.entry_date <= window.ATT1.end)
        & (pupil.termly_attendance.sessions_possible == 0)
    )


@rule(
    "2505",
    ERROR,
    on=TermlyAttendance,
    tags="SessionsAuthorised SessionsUnauthorised SessionDetail",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
    until=2024,
)
def both_totals_session_details_given(attendance):
    """Both totals and session details are given.

    Fails when: (SessionsAuthorised or SessionsUnauthorised present) and any SessionDetail.

    Fix: Send session details only.
    """
    return any_present(attendance.sessions_authorised, attendance.sessions_unauthorised) & attendance.has(TermlySession)


@rule(
    "2510",
    ERROR,
    on=PupilNoLongerOnRoll,
    tags="EntryDate LeavingDate TermlyAttendance SessionsPossible",
    phases="PS MP MS SS SP AT PR",
    certain=False,
)
def leaver_possible_sessions_missing(pupil):
    """The leaver's possible sessions are missing.

    Fails when: ATTSCOPE and EntryDate <= end of window ATT1 and LeavingDate >= start of window ATT1 and
    TermlyAttendance/SessionsPossible absent or negative.

    Fix: Check the register for the leaver.
    """
    return (
        pupil.attendance_expected
        & (pupil.entry_date <= window.ATT1.end)
        & (pupil.leaving_date >= window.ATT1.start)
        & sessions_missing(pupil.termly_attendance)
    )


@rule(
    "2530",
    ERROR,
    on=TermlyAttendance,
    tags="Sessions SessionDetail AttendanceReason SessionsPossible",
    phases="PS MP MS SS SP AT PR",
)
def more_sessions_were_missed_than(attendance):
    """More sessions were missed than were possible.

    Fails when: sum of Sessions over SessionDetail with AttendanceReason in ABSENT > SessionsPossible.

    Fix: Correct the register or the possible sessions.
    """
    return (
        attendance.sum(
            TermlySession,
            lambda session: session.sessions,
            where=lambda session: session.attendance_reason.is_in(ABSENT),
        )
        > attendance.sessions_possible
    )


@rule(
    "2560Q",
    QUERY,
    on=Message,
    tags="PupilOnRoll PupilNoLongerOnRoll Sessions TermlyAttendance AttendanceReason SessionsPossible",
    phases="PS MP MS SS SP AT PR",
)
def authorised_absence_very_high_school(message):
    """Authorised absence is very high for the school.

    Fails when: over all PupilOnRoll and PupilNoLongerOnRoll, sum of Sessions in TermlyAttendance with
    AttendanceReason in AUTHABS > 30% of sum of SessionsPossible.

    Fix: Check register codes, or confirm.
    """
    return message.sum(
        TermlySession,
        lambda session: session.sessions,
        where=lambda session: session.attendance_reason.is_in(AUTHORISED_ABSENCE),
    ) > 0.30 * message.sum(Pupil, lambda pupil: pupil.termly_attendance.sessions_possible)


@rule(
    "2571",
    ERROR,
    on=Pupil,
    tags="SummerHalfTerm2Attendance Boarder",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
    revision=2,
)
def second_half_term_attendance_given(pupil):
    """Second half term attendance is given for a pupil it is not collected for.

    Fails when: SummerHalfTerm2Attendance present and (ATTAGE < 4, ATTAGE > 15, or Boarder in (B, 6, 7)), unless
    DOB > ReferenceDate (PX11).

    Fix: Check birth date and boarder status.
    """
    return pupil.summer_half_term2_attendance.present & attendance_not_collected(pupil) & ~pupil.born_after_census_day


@rule(
    "2572",
    ERROR,
    on=SummerHalfTerm2Attendance,
    tags="AttendanceReason SessionDetail",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
)
def second_half_term_attendance_code(attendance):
    """A second half term attendance code is not valid.

    Fails when: an AttendanceReason in a SessionDetail is not in codeset AttendanceReason.

    Fix: Correct the register mark.
    """
    return attendance.has(
        SummerSession, lambda session: ~session.attendance_reason.is_in(session.codes("AttendanceReason"))
    )


@rule(
    "2573",
    ERROR,
    on=SummerHalfTerm2Attendance,
    tags="SessionDetail AttendanceReason Sessions",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
)
def second_half_term_code_has(attendance):
    """A second half term code has no sessions.

    Fails when: a SessionDetail has AttendanceReason and Sessions absent or 0.

    Fix: Enter the sessions or remove the code.
    """
    return attendance.has(
        SummerSession, lambda session: session.attendance_reason.is_not_null() & (or_zero(session.sessions) == 0)
    )


@rule(
    "2574",
    ERROR,
    on=SummerHalfTerm2Attendance,
    tags="SessionDetail Sessions AttendanceReason",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
)
def second_half_term_sessions_no(attendance):
    """Second half term sessions have no code.

    Fails when: a SessionDetail has Sessions > 0 and AttendanceReason absent.

    Fix: Add the code.
    """
    return attendance.has(SummerSession, lambda session: (session.sessions > 0) & session.attendance_reason.is_null())


@rule(
    "2575",
    ERROR,
    on=PupilOnRoll,
    tags="EntryDate SummerHalfTerm2Attendance SessionsPossible",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
    certain=False,
)
def second_half_term_possible_sessions(pupil):
    """The second half term possible sessions are missing.

    Fails when: ATTSCOPE and EntryDate <= end of window ATT2 and SummerHalfTerm2Attendance/SessionsPossible absent
    or negative.

    Fix: Check the register for the half term.
    """
    return (
        pupil.attendance_expected
        & (pupil.entry_date <= window.ATT2.end)
        & sessions_missing(pupil.summer_half_term2_attendance)
    )


@rule(
    "2577",
    ERROR,
    on=SummerHalfTerm2Attendance,
    tags="SessionsAuthorised SessionsUnauthorised SessionDetail",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
    until=2024,
)
def both_totals_details_given_second(attendance):
    """Both totals and details are given for the second half term.

    Fails when: (SessionsAuthorised or SessionsUnauthorised present) and any SessionDetail.

    Fix: Send session details only.
    """
    return any_present(attendance.sessions_authorised, attendance.sessions_unauthorised) & attendance.has(SummerSession)


@rule(
    "2579",
    ERROR,
    on=PupilNoLongerOnRoll,
    tags="EntryDate LeavingDate SummerHalfTerm2Attendance SessionsPossible",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
    certain=False,
)
def leaver_second_half_term_possible(pupil):
    """The leaver's second half term possible sessions are missing.

    Fails when: ATTSCOPE and EntryDate <= end of window ATT2 and LeavingDate >= start of window ATT2 and
    SummerHalfTerm2Attendance/SessionsPossible absent or negative.

    Fix: Check the register for the leaver.
    """
    return (
        pupil.attendance_expected
        & (pupil.entry_date <= window.ATT2.end)
        & (pupil.leaving_date >= window.ATT2.start)
        & sessions_missing(pupil.summer_half_term2_attendance)
    )


@rule(
    "2582",
    ERROR,
    on=SummerHalfTerm2Attendance,
    tags="Sessions SessionDetail AttendanceReason SessionsPossible",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
)
def more_second_half_term_sessions(attendance):
    """More second half term sessions were missed than were possible.

    Fails when: sum of Sessions over SessionDetail with AttendanceReason in ABSENT > SessionsPossible.

    Fix: Correct the register or the possible sessions.
    """
    return (
        attendance.sum(
            SummerSession,
            lambda session: session.sessions,
            where=lambda session: session.attendance_reason.is_in(ABSENT),
        )
        > attendance.sessions_possible
    )


@rule("5057", ERROR, on=Pupil, tags="TermlyAttendance Phase", phases="NS")
def attendance_not_collected_from_nursery(pupil):
    """Attendance is not collected from nursery schools.

    Fails when: TermlyAttendance present and Phase = NS.

    Fix: Remove it.
    """
    return pupil.termly_attendance.present & (pupil.school.phase == "NS")


@rule("5080", ERROR, on=Pupil, tags="SummerHalfTerm2Attendance Phase", terms="AUT", phases="NS")
def attendance_not_collected_from_nursery_schools(pupil):
    """Attendance is not collected from nursery schools.

    Fails when: SummerHalfTerm2Attendance present and Phase = NS.

    Fix: Remove it.
    """
    return pupil.summer_half_term2_attendance.present & (pupil.school.phase == "NS")
