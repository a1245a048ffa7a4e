"""Programmes, learning aims and planned hours of students after year 11."""

import polars as pl

from validation.conditions import missing_or_unknown, or_zero
from validation.records import day
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import (
    LearningAim,
    Message,
    ProgrammeAim,
    Pupil,
    PupilNoLongerOnRoll,
    PupilOnRoll,
    position,
)

ENDED = ["2", "3", "4"]
"""Statuses of an aim that has ended: completed, withdrawn, transferred."""


STUDY_PROGRAMMES = ["01", "30"]
"""16 to 19 study programmes, and the year that leads to a T level."""
T_LEVEL = "31"


def of_study_programme(aim):
    """The aim stands in a study programme."""
    return aim.programme_aim.prog_type.is_in(STUDY_PROGRAMMES)


def of_t_level(aim):
    """The aim stands in a T level."""
    return aim.programme_aim.prog_type == T_LEVEL


def hours_last_year(pupil):
    """Last year's planned hours, of both kinds; absent ones count 0."""
    return or_zero(pupil.qual_hrs_previous_year) + or_zero(pupil.non_qual_hrs_previous_year)


def study_programme_hours(pupil):
    """This year's planned hours of a study programme, of both kinds; absent ones count 0."""
    return or_zero(pupil.qual_hrs) + or_zero(pupil.non_qual_hrs)


def t_level_hours(pupil):
    """This year's planned hours of a T level, of both kinds; absent ones count 0."""
    return or_zero(pupil.t_level_qual_hrs) + or_zero(pupil.t_level_non_qual_hrs)


@rule(
    "1886",
    ERROR,
    on=Pupil,
    tags=(
        "LearningAim ProgrammeAim ProgType LearningStartDate LearningActualEndDate QualHrsPreviousYear "
        "Non_qualHrsPreviousYear"
    ),
    terms="AUT",
    phases="SS AT PR",
    since=2023,
)
def student_of_last_year_has_no_hours_for_it(pupil):
    """A student with an aim of last year has no planned hours for last year.

    Fails when: a LearningAim of a ProgrammeAim with ProgType in (01, 30) has LearningStartDate < AYSTART and
    (LearningActualEndDate absent or < ReferenceDate), and QualHrsPreviousYear + Non_qualHrsPreviousYear (absent = 0)
    = 0.

    Fix: Enter last year's planned hours.

    A study programme aim that began before 1 August belongs to last year too. Enter the hours that were planned for
    that year, in the student's post-16 details for last year.
    """

    def of_last_year(aim):
        over = aim.learning_actual_end_date.is_null() | (aim.learning_actual_end_date < aim.header.reference_date)
        return of_study_programme(aim) & (aim.learning_start_date < day.AYSTART) & over

    return pupil.has(LearningAim, of_last_year) & (hours_last_year(pupil) == 0)


@rule(
    "1889",
    ERROR,
    on=Pupil,
    tags="QualHrsPreviousYear Non_qualHrsPreviousYear",
    terms="AUT",
    phases="SS AT PR",
    since=2023,
)
def hours_last_year_far_too_high(pupil):
    """Last year's planned hours are far too high.

    Fails when: QualHrsPreviousYear + Non_qualHrsPreviousYear (absent = 0) > 4000.

    Fix: Enter hours for one year.

    Give the hours of one year, not of the whole course: a full-time programme is planned for about 600.
    """
    return hours_last_year(pupil) > 4000


@rule(
    "1893Q",
    QUERY,
    on=Pupil,
    tags=(
        "PupilOnRoll QualHrsPreviousYear Non_qualHrsPreviousYear PupilNoLongerOnRoll LearningAim LearningActualEndDate"
    ),
    terms="AUT",
    phases="SS AT PR",
    since=2019,
)
def last_year_planned_hours_come(pupil):
    """Last year's planned hours come to fewer than 40.

    Fails when: PupilOnRoll: QualHrsPreviousYear and Non_qualHrsPreviousYear both present and sum < 40.
    PupilNoLongerOnRoll: a LearningAim has LearningActualEndDate on or before the last 31 July and the sum
    (absent = 0) < 40.

    Fix: Check last year's planned hours.
    """
    return (
        pl.when(pupil.is_a(PupilOnRoll))
        .then(pupil.qual_hrs_previous_year + pupil.non_qual_hrs_previous_year < 40)
        .otherwise(
            pupil.has(LearningAim, lambda aim: aim.learning_actual_end_date < day.AYSTART)
            & (or_zero(pupil.qual_hrs_previous_year) + or_zero(pupil.non_qual_hrs_previous_year) < 40)
        )
    )


@rule(
    "1894",
    ERROR,
    on=Pupil,
    tags="LearningAim ProgrammeAim ProgType LearningStartDate TLevelQualHrs TLevelNon_qualHrs",
    terms="AUT",
    phases="SS AT PR",
    since=2023,
    certain=False,
)
def t_level_student_has_no_hours(pupil):
    """A T level student has no planned T level hours.

    Fails when: a LearningAim of a ProgrammeAim with ProgType = 31 has LearningStartDate absent or on or after
    AYSTART, and TLevelQualHrs + TLevelNon_qualHrs (absent = 0) = 0.

    Fix: Enter the T level hours.

    A student who began a T level this year needs the hours planned for it. They are entered in the T level boxes of
    the post-16 details, not in those of a study programme.
    """

    def begun_this_year(aim):
        return of_t_level(aim) & (aim.learning_start_date.is_null() | (aim.learning_start_date >= day.AYSTART))

    return pupil.has(LearningAim, begun_this_year) & (t_level_hours(pupil) == 0)


@rule(
    "1895",
    ERROR,
    on=Pupil,
    tags="TLevelQualHrs TLevelNon_qualHrs ProgrammeAim ProgType LearningAim",
    terms="AUT",
    phases="SS AT PR",
    since=2023,
)
def t_level_hours_without_aim(pupil):
    """T level hours are given without a T level aim.

    Fails when: TLevelQualHrs + TLevelNon_qualHrs (absent = 0) > 0 and no ProgrammeAim with ProgType = 31 that holds a
    LearningAim.

    Fix: Add the aims or remove the hours.

    Only a student with a T level (programme type 31) has T level hours. Check that the programme has the right type
    and its learning aims; for a study programme, enter the hours as study programme hours.
    """
    return (t_level_hours(pupil) > 0) & ~pupil.has(LearningAim, of_t_level)


@rule(
    "1896",
    ERROR,
    on=Pupil,
    tags="TLevelQualHrs TLevelNon_qualHrs QualHrs Non_qualHrs ProgrammeAim ProgType",
    terms="AUT",
    phases="SS AT PR",
    since=2023,
)
def both_kinds_of_hours_without_both_programmes(pupil):
    """Both kinds of hours are given, but not both programmes.

    Fails when: TLevelQualHrs + TLevelNon_qualHrs (absent = 0) > 0, QualHrs + Non_qualHrs (absent = 0) > 0, and not (a
    ProgrammeAim with ProgType = 31 and a ProgrammeAim with ProgType in (01, 30)).

    Fix: Add the missing programme or remove its hours.

    A student has both kinds of hours only in a year in which they follow both: a T level and a study programme, after
    a transfer for instance. Both programmes must then be in the student's post-16 details.
    """
    both = pupil.has(ProgrammeAim, lambda programme: programme.prog_type == T_LEVEL) & pupil.has(
        ProgrammeAim, lambda programme: programme.prog_type.is_in(STUDY_PROGRAMMES)
    )
    return (t_level_hours(pupil) > 0) & (study_programme_hours(pupil) > 0) & ~both


@rule(
    "1992",
    ERROR,
    on=Pupil,
    tags="LearningAim ProgrammeAim ProgType LearningActualEndDate QualHrs",
    terms="AUT",
    phases="SS AT PR",
    certain=False,
    revision=2,
)
def study_programme_student_has_no_hours(pupil):
    """A study programme student has no planned qualification hours.

    Fails when: a LearningAim of a ProgrammeAim with ProgType in (01, 30) has LearningActualEndDate absent or on or
    after AYSTART, and QualHrs absent.

    Fix: Enter the planned hours, 0 if none.

    A T level student has T level hours instead, and needs none here.
    """
    return pupil.has(LearningAim, lambda aim: of_study_programme(aim) & aim.is_current) & pupil.qual_hrs.is_null()


@rule(
    "1993",
    ERROR,
    on=Pupil,
    tags="QualHrs Non_qualHrs ProgrammeAim ProgType LearningAim",
    terms="AUT",
    phases="SS AT PR",
    since=2023,
)
def planned_hours_given_without_study(pupil):
    """Planned hours are given without a study programme aim.

    Fails when: QualHrs + Non_qualHrs (absent = 0) > 0 and no ProgrammeAim with ProgType in (01, 30) that holds a
    LearningAim.

    Fix: Add the aims or remove the hours.
    """
    return (or_zero(pupil.qual_hrs) + or_zero(pupil.non_qual_hrs) > 0) & ~pupil.has(
        ProgrammeAim, lambda programme: programme.prog_type.is_in(["01", "30"]) & programme.has(LearningAim)
    )


@rule("1997", ERROR, on=Pupil, tags="QualHrs Non_qualHrs", terms="AUT", phases="SS AT PR")
def planned_hours_far_too_high(pupil):
    """Planned hours are far too high.

    Fails when: QualHrs + Non_qualHrs (absent = 0) > 4000.

    Fix: Enter hours for one year.
    """
    return or_zero(pupil.qual_hrs) + or_zero(pupil.non_qual_hrs) > 4000


@rule("1998Q", QUERY, on=Pupil, tags="Non_qualHrs QualHrs", terms="AUT", phases="SS AT PR", reason_needed=True)
def only_non_qualification_hours_given(pupil):
    """Only non-qualification hours are given.

    Fails when: Non_qualHrs > 0 and QualHrs absent or 0.

    Fix: Check the hours, or explain.
    """
    return (pupil.non_qual_hrs > 0) & (or_zero(pupil.qual_hrs) == 0)


@rule(
    "1999Q",
    QUERY,
    on=Message,
    tags="PupilOnRoll LearningAim Non_qualHrs",
    terms="AUT",
    phases="SS AT PR",
    reason_needed=True,
)
def no_student_has_non_qualification(message):
    """No student has non-qualification hours.

    Fails when: at least one PupilOnRoll with a LearningAim and none has Non_qualHrs > 0.

    Fix: Enter the hours, or explain.
    """
    return message.has(PupilOnRoll, lambda pupil: pupil.has(LearningAim)) & ~message.has(
        PupilOnRoll, lambda pupil: pupil.has(LearningAim) & (pupil.non_qual_hrs > 0)
    )


@rule("2005", ERROR, on=PupilNoLongerOnRoll, tags="LearningAim NCyearLeaving", terms="AUT", phases="SS AT PR")
def leaver_year_group_missing_not(pupil):
    """The leaver's year group is missing or not valid.

    Fails when: a LearningAim and NCyearLeaving absent, not in codeset NCyear, or M.

    Fix: Enter the year group on leaving.
    """
    return pupil.has(LearningAim) & (
        missing_or_unknown(pupil.nc_year_leaving, pupil.codes("NCyear")) | (pupil.nc_year_leaving == "M")
    )


@rule("2700", ERROR, on=LearningAim, tags="QN", terms="AUT", phases="SS AT PR")
def learning_aim_has_no_qualification(aim):
    """A learning aim has no qualification number.

    Fails when: QN absent.

    Fix: Enter the qualification number.
    """
    return aim.qn.is_null()


@rule(
    "2701", ERROR, on=LearningAim, tags="LearningAimWithdrawalReason LearningAimStatus", terms="AUT", phases="SS AT PR"
)
def withdrawal_reason_given_aim_not(aim):
    """A withdrawal reason is given for an aim not withdrawn.

    Fails when: LearningAimWithdrawalReason present and LearningAimStatus not 3.

    Fix: Clear the reason or set the status to withdrawn.
    """
    return aim.learning_aim_withdrawal_reason.is_not_null() & (aim.learning_aim_status != "3")


@rule("2705", ERROR, on=Pupil, tags="LearningAim HighestNCyear", terms="AUT")
def learning_aims_sent_by_school(pupil):
    """Learning aims are sent by a school without a sixth form.

    Fails when: any LearningAim and POS(HighestNCyear) < 12.

    Fix: Remove the aims or correct the highest year.
    """
    return pupil.has(LearningAim) & (position(pupil.school.highest_nc_year) < 12)


@rule("2710", ERROR, on=LearningAim, tags="QN", terms="AUT", phases="SS AT PR", certain=False)
def qualification_number_has_wrong_length(aim):
    """The qualification number has a wrong length or characters.

    Fails when: QN present and not 8 characters of digits and capital letters.

    Fix: Re-enter the qualification number.
    """
    return ~aim.qn.str.contains("^[0-9A-Z]{8}$")


@rule("2712", ERROR, on=PupilOnRoll, tags="LearningAim FTEmp", terms="AUT", phases="SS AT PR")
def full_time_employment_mark_missing(pupil):
    """The full-time employment mark is missing for a student.

    Fails when: any LearningAim and FTEmp absent.

    Fix: Answer yes or no.
    """
    return pupil.has(LearningAim) & pupil.ft_emp.is_null()


@rule("2722", ERROR, on=LearningAim, tags="SCC", terms="AUT", phases="SS AT PR")
def subject_code_missing(aim):
    """The subject code is missing.

    Fails when: SCC absent.

    Fix: Enter the subject code.
    """
    return aim.scc.is_null()


@rule("2730", ERROR, on=LearningAim, tags="LearningStartDate", terms="AUT", phases="SS AT PR")
def learning_aim_has_no_start(aim):
    """A learning aim has no start date.

    Fails when: LearningStartDate absent.

    Fix: Enter the start date.
    """
    return aim.learning_start_date.is_null()


@rule("2735", ERROR, on=LearningAim, tags="LearningStartDate ReferenceDate", terms="AUT", phases="SS AT PR")
def learning_aim_starts_after_census(aim):
    """A learning aim starts after census day.

    Fails when: LearningStartDate > ReferenceDate.

    Fix: Correct the start date.
    """
    return aim.learning_start_date > aim.header.reference_date


@rule("2750", ERROR, on=LearningAim, tags="LearningPlannedEndDate", terms="AUT", phases="SS AT PR")
def learning_aim_has_no_planned(aim):
    """A learning aim has no planned end date.

    Fails when: LearningPlannedEndDate absent.

    Fix: Enter the planned end date.
    """
    return aim.learning_planned_end_date.is_null()


@rule("2760", ERROR, on=LearningAim, tags="LearningPlannedEndDate LearningStartDate", terms="AUT", phases="SS AT PR")
def learning_aim_planned_end_before(aim):
    """A learning aim is planned to end before it starts.

    Fails when: LearningPlannedEndDate < LearningStartDate.

    Fix: Correct the dates.
    """
    return aim.learning_planned_end_date < aim.learning_start_date


@rule("2761", ERROR, on=LearningAim, tags="LearningActualEndDate LearningStartDate", terms="AUT", phases="SS AT PR")
def learning_aim_ended_before_started(aim):
    """A learning aim ended before it started.

    Fails when: LearningActualEndDate < LearningStartDate.

    Fix: Correct the dates.
    """
    return aim.learning_actual_end_date < aim.learning_start_date


@rule("2765", ERROR, on=LearningAim, tags="LearningPlannedEndDate ReferenceDate", terms="AUT", phases="SS AT PR")
def learning_aim_planned_more_than(aim):
    """A learning aim is planned more than five years ahead.

    Fails when: LearningPlannedEndDate more than 5 years after ReferenceDate.

    Fix: Correct the planned end date.
    """
    return aim.learning_planned_end_date > aim.header.reference_date.dt.offset_by("5y")


@rule("2766", ERROR, on=LearningAim, tags="LearningPlannedEndDate", terms="AUT", phases="SS AT PR", certain=False)
def planned_end_date_falls_after(aim):
    """A planned end date falls after the end of July.

    Fails when: LearningPlannedEndDate in August (1 to 31 August) of any year.

    Fix: Use a date up to 31 July.
    """
    return aim.learning_planned_end_date.dt.month() == 8


@rule("2780", ERROR, on=LearningAim, tags="LearningAimStatus LearningActualEndDate", terms="AUT", phases="SS AT PR")
def continuing_aim_has_end_date(aim):
    """A continuing aim has an end date.

    Fails when: LearningAimStatus = 1 and LearningActualEndDate present.

    Fix: Clear the date or change the status.
    """
    return (aim.learning_aim_status == "1") & aim.learning_actual_end_date.is_not_null()


@rule(
    "2785", ERROR, on=LearningAim, tags="LearningAimStatus LearningAimWithdrawalReason", terms="AUT", phases="SS AT PR"
)
def withdrawn_aim_has_no_valid(aim):
    """A withdrawn aim has no valid reason.

    Fails when: LearningAimStatus = 3 and LearningAimWithdrawalReason absent or not in codeset WithdrawalReason.

    Fix: Enter why the student withdrew.
    """
    return (aim.learning_aim_status == "3") & missing_or_unknown(
        aim.learning_aim_withdrawal_reason, aim.codes("WithdrawalReason")
    )


@rule("2790", ERROR, on=LearningAim, tags="LearningAimStatus LearningActualEndDate", terms="AUT", phases="SS AT PR")
def finished_aim_has_no_end(aim):
    """A finished aim has no end date.

    Fails when: LearningAimStatus in (2, 3, 4) and LearningActualEndDate absent.

    Fix: Enter the actual end date.
    """
    return aim.learning_aim_status.is_in(ENDED) & aim.learning_actual_end_date.is_null()


@rule("2795", ERROR, on=PupilNoLongerOnRoll, tags="LearningAim LearningAimStatus", terms="AUT", phases="SS AT PR")
def leaver_still_has_continuing_aim(pupil):
    """A leaver still has a continuing aim.

    Fails when: any LearningAim with LearningAimStatus not in (2, 3, 4).

    Fix: Close the aim.
    """
    return pupil.has(LearningAim, lambda aim: ~aim.learning_aim_status.is_in(ENDED))


@rule("2805", ERROR, on=LearningAim, tags="LearningActualEndDate ReferenceDate", terms="AUT", phases="SS AT PR")
def learning_aim_ended_after_census(aim):
    """A learning aim ended after census day.

    Fails when: LearningActualEndDate > ReferenceDate.

    Fix: Correct the end date.
    """
    return aim.learning_actual_end_date > aim.header.reference_date


@rule("2820", ERROR, on=LearningAim, tags="LearningAimStatus", terms="AUT", phases="SS AT PR")
def status_aim_missing_not_valid(aim):
    """The status of an aim is missing or not valid.

    Fails when: LearningAimStatus absent or not in codeset AimStatus.

    Fix: Set the status.
    """
    return missing_or_unknown(aim.learning_aim_status, aim.codes("AimStatus"))


@rule(
    "2870",
    ERROR,
    on=PupilOnRoll,
    tags="NCyearActual EnrolStatus LearningAim LearningActualEndDate",
    terms="AUT",
    phases="SS AT PR",
)
def sixth_form_student_has_no(pupil):
    """A sixth form student has no current learning aim.

    Fails when: POS(NCyearActual) >= 12 and EnrolStatus in (C, M) and no LearningAim with LearningActualEndDate
    absent or >= AYSTART.

    Fix: Add the aims for this year.
    """
    return (
        (pupil.year_position >= 12)
        & pupil.enrol_status.is_in(["C", "M"])
        & ~pupil.has(LearningAim, lambda aim: aim.is_current)
    )


@rule("5106", ERROR, on=Pupil, tags="LearningAim Phase", terms="AUT")
def learning_aims_not_collected_phase(pupil):
    """Learning aims are not collected in this phase.

    Fails when: any LearningAim and Phase not in (SS, AT, PR).

    Fix: Remove the aims.
    """
    return pupil.has(LearningAim) & ~pupil.school.phase.is_in(["SS", "AT", "PR"])


@rule("5165", ERROR, on=ProgrammeAim, tags="Traineeship", terms="AUT", phases="SS AT PR", until=2024)
def traineeship_mark_missing(programme):
    """The traineeship mark is missing.

    Fails when: Traineeship absent.

    Fix: Answer yes or no.
    """
    return programme.traineeship.is_null()
