"""Earlier revisions of the rules in ``attendance``."""

from validation.records import window
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import (
    Pupil,
    TermlyExclusion,
    TermlySession,
)
from validation.rules.school_census.attendance import attendance_not_collected


@rule("2470", ERROR, on=Pupil, tags="TermlyAttendance Boarder", phases="PS MP MS SS SP AT PR")
def attendance_given_pupil_not_collected(pupil):
    """Attendance is given for a pupil it is not collected for.

    Fails when: TermlyAttendance present and (ATTAGE < 4, ATTAGE > 15, or Boarder in (B, 6, 7)).

    Fix: Check birth date and boarder status.
    """
    return pupil.termly_attendance.present & attendance_not_collected(pupil)


@rule(
    "2485Q",
    QUERY,
    on=Pupil,
    tags="TermlyExclusion Category StartDate SessionDetail TermlyAttendance AttendanceReason",
    phases="PS MP MS SS SP AT PR",
    since=2019,
    certain=False,
)
def suspensions_code_e_sessions_do(pupil):
    """Suspensions and code E sessions do not agree.

    Fails when: a TermlyExclusion with Category = SUSP and StartDate inside window ATT1 while no SessionDetail of
    TermlyAttendance has AttendanceReason = E, or the reverse: E sessions and no such TermlyExclusion (only when
    Attendance is present).

    Fix: Check the register and the suspension.
    """
    return pupil.attendance.present & (
        pupil.has(
            TermlyExclusion, lambda exclusion: (exclusion.category == "SUSP") & window.ATT1.holds(exclusion.start_date)
        )
        != pupil.has(TermlySession, lambda session: session.attendance_reason == "E")
    )


@rule("2571", ERROR, on=Pupil, tags="SummerHalfTerm2Attendance Boarder", terms="AUT", phases="PS MP MS SS SP AT PR")
def second_half_term_attendance_given(pupil):
    """Second half term attendance is given for a pupil it is not collected for.

    Fails when: SummerHalfTerm2Attendance present and (ATTAGE < 4, ATTAGE > 15, or Boarder in (B, 6, 7)).

    Fix: Check birth date and boarder status.
    """
    return pupil.summer_half_term2_attendance.present & attendance_not_collected(pupil)
