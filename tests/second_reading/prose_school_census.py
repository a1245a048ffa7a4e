"""Conditions of the school census that are prose, read by hand: see :mod:`tests.second_reading.prose`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_reading import facts, identifiers, names
from tests.second_reading.prose import Test, others
from tests.second_reading.prose import reads as reads_of
from tests.second_reading.records import Record, Value

PUPILS = ("PupilOnRoll", "PupilNoLongerOnRoll")


def reads(*codes: str) -> Callable[[Test], Test]:
    return reads_of("school_census", *codes)


def known(record: Record, item: str, codeset: str) -> bool:
    value = record.get(item)
    return value is not None and value in facts.codes("school_census", codeset, record.given.year)


def beside(record: Record, table: str, column: str, value: Value) -> dict[str, Value] | None:
    """The row of what is given beside the return that has this value."""
    return next((row for row in record.given.beside[table] if row[column] == value), None)


def total(record: Record, *items: str) -> int:
    return sum(record.get(item) or 0 for item in items)


def upns(pupil: Record) -> list[str | None]:
    return [pupil.get("UPN"), pupil.get("FormerUPN")]


# The school


@reads("100")
def not_census_day(header: Record) -> bool:
    """ReferenceDate absent, or not the census day for Term and Year in census_days.csv"""
    on = header.get("ReferenceDate")
    return on is None or on != facts.census_day(header.given.term, header.given.year)


@reads("130")
def estab_of_another_phase(school: Record) -> bool:
    """Estab outside every range that estab_ranges.csv gives for Phase"""
    estab, ranges = school.get("Estab"), facts.estab_ranges(school.get("Phase"))
    return bool(ranges) and not any(low <= int(estab) <= high for low, high in ranges)


@reads("150")
def type_of_another_phase(school: Record) -> bool:
    """SchoolType present and the pair (Phase, SchoolType) is not in phase_school_types.csv"""
    phase, kind = school.get("Phase"), school.get("SchoolType")
    return None not in (phase, kind) and (phase, kind) not in facts.phase_school_types()


@reads("160")
def urn_of_another_school(message: Record) -> bool:
    """Header URN absent, or different from the register's URN for LEA and Estab"""
    urn = message.records("Header")[0].get("URN")
    row = beside(message, "register_by_laestab", "laestab", f"{message.get('LEA')}{message.get('Estab')}")
    return urn is None or (row is not None and row["urn"] is not None and urn != row["urn"])


@reads("230")
def year_range_upside_down(school: Record) -> bool:
    """POS(LowestNCyear) > POS(HighestNCyear), or exactly one of the two is X"""
    ends = school.get("LowestNCyear"), school.get("HighestNCyear")
    low, high = map(names.position, ends)
    return (low is not None and high is not None and low > high) or ends.count("X") == 1


@reads("270Q")
def no_email(school: Record) -> bool:
    """Email absent, or without an @"""
    return "@" not in (school.get("Email") or "")


def ages_missing_or_odd(special: Record, low: str, high: str) -> bool:
    both = special.get(low), special.get(high)
    return both == (None, None) or any(value is not None and not 2 <= value <= 27 for value in both)


@reads("350")
def ages_of_boys(special: Record) -> bool:
    """any PupilOnRoll has Sex = M and (MinMaleAge and MaxMaleAge both absent, or either is outside 2 to 27)"""
    boys = any(pupil.get("Sex") == "M" for pupil in special.given.every("PupilOnRoll"))
    return boys and ages_missing_or_odd(special, "MinMaleAge", "MaxMaleAge")


@reads("360")
def ages_of_girls(special: Record) -> bool:
    """any PupilOnRoll has Sex = F and (MinFemaleAge and MaxFemaleAge both absent, or either is outside 2 to 27)"""
    girls = any(pupil.get("Sex") == "F" for pupil in special.given.every("PupilOnRoll"))
    return girls and ages_missing_or_odd(special, "MinFemaleAge", "MaxFemaleAge")


@reads("410")
def special_school_types(special: Record) -> bool:
    """no SpecialSchoolType, or any value not in codeset SpecialSchoolType"""
    values = special.all("SpecialSchoolType")
    accepted = facts.codes("school_census", "SpecialSchoolType", special.given.year)
    return not values or any(value not in accepted for value in values)


def no_appeals(school: Record, kind: str) -> bool:
    items = [f"{kind}{what}" for what in ("Lodged", "Withdrawn", "Heard", "Upheld", "Rejected")]
    return school.get("Governance") in ("VA", "FO", "CA") and not any(school.get(item) for item in items)


@reads("564Q")
def no_primary_appeals(school: Record) -> bool:
    """Governance in (VA, FO, CA) and the five Primary appeal items are all absent or 0"""
    return no_appeals(school, "Primary")


@reads("565Q")
def no_secondary_appeals(school: Record) -> bool:
    """Governance in (VA, FO, CA) and the five Secondary appeal items are all absent or 0"""
    return no_appeals(school, "Secondary")


@reads("566Q")
def no_infant_appeals(school: Record) -> bool:
    """Governance in (VA, FO, CA) and the five Infants appeal items are all absent or 0"""
    return no_appeals(school, "Infants")


@reads("1010Q")
def pupils_in_no_class(school: Record) -> bool:
    """(count of PupilOnRoll - sum of HomePupils over Class) >= 10% of count of PupilOnRoll"""
    pupils = len(school.given.every("PupilOnRoll"))
    at_home = sum(lesson.get("HomePupils") or 0 for lesson in school.records("Class"))
    return pupils > 0 and 10 * (pupils - at_home) >= pupils


@reads("1060")
def class_names_repeat(school: Record) -> bool:
    """two or more Class have the same ClassName (trimmed, case ignored)"""
    said = [name.lower() for lesson in school.records("Class") if (name := lesson.get("ClassName"))]
    return len(said) != len(set(said))


@reads("1140")
def year_group_of_class(lesson: Record) -> bool:
    """YearGroup absent, or not in codeset NCyear, or not M and outside LowestNCyear to HighestNCyear by POS"""
    if not known(lesson, "YearGroup", "NCyear"):
        return True
    low, at, high = (names.position(lesson.get(item)) for item in ("LowestNCyear", "YearGroup", "HighestNCyear"))
    return at is not None and ((low is not None and at < low) or (high is not None and at > high))


@reads("1190")
def key_stage_of_another_year(lesson: Record) -> bool:
    """KeyStage present, not M, and YearGroup not M, and the pair is not F with E1, E2, N1, N2 or R; 1 with 1 or 2; 2
    with 3-6; 3 with 7-9
    """
    stage, group = lesson.get("KeyStage"), lesson.get("YearGroup")
    groups = {"F": ("E1", "E2", "N1", "N2", "R"), "1": ("1", "2"), "2": ("3", "4", "5", "6"), "3": ("7", "8", "9")}
    return stage not in (None, "M") and group not in (None, "M") and group not in groups.get(stage, ())


@reads("2950")
def childcare_missing(school: Record) -> bool:
    """one of B, A, H, U is not the TypeOfChildcare of any Childcare (one finding per missing type)"""
    there = {care.get("TypeOfChildcare") for care in school.records("Childcare")}
    return any(kind not in there for kind in ("B", "A", "H", "U"))


def minutes(time: str | None) -> int | None:
    hours, colon, rest = (time or "").partition(":")
    if len(hours) == len(rest) == 2 and colon and (hours + rest).isdigit() and int(hours) < 24 and int(rest) < 60:
        return int(hours) * 60 + int(rest)
    return None


@reads("2970")
def childcare_too_short(care: Record) -> bool:
    """TypeOfChildcare = U and OnSite = Y and ClosingTime - OpeningTime < 9 hours"""
    opens, closes = minutes(care.get("OpeningTime")), minutes(care.get("ClosingTime"))
    short = opens is not None and closes is not None and closes - opens < 9 * 60
    return care.get("TypeOfChildcare") == "U" and care.get("OnSite") == "Y" and short


# Pupils


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


def born_after_census_day(pupil: Record) -> bool:
    born, on = pupil.get("DOB"), pupil.get("ReferenceDate")
    return born is not None and on is not None and born > on


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
    """NCyearActual not X and POS(NCyearActual) + 4 is outside the ages that school_type_ages.csv gives for SchoolType"""
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


# Exclusions and attendance


@reads("2265")
def reason_of_another_time(exclusion: Record) -> bool:
    """Reason1, Reason2 or Reason3 = OT with StartDate > 2020-07-31, or in (OW, LG, DS, MT, PH) with StartDate <
    2020-08-01
    """
    start = exclusion.get("StartDate")
    reasons = {exclusion.get(f"Reason{number}") for number in (1, 2, 3)}
    if start is None:
        return False
    return ("OT" in reasons and start > date(2020, 7, 31)) or (
        bool(reasons & {"OW", "LG", "DS", "MT", "PH"}) and start < date(2020, 8, 1)
    )


@reads("2475", "2572")
def attendance_reason_unknown(attendance: Record) -> bool:
    """an AttendanceReason in a SessionDetail is not in codeset AttendanceReason"""
    accepted = facts.codes("school_census", "AttendanceReason", attendance.given.year)
    reasons = [detail.get("AttendanceReason") for detail in attendance.records("SessionDetail")]
    return any(reason is not None and reason not in accepted for reason in reasons)


@reads("2485Q")
def suspended_but_present(pupil: Record) -> bool:
    """a TermlyExclusion with Category = SUSP and StartDate inside window ATT1 while no SessionDetail of
    TermlyAttendance has AttendanceReason = E; or E sessions and no TermlyExclusion with Category in (SUSP, PERM) and
    StartDate inside window ATT1 (only when Attendance is present)
    """
    within = names.window(pupil, "ATT1")
    excluded = {
        exclusion.get("Category")
        for exclusion in pupil.records("TermlyExclusion")
        if within and (start := exclusion.get("StartDate")) and within[0] <= start <= within[1]
    }
    sessions = [detail for part in pupil.records("TermlyAttendance") for detail in part.records("SessionDetail")]
    marked = any(detail.get("AttendanceReason") == "E" for detail in sessions)
    odd = ("SUSP" in excluded and not marked) or (marked and not excluded & {"SUSP", "PERM"})
    return pupil.has("Attendance") and odd


@reads("2560Q")
def much_authorised_absence(message: Record) -> bool:
    """over all PupilOnRoll and PupilNoLongerOnRoll, sum of Sessions in TermlyAttendance with AttendanceReason in
    AUTHABS > 30% of sum of SessionsPossible
    """
    parts = message.given.every("TermlyAttendance")
    absent = sum(
        detail.get("Sessions") or 0
        for part in parts
        for detail in part.records("SessionDetail")
        if detail.get("AttendanceReason") in names.AUTHABS
    )
    return 100 * absent > 30 * sum(part.get("SessionsPossible") or 0 for part in parts)


# Addresses

TOWN = ("Street", "Locality", "Town", "AdministrativeArea", "PostTown")


def any_of(record: Record, *items: str) -> bool:
    return any(record.get(item) is not None for item in items)


def postcode_wrong(pupil: Record) -> bool:
    codes = [code for address in pupil.records("Address") if (code := address.get("PostCode")) is not None]
    return not codes or not all(map(identifiers.postcode_is_valid, codes))


@reads("2340")
def postcode_of_pupil(pupil: Record) -> bool:
    """PostCode absent in every Address, or present and not a UK postcode"""
    return postcode_wrong(pupil)


@reads("2341")
def postcode_of_leaver(pupil: Record) -> bool:
    """a LearningAim and (PostCode absent in every Address, or present and not a UK postcode)"""
    return pupil.has("LearningAim") and postcode_wrong(pupil)


@reads("2350")
def address_not_usable(address: Record) -> bool:
    """neither usable: STRUCT needs (PAON or SAON) and Street, Locality, Town, AdministrativeArea or PostTown; LINES
    needs AddressLine1
    """
    structured = any_of(address, "PAON", "SAON") and any_of(address, *TOWN)
    return not structured and not any_of(address, "AddressLine1")


@reads("2355Q")
def no_address(pupil: Record) -> bool:
    """no Address, or every Address has neither PAON, SAON, Street nor AddressLine1"""
    return not any(any_of(one, "PAON", "SAON", "Street", "AddressLine1") for one in pupil.records("Address"))


@reads("2380")
def house_without_town(address: Record) -> bool:
    """SAON or PAON present and none of Street, Locality, Town, AdministrativeArea, PostTown"""
    return any_of(address, "SAON", "PAON") and not any_of(address, *TOWN)


@reads("5155")
def uprn_not_valid(address: Record) -> bool:
    """UniquePropertyReferenceNumber present and not 1 to 12 digits, or all zeros"""
    uprn = address.get("UniquePropertyReferenceNumber")
    if uprn is None:
        return False
    digits = 1 <= len(uprn) <= 12 and all(character in identifiers.DIGITS for character in uprn)
    return not digits or set(uprn) == {"0"}


# Placements elsewhere


@reads("2360")
def previous_school_unknown(provision: Record) -> bool:
    """PrevURN absent, not six digits, or not on the register"""
    urn = provision.get("PrevURN")
    six = urn is not None and len(urn) == 6 and all(character in identifiers.DIGITS for character in urn)
    return not six or beside(provision, "register_by_urn", "urn", urn) is None


@reads("2392")
def two_whole_placements(pupil: Record) -> bool:
    """two or more APPlacementDetails open on ReferenceDate (EntryDate <= ReferenceDate and LeavingDate absent or >
    ReferenceDate) and any of them has APAttendancePattern not PT
    """
    on = pupil.get("ReferenceDate")
    current = [
        place
        for place in pupil.records("APPlacementDetails")
        if on and (entered := place.get("EntryDate")) and entered <= on
        if (left := place.get("LeavingDate")) is None or left > on
    ]
    return len(current) > 1 and any(place.get("APAttendancePattern") not in (None, "PT") for place in current)


@reads("PX02")
def placement_numbers(place: Record) -> bool:
    """CompanyNumber present and not two letters or digits then six digits; or UKPRN present and not 8 digits of which
    the first is 1; or URN present and not 6 digits
    """
    company, ukprn, urn = place.get("CompanyNumber"), place.get("UKPRN"), place.get("URN")

    def digits(text: str, number: int) -> bool:
        return len(text) == number and all(character in identifiers.DIGITS for character in text)

    letters = company is None or (company[:2].isalnum() and company[:2].isascii() and len(company[:2]) == 2)
    company_wrong = company is not None and not (letters and company[:2] == company[:2].upper())
    return (
        company_wrong
        or (company is not None and not digits(company[2:], 6))
        or (ukprn is not None and not (digits(ukprn, 8) and ukprn[0] == "1"))
        or (urn is not None and not digits(urn, 6))
    )


# Learning aims


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


# The whole return, other returns


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
