"""Enrolment status, dates of entry and leaving, part-time and boarding."""

import polars as pl

from validation.conditions import holds, missing_or_unknown
from validation.records import day, window
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import (
    BOARDING,
    APPlacement,
    LearnerFAM,
    LearnerSupportItem,
    Message,
    ProgrammeAim,
    Pupil,
    PupilNoLongerOnRoll,
    PupilOnRoll,
    TermlyExclusion,
)


def reasons_to_send_a_leaver(pupil):
    """The reasons (a) to (e) for which a pupil no longer on roll is part of a return."""
    term = pupil.header.term
    left_in_time = (pupil.leaving_date >= window.ATT1.start) & (pupil.leaving_date <= pupil.header.reference_date)
    return (
        (pupil.leaving_date < pupil.header.reference_date) & pupil.has(TermlyExclusion),
        (pupil.entry_date < day.TERMSTART) & left_in_time & pupil.attendance_expected,
        ((term == "AUT") & pupil.has(ProgrammeAim)) | (term.is_in(["SPR", "SUM"]) & pupil.has(LearnerSupportItem)),
        pupil.has(LearnerFAM),
        pupil.has(APPlacement),
    )


@rule("1860", ERROR, on=PupilOnRoll, tags="EnrolStatus Phase")
def enrolment_status_missing_not_valid(pupil):
    """The enrolment status is missing or not valid here.

    Fails when: EnrolStatus absent, or not in codeset EnrolStatus, or in (F, O) while Phase not PR.

    Fix: Correct the enrolment status.
    """
    return missing_or_unknown(pupil.enrol_status, pupil.codes("EnrolStatus")) | (
        pupil.enrol_status.is_in(["F", "O"]) & (pupil.school.phase != "PR")
    )


@rule("1870Q", QUERY, on=Message, tags="PupilOnRoll EnrolStatus", reason_needed=True)
def unusually_many_pupils_dual_registered(message):
    """Unusually many pupils are dual registered.

    Fails when: fewer than 95% of PupilOnRoll have EnrolStatus = C.

    Fix: Check enrolment status, or explain.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.enrol_status == "C") < 0.95


@rule("1880", ERROR, on=PupilOnRoll, tags="EntryDate ReferenceDate")
def entry_date_missing_after_census(pupil):
    """The entry date is missing or after census day.

    Fails when: EntryDate absent or > ReferenceDate.

    Fix: Correct the date of admission.
    """
    return pupil.entry_date.is_null() | (pupil.entry_date > pupil.header.reference_date)


@rule(
    "1881Q",
    QUERY,
    on=PupilOnRoll,
    tags="EntryDate TermlyAttendance SessionsPossible",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
    reason_needed=True,
)
def pupil_has_sessions_half_term(pupil):
    """The pupil has sessions for a half term before joining.

    Fails when: EntryDate > end of window ATT1 and TermlyAttendance/SessionsPossible > 0.

    Fix: Correct the entry date, or explain.
    """
    return (pupil.entry_date > window.ATT1.end) & (pupil.termly_attendance.sessions_possible > 0)


@rule(
    "1882",
    ERROR,
    on=PupilOnRoll,
    tags="NCyearActual EntryDate SummerHalfTerm2Attendance SessionsPossible",
    terms="AUT",
    phases="PS AT SS",
    certain=False,
)
def pupil_was_already_here_but(pupil):
    """The pupil was already here but has a new entry date for reception or sixth form.

    Fails when: NCyearActual in (R, 12) and EntryDate > end of window ATT2 and
    SummerHalfTerm2Attendance/SessionsPossible > 0.

    Fix: Keep the first date of entry to the school.
    """
    return (
        pupil.nc_year_actual.is_in(["R", "12"])
        & (pupil.entry_date > window.ATT2.end)
        & (pupil.summer_half_term2_attendance.sessions_possible > 0)
    )


@rule(
    "1883Q",
    QUERY,
    on=PupilOnRoll,
    tags="EntryDate SummerHalfTerm2Attendance SessionsPossible",
    terms="AUT",
    phases="PS MP MS SS SP AT PR",
    reason_needed=True,
)
def pupil_has_second_half_term(pupil):
    """The pupil has second half term sessions from before joining.

    Fails when: EntryDate > end of window ATT2 and SummerHalfTerm2Attendance/SessionsPossible > 0.

    Fix: Correct the entry date, or explain.
    """
    return (pupil.entry_date > window.ATT2.end) & (pupil.summer_half_term2_attendance.sessions_possible > 0)


@rule("1885Q", QUERY, on=Message, tags="PupilOnRoll EntryDate")
def more_than_half_pupils_new(message):
    """More than half of the pupils have a new entry date.

    Fails when: more than 50% of PupilOnRoll have EntryDate > PREVREF.

    Fix: Check entry dates, or confirm.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.entry_date > day.PREVREF) > 0.50


@rule("1890Q", QUERY, on=Message, tags="PupilOnRoll EntryDate", terms="AUT", since=2021, certain=False)
def unusually_many_pupils_joined_autumn(message):
    """Unusually many pupils joined this autumn.

    Fails when: more than 40% of PupilOnRoll have EntryDate >= TERMSTART (Term = AUT).

    Fix: Check entry dates, or explain.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.entry_date >= day.TERMSTART) > 0.40


@rule("1900Q", QUERY, on=Message, tags="PupilOnRoll EntryDate", terms="SPR", since=2021, certain=False)
def unusually_many_pupils_joined_spring(message):
    """Unusually many pupils joined this spring.

    Fails when: more than 30% of PupilOnRoll have EntryDate >= TERMSTART (Term = SPR).

    Fix: Check entry dates, or explain.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.entry_date >= day.TERMSTART) > 0.30


@rule("1910Q", QUERY, on=Message, tags="PupilOnRoll EntryDate", terms="SUM", since=2021, certain=False)
def unusually_many_pupils_joined_summer(message):
    """Unusually many pupils joined this summer.

    Fails when: more than 25% of PupilOnRoll have EntryDate >= TERMSTART (Term = SUM).

    Fix: Check entry dates, or explain.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.entry_date >= day.TERMSTART) > 0.25


@rule("1920", ERROR, on=PupilNoLongerOnRoll, tags="LeavingDate EntryDate ReferenceDate", phases="PS MP MS SS SP AT PR")
def leaving_date_missing_not_possible(pupil):
    """The leaving date is missing or not possible.

    Fails when: LeavingDate absent, < EntryDate, or >= ReferenceDate.

    Fix: Correct the leaving date.
    """
    return (
        pupil.leaving_date.is_null()
        | (pupil.leaving_date < pupil.entry_date)
        | (pupil.leaving_date >= pupil.header.reference_date)
    )


@rule(
    "1925Q",
    QUERY,
    on=PupilNoLongerOnRoll,
    tags=(
        "LeavingDate EntryDate ReferenceDate Boarder DOB TermlyExclusion ProgrammeAim LearnerFAM "
        "APPlacementDetails LearnerSupportItem"
    ),
    phases="PS MP MS SS SP AT PR",
    since=2024,
    revision=2,
)
def there_seems_no_reason_include(pupil):
    """There seems no reason to include this leaver.

    Fails when: none holds: (a) LeavingDate < ReferenceDate and a TermlyExclusion; (b) EntryDate < TERMSTART,
    LeavingDate from the start of window ATT1 to ReferenceDate, ATTAGE 4-15, Boarder = N; (c) Term = AUT and a
    ProgrammeAim, or Term in (SPR, SUM) and a LearnerSupportItem; (d) a LearnerFAM; (e) an APPlacementDetails.
    A leaver with DOB > ReferenceDate is left to PX11.

    Fix: Remove the leaver, or explain.
    """
    no_reason = ~pl.any_horizontal(holds(reason) for reason in reasons_to_send_a_leaver(pupil))
    return no_reason & ~pupil.born_after_census_day


@rule("1930", ERROR, on=Pupil, tags="PartTime")
def part_time_mark_missing(pupil):
    """The part-time mark is missing.

    Fails when: PartTime absent.

    Fix: Answer yes or no.
    """
    return pupil.part_time.is_null()


@rule("1940", ERROR, on=Pupil, tags="PartTime")
def pupil_school_age_shown_part(pupil):
    """A pupil of school age is shown as part-time.

    Fails when: AGE 5-15 and PartTime true.

    Fix: Set the pupil to full-time.
    """
    return pupil.age.is_between(5, 15) & pupil.part_time


@rule("1950", ERROR, on=Pupil, tags="PartTime Boarder")
def part_time_pupil_shown_boarder(pupil):
    """A part-time pupil is shown as a boarder.

    Fails when: PartTime true and Boarder not N.

    Fix: Correct the part-time or boarder mark.
    """
    return pupil.part_time & (pupil.boarder != "N")


@rule("1960Q", QUERY, on=Message, tags="PupilOnRoll PartTime", reason_needed=True)
def unusually_many_pupils_part_time(message):
    """Unusually many pupils are part-time.

    Fails when: more than 35% of PupilOnRoll have PartTime true.

    Fix: Check, or confirm.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.part_time) > 0.35


@rule("1970", ERROR, on=Pupil, tags="Boarder", certain=False)
def boarder_mark_missing_not_valid(pupil):
    """The boarder mark is missing or not valid.

    Fails when: Boarder absent or not in codeset Boarder.

    Fix: Choose the boarder status.
    """
    return missing_or_unknown(pupil.boarder, pupil.codes("Boarder"))


@rule("1980Q", QUERY, on=Message, tags="PupilOnRoll Boarder")
def boarding_pupils_reported(message):
    """Boarding pupils are reported.

    Fails when: any PupilOnRoll has Boarder in (B, 6, 7).

    Fix: Confirm that the school has boarders.
    """
    return message.has(PupilOnRoll, lambda pupil: pupil.boarder.is_in(BOARDING))


@rule("5065", ERROR, on=Message, tags="Phase PupilNoLongerOnRoll", phases="NS")
def leavers_not_collected_from_nursery(message):
    """Leavers are not collected from nursery schools.

    Fails when: Phase = NS and any PupilNoLongerOnRoll.

    Fix: Remove the leavers.
    """
    return (message.school.phase == "NS") & message.has(PupilNoLongerOnRoll)


@rule("9999", ERROR, on=Pupil, tags="PupilIdentifiers PupilCharacteristics PupilStatus", certain=False)
def pupil_record_lacks_whole_section(pupil):
    """A pupil record lacks a whole section.

    Fails when: the record lacks PupilIdentifiers, PupilCharacteristics (on roll only) or PupilStatus.

    Fix: Check the pupil's dates and run the return again.
    """
    return (
        ~pupil.pupil_identifiers.present
        | ~pupil.pupil_status.present
        | (pupil.is_a(PupilOnRoll) & ~pupil.pupil_characteristics.present)
    )
