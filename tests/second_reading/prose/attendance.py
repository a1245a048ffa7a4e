"""Prose about exclusions, attendance, addresses and placements elsewhere."""

from __future__ import annotations

from datetime import date

from tests.second_reading import facts, identifiers, names
from tests.second_reading.prose.school_census import beside, reads
from tests.second_reading.records import Record


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
