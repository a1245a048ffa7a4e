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
    "1992",
    ERROR,
    on=Pupil,
    tags="LearningAim LearningActualEndDate QualHrs",
    terms="AUT",
    phases="SS AT PR",
    certain=False,
)
def student_learning_aims_has_no(pupil):
    """A student with learning aims has no planned qualification hours.

    Fails when: a LearningAim with (LearningActualEndDate absent or on or after AYSTART) and QualHrs absent.

    Fix: Enter the planned hours, 0 if none.
    """
    return pupil.has(LearningAim, lambda aim: aim.is_current) & pupil.qual_hrs.is_null()


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
