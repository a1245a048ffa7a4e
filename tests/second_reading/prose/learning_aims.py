"""Prose about learning aims, and about codes and other returns."""

from __future__ import annotations

from datetime import date

from tests.second_reading import facts, identifiers, names
from tests.second_reading.prose.school_census import beside, reads, total
from tests.second_reading.records import Record


def aims_of(pupil: Record, *types: str) -> list[Record]:
    """The aims of programmes of these types."""
    programmes = [one for one in pupil.records("ProgrammeAim") if one.get("ProgType") in types]
    return [aim for programme in programmes for aim in programme.records("LearningAim")]


@reads("1886")
def no_hours_last_year(pupil: Record) -> bool:
    """a LearningAim of a ProgrammeAim with ProgType in (01, 30) has LearningStartDate < AYSTART and
    (LearningActualEndDate absent or < ReferenceDate), and QualHrsPreviousYear + Non_qualHrsPreviousYear (absent = 0) =
    0
    """
    start, on = names.day(pupil, "AYSTART"), pupil.get("ReferenceDate")
    for aim in aims_of(pupil, "01", "30"):
        began, ended = aim.get("LearningStartDate"), aim.get("LearningActualEndDate")
        if start and began and began < start and (ended is None or (on and ended < on)):
            return total(pupil, "QualHrsPreviousYear", "Non_qualHrsPreviousYear") == 0
    return False


@reads("1893Q")
def few_hours_last_year(pupil: Record) -> bool:
    """PupilOnRoll: QualHrsPreviousYear and Non_qualHrsPreviousYear both present and sum < 40. PupilNoLongerOnRoll: a
    LearningAim has LearningActualEndDate on or before the last 31 July and the sum (absent = 0) < 40
    """
    items = ("QualHrsPreviousYear", "Non_qualHrsPreviousYear")
    few = total(pupil, *items) < 40
    if pupil.tag == "PupilOnRoll":
        return few and None not in [pupil.get(item) for item in items]
    july = date(pupil.given.year, 7, 31)
    ends = [aim.get("LearningActualEndDate") for aim in pupil.records("LearningAim")]
    return few and any(end is not None and end <= july for end in ends)


@reads("1894")
def no_t_level_hours(pupil: Record) -> bool:
    """a LearningAim of a ProgrammeAim with ProgType = 31 has LearningStartDate absent or on or after AYSTART, and
    TLevelQualHrs + TLevelNon_qualHrs (absent = 0) = 0
    """
    start = names.day(pupil, "AYSTART")
    new = [
        aim
        for aim in aims_of(pupil, "31")
        if (began := aim.get("LearningStartDate")) is None or (start and began >= start)
    ]
    return bool(new) and total(pupil, "TLevelQualHrs", "TLevelNon_qualHrs") == 0


@reads("1895")
def t_level_hours_without_t_level(pupil: Record) -> bool:
    """TLevelQualHrs + TLevelNon_qualHrs (absent = 0) > 0 and no ProgrammeAim with ProgType = 31 that holds a
    LearningAim
    """
    return total(pupil, "TLevelQualHrs", "TLevelNon_qualHrs") > 0 and not aims_of(pupil, "31")


@reads("1896")
def hours_of_both_kinds(pupil: Record) -> bool:
    """TLevelQualHrs + TLevelNon_qualHrs (absent = 0) > 0, QualHrs + Non_qualHrs (absent = 0) > 0, and not (a
    ProgrammeAim with ProgType = 31 and a ProgrammeAim with ProgType in (01, 30))
    """
    types = {one.get("ProgType") for one in pupil.records("ProgrammeAim")}
    both = total(pupil, "TLevelQualHrs", "TLevelNon_qualHrs") > 0 and total(pupil, "QualHrs", "Non_qualHrs") > 0
    return both and not ("31" in types and bool(types & {"01", "30"}))


@reads("1992")
def no_hours(pupil: Record) -> bool:
    """a LearningAim of a ProgrammeAim with ProgType in (01, 30) has LearningActualEndDate absent or on or after
    AYSTART, and QualHrs absent
    """
    start = names.day(pupil, "AYSTART")
    ends = [aim.get("LearningActualEndDate") for aim in aims_of(pupil, "01", "30")]
    return any(end is None or (start and end >= start) for end in ends) and pupil.get("QualHrs") is None


@reads("1993")
def hours_without_programme(pupil: Record) -> bool:
    """QualHrs + Non_qualHrs (absent = 0) > 0 and no ProgrammeAim with ProgType in (01, 30) that holds a LearningAim"""
    return total(pupil, "QualHrs", "Non_qualHrs") > 0 and not aims_of(pupil, "01", "30")


@reads("2710")
def qualification_number(aim: Record) -> bool:
    """QN present and not 8 characters of digits and capital letters"""
    qn = aim.get("QN")
    capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return qn is not None and not (len(qn) == 8 and all(one in identifiers.DIGITS + capitals for one in qn))


@reads("2720")
def qualification_not_listed(aim: Record) -> bool:
    """QN present and not on the list of qualifications"""
    return aim.get("QN") is not None and beside(aim, "qualifications", "qn", aim.get("QN")) is None


@reads("2721")
def academic_core_aim(aim: Record) -> bool:
    """CoreAim true and QN is an academic qualification in the reference list"""
    row = beside(aim, "qualifications", "qn", aim.get("QN"))
    return aim.get("CoreAim") is True and row is not None and row["academic"] is True


@reads("2724")
def subject_not_listed(aim: Record) -> bool:
    """SCC present and not in the reference list"""
    return aim.get("SCC") is not None and beside(aim, "subjects", "scc", aim.get("SCC")) is None


@reads("2850")
def started_after_certification(aim: Record) -> bool:
    """LearningStartDate later than the last certification date of QN in the reference list"""
    began, row = aim.get("LearningStartDate"), beside(aim, "qualifications", "qn", aim.get("QN"))
    last = row["last_certification"] if row else None
    return began is not None and last is not None and began > last


@reads("2765")
def planned_far_ahead(aim: Record) -> bool:
    """LearningPlannedEndDate more than 5 years after ReferenceDate"""
    planned, on = aim.get("LearningPlannedEndDate"), aim.get("ReferenceDate")
    return planned is not None and on is not None and planned > names.add_months(on, 60)


@reads("2766")
def planned_in_august(aim: Record) -> bool:
    """LearningPlannedEndDate in August (1 to 31 August) of any year"""
    planned = aim.get("LearningPlannedEndDate")
    return planned is not None and planned.month == 8


@reads("PX01")
def unlisted_code(message: Record) -> bool:
    """a listed item is present and its value is not in the codeset the layout names, for the academic year (items that
    a numbered rule already checks are not listed)
    """
    listed = [
        "APSettingType",
        "PlacementReason",
        "APAttendancePattern",
        "LearnerFAMtype",
        "LearnerFAMcode",
        "YoungCarer",
        "FSMcategory",
        "KinshipCare",
        "ProgType",
        "ProgrammeAimStatus",
        "ProgrammeAimWithdrawalReason",
        "WPMode",
        "ChildcarePlacesAvailability",
        "ChildcareBefore8am",
        "ChildcareCovers8amTo6pm",
        "ChildcareUntil6pm",
        "HolidayChildcareProviderHours",
        "NCyearLeaving",
        "SENprovisionEntry",
        "SENprovisionLeaving",
    ]
    for place in message.given.layout.places.values():
        if place.tag in listed:
            assert place.around is not None
            accepted = facts.codes("school_census", place.codeset, message.given.year)
            for record in message.at(place.around.path):
                value = next(iter(record.values.get(place.tag, [])), None)
                if value is not None and value not in accepted:
                    return True
    return False


@reads("PX03")
def main_registration_elsewhere(message: Record) -> bool:
    """a PupilOnRoll with EnrolStatus in (C, M) has a UPN that another school also reports on roll with EnrolStatus in
    (C, M) for the same term
    """
    elsewhere = {row["upn"] for row in message.given.beside["main_registrations_elsewhere"]}
    pupils = [pupil for pupil in message.given.every("PupilOnRoll") if pupil.get("EnrolStatus") in ("C", "M")]
    return any(pupil.get("UPN") in elsewhere for pupil in pupils)
