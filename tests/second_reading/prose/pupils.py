"""Prose about pupils: who they are, ages and year groups, whether they count."""

from __future__ import annotations

from tests.second_reading import facts, identifiers, names
from tests.second_reading.prose import others
from tests.second_reading.prose.school_census import PUPILS, born_after_census_day, known, reads, upns
from tests.second_reading.records import Record


@reads("1510")
def upn_check_letter(pupil: Record) -> bool:
    """UPN or FormerUPN is 13 characters and character 1 is not the UPN check letter of characters 2-13"""
    return any(map(identifiers.wrong_check_letter, upns(pupil)))


@reads("1530")
def upn_authority(pupil: Record) -> bool:
    """UPN or FormerUPN is 13 characters and characters 2-4 are not in upn_la_codes.csv"""
    return any(map(identifiers.unknown_authority, upns(pupil)))


@reads("1540")
def upn_digits(pupil: Record) -> bool:
    """UPN or FormerUPN present and any of characters 5-12 is not a digit or is missing"""
    return any(map(identifiers.wrong_digits, upns(pupil)))


@reads("1550")
def upn_length(pupil: Record) -> bool:
    """UPN or FormerUPN present and its length is not 13, or character 13 is neither a digit nor one of
    ABCDEFGHJKLMNPQRTUVWXYZ
    """
    return any(map(identifiers.wrong_length_or_end, upns(pupil)))


def shared(pupil: Record, item: str, *tags: str) -> bool:
    """Another record of these tags has the same value."""
    value = pupil.get(item)
    return value is not None and any(other.get(item) == value for other in others(pupil, *tags))


@reads("1520")
def upn_twice(pupil: Record) -> bool:
    """UPN present and the same UPN stands on another pupil record of the return (on roll or no longer on roll)"""
    return shared(pupil, "UPN", *PUPILS)


@reads("1578")
def uln_twice(pupil: Record) -> bool:
    """UniqueLearnerNumber present and the same number stands on another pupil record of the return (on roll or no
    longer on roll)
    """
    return shared(pupil, "UniqueLearnerNumber", *PUPILS)


@reads("3160")
def eligibility_code_twice(pupil: Record) -> bool:
    """EligibilityCode present and the same code stands on another PupilOnRoll"""
    return shared(pupil, "EligibilityCode", "PupilOnRoll")


@reads("1570")
def no_uln(pupil: Record) -> bool:
    """whole years from DOB to ReferenceDate >= 14 and UniqueLearnerNumber absent"""
    years = names.whole_years(pupil.get("DOB"), pupil.get("ReferenceDate"))
    return years is not None and years >= 14 and pupil.get("UniqueLearnerNumber") is None


@reads("1573")
def leaver_without_uln(pupil: Record) -> bool:
    """whole years from DOB to LeavingDate >= 14 and UniqueLearnerNumber absent"""
    years = names.whole_years(pupil.get("DOB"), pupil.get("LeavingDate"))
    return years is not None and years >= 14 and pupil.get("UniqueLearnerNumber") is None


@reads("1575")
def uln_not_valid(pupil: Record) -> bool:
    """UniqueLearnerNumber present and not a valid ULN"""
    uln = pupil.get("UniqueLearnerNumber")
    return uln is not None and not identifiers.uln_is_valid(uln)


def outside_ages(pupil: Record, years: int | None) -> bool:
    ages = facts.ages_of_school_type(pupil.get("SchoolType"))
    return ages is not None and years is not None and not ages[0] <= years <= ages[1]


@reads("1601Q")
def age_of_another_school(pupil: Record) -> bool:
    """AGE is outside the ages that school_type_ages.csv gives for SchoolType (ends included), unless DOB >
    ReferenceDate (PX11)
    """
    return outside_ages(pupil, names.age(pupil)) and not born_after_census_day(pupil)


@reads("2050Q")
def some_age_of_another_school(message: Record) -> bool:
    """at least one PupilOnRoll fails the test of rule 1601Q, which leaves out DOB > ReferenceDate (PX11)"""
    return any(map(age_of_another_school, message.given.every("PupilOnRoll")))


@reads("2030Q")
def year_group_of_another_school(pupil: Record) -> bool:
    """NCyearActual not X and POS(NCyearActual) + 4 is outside the ages that school_type_ages.csv gives for
    SchoolType
    """
    at = names.position(pupil.get("NCyearActual"))
    return at is not None and outside_ages(pupil, at + 4)


@reads("2010Q")
def many_out_of_their_year(message: Record) -> bool:
    """10% or more of PupilOnRoll with NCyearActual not X have POS(NCyearActual) <> EXPPOS. Those with DOB >
    ReferenceDate count as in their year group (PX11)
    """
    pupils = [pupil for pupil in message.given.every("PupilOnRoll") if pupil.get("NCyearActual") not in (None, "X")]
    out = 0
    for pupil in pupils:
        at, expected = names.position(pupil.get("NCyearActual")), names.expected_position(pupil)
        out += None not in (at, expected) and at != expected and not born_after_census_day(pupil)
    return bool(pupils) and 10 * out >= len(pupils)


@reads("2040Q")
def year_without_pupils(message: Record) -> bool:
    """LowestNCyear and HighestNCyear not X and some year from R upward (not 14) between them by POS has no
    PupilOnRoll
    """
    low, high = (names.position(message.get(item)) for item in ("LowestNCyear", "HighestNCyear"))
    there = {names.position(pupil.get("NCyearActual")) for pupil in message.given.every("PupilOnRoll")}
    if low is None or high is None:
        return False
    return any(year not in there for year in range(max(low, 0), min(high, 13) + 1))


@reads("1620Q")
def same_person_twice(pupil: Record) -> bool:
    """another pupil record of the return has the same Surname, Forename, Sex and DOB (trimmed, case ignored; all four
    present)
    """

    def person(one: Record) -> list[str | None]:
        values = [one.get(item) for item in ("Surname", "Forename", "Sex", "DOB")]
        return [None if value is None else str(value).lower() for value in values]

    me = person(pupil)
    return None not in me and any(person(other) == me for other in others(pupil, *PUPILS))


@reads("1640Q")
def everyone_white(message: Record) -> bool:
    """at least one PupilOnRoll and Ethnicity of every PupilOnRoll starts with W"""
    pupils = message.given.every("PupilOnRoll")
    return bool(pupils) and all((pupil.get("Ethnicity") or "").startswith("W") for pupil in pupils)


@reads("1760Q")
def nobody_has_free_meals(message: Record) -> bool:
    """at least one PupilOnRoll and no FSMperiod overlaps window FSM"""
    pupils = message.given.every("PupilOnRoll")
    return bool(pupils) and not any(map(names.overlaps_fsm_window, pupils))


@reads("1860")
def enrolment_status(pupil: Record) -> bool:
    """EnrolStatus absent, or not in codeset EnrolStatus, or in (F, O) while Phase not PR"""
    elsewhere = pupil.get("EnrolStatus") in ("F", "O") and pupil.get("Phase") not in (None, "PR")
    return not known(pupil, "EnrolStatus", "EnrolStatus") or elsewhere


def share_entered(message: Record, percent: int) -> bool:
    pupils, start = message.given.every("PupilOnRoll"), names.day(message, "TERMSTART")
    new = [pupil for pupil in pupils if start and (entered := pupil.get("EntryDate")) and entered >= start]
    return bool(pupils) and 100 * len(new) > percent * len(pupils)


@reads("1890Q")
def many_new_in_autumn(message: Record) -> bool:
    """more than 40% of PupilOnRoll have EntryDate >= TERMSTART (Term = AUT)"""
    return share_entered(message, 40)


@reads("1900Q")
def many_new_in_spring(message: Record) -> bool:
    """more than 30% of PupilOnRoll have EntryDate >= TERMSTART (Term = SPR)"""
    return share_entered(message, 30)


@reads("1910Q")
def many_new_in_summer(message: Record) -> bool:
    """more than 25% of PupilOnRoll have EntryDate >= TERMSTART (Term = SUM)"""
    return share_entered(message, 25)


@reads("5235")
def funding_without_basis(pupil: Record) -> bool:
    """FAGE = 2 and FundedHours > 0 and no FundingBasis in codeset FundingBasis"""
    accepted = facts.codes("school_census", "FundingBasis", pupil.given.year)
    basis = any(value in accepted for value in pupil.all("FundingBasis"))
    return names.funding_age(pupil) == 2 and (pupil.get("FundedHours") or 0) > 0 and not basis


@reads("9999")
def part_of_pupil_missing(pupil: Record) -> bool:
    """the record lacks PupilIdentifiers, PupilCharacteristics (on roll only) or PupilStatus"""
    needed = ["PupilIdentifiers", "PupilStatus"] + ["PupilCharacteristics"] * (pupil.tag == "PupilOnRoll")
    return any(not pupil.has(part) for part in needed)


@reads("1925Q")
def leaver_for_no_reason(pupil: Record) -> bool:
    """none holds: (a) LeavingDate < ReferenceDate and a TermlyExclusion; (b) EntryDate < TERMSTART, LeavingDate from
    the start of window ATT1 to ReferenceDate, ATTAGE 4-15, Boarder = N; (c) Term = AUT and a ProgrammeAim, or Term in
    (SPR, SUM) and a LearnerSupportItem; (d) a LearnerFAM; (e) an APPlacementDetails. A leaver with DOB > ReferenceDate
    is left to PX11
    """
    entered, left, on = (pupil.get(item) for item in ("EntryDate", "LeavingDate", "ReferenceDate"))
    start, att1 = names.day(pupil, "TERMSTART"), names.window(pupil, "ATT1")
    excluded = left is not None and on is not None and left < on and pupil.has("TermlyExclusion")
    attended = (
        None not in (entered, left, on, start, att1)
        and entered < start
        and att1 is not None
        and att1[0] <= left <= on
        and names.attendance_scope(pupil)
    )
    studied = pupil.has("ProgrammeAim") if pupil.given.term == "AUT" else pupil.has("LearnerSupportItem")
    reasons = excluded or attended or studied or pupil.has("LearnerFAM") or pupil.has("APPlacementDetails")
    return not reasons and not born_after_census_day(pupil)
