"""Prose about the school, its classes and childcare."""

from __future__ import annotations

from tests.second_reading import facts, names
from tests.second_reading.prose.school_census import beside, known, reads
from tests.second_reading.records import Record


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
