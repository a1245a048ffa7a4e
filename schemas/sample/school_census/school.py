"""What the school says about itself: header, characteristics and the blocks of spring."""

from __future__ import annotations

from datetime import datetime, time
from math import ceil

from schemas.sample.draws import chance
from schemas.sample.school_census.identity import six_digits
from schemas.sample.school_census.pupils import Pupils, scope_of, within
from schemas.sample.school_census.roll import Roll
from schemas.sample.school_census.setting import Setting
from schemas.sample.write import Fields

_CLASS_SIZE = 28
_NAMES = ("Ashdown", "Brookfield", "Castle Hill", "Fairmead", "Greenway", "Holly Park", "Kingsmere", "St Anne's")
_KEY_STAGES = {-2: "F", -1: "F", 0: "F", 1: "1", 2: "1", 3: "2", 4: "2", 5: "2", 6: "2", 7: "3"}
_ACTIVITIES = ("EN", "MA", "SC", "HU", "AR", "PE", "TE")
_APPEALS_HEARD_HERE = ("VA", "FO", "CA")
_SIXTH_FORM_TYPES = {True: "22", False: "21"}


def header(setting: Setting) -> Fields:
    """The Header group."""
    return {
        "CollectionDetails": {
            "Collection": setting.collection.message_code,
            "Term": setting.term,
            "Year": setting.day.year,
            "ReferenceDate": setting.day,
        },
        "Source": {
            "SourceLevel": "S",
            "LEA": setting.lea,
            "Estab": setting.estab,
            "URN": setting.urn or six_digits(setting.school, "urn"),
            "SoftwareCode": "Sample return",
            "Release": "1.0",
            "SerialNo": "001",
            "DateTime": datetime.combine(setting.day, time(9)),
        },
    }


def school(setting: Setting, roll: Roll, pupils: Pupils) -> Fields:
    """The School group, with the blocks that the term and phase collect."""
    scope = scope_of(setting, setting.layout.family.by_path["Message/School"])
    free_meals = sum(pupils.has_free_meals(seat) for seat in roll.on_roll)
    away = _reconciliation(setting, roll)
    return within(
        scope,
        {
            "SchoolCharacteristics": _characteristics(setting),
            "SpecialSchool": _special_school(setting),
            "PRU": {"ChildMothers": False, "TeenMotherPlaces": 0, "ChildcarePlaces": False},
            "AdmissionAppeals": _appeals(setting),
            "PupilReconciliation": away,
            "Classes": {"Class": _classes(setting, roll, away["PrivateStudy"])},
            "Miscellaneous": {"FreeMealsTaken": free_meals * 9 // 10},
            "SchoolChildcare": {"Childcare": _childcare(setting)},
        },
    )


def _characteristics(setting: Setting) -> Fields:
    name = setting.name or f"{chance(setting.school, 'name').choice(_NAMES)} {setting.shape.title}"
    host = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
    kind = setting.shape.school_type
    if setting.phase == "SS":
        kind = _SIXTH_FORM_TYPES[setting.has_sixth_form]
    return {
        "SchoolName": name,
        "Phase": setting.phase,
        "SchoolType": "49" if setting.governance == "CA" else kind,
        "HighestNCyear": setting.year_code(setting.highest),
        "LowestNCyear": setting.year_code(setting.lowest),
        "Intake": "SPEC" if setting.phase == "SP" else "COMP",
        "Governance": setting.governance,
        "PhoneNo": f"01632 960{chance(setting.school, 'phone').randrange(1000):03d}",
        "Email": f"office@{host}.example",
    }


def _special_school(setting: Setting) -> Fields:
    ages = {"MinMaleAge": 4, "MaxMaleAge": 19, "MinFemaleAge": 4, "MaxFemaleAge": 19}
    return {
        "Accommodation": "D",
        "MaxDayPupils": ceil(setting.pupils * 1.1),
        "MaxBoarders": 0,
        **ages,
        "Provisions": {"SpecialSchoolType": ["MLD", "ASD", "SLCN"]},
    }


def _appeals(setting: Setting) -> Fields | None:
    """Appeals of a school that is its own admission authority."""
    if setting.governance not in _APPEALS_HEARD_HERE:
        return None
    own = chance(setting.school, "appeals", setting.year)
    upheld, rejected, withdrawn = own.randrange(1, 4), own.randrange(2, 8), own.randrange(0, 3)
    infants = min(1, upheld), rejected // 2, withdrawn // 2
    everyone = upheld, rejected, withdrawn
    return {
        "PrimaryAppeals": _appeal_counts("Primary", *everyone) if setting.phase in ("PS", "MP", "AT") else None,
        "InfantAppeals": _appeal_counts("Infants", *infants) if setting.phase in ("PS", "AT") else None,
        "SecondaryAppeals": _appeal_counts("Secondary", *everyone) if setting.phase in ("MS", "SS", "AT") else None,
    }


def _appeal_counts(stem: str, upheld: int, rejected: int, withdrawn: int) -> Fields:
    heard = upheld + rejected
    return {
        f"{stem}Lodged": heard + withdrawn,
        f"{stem}Withdrawn": withdrawn,
        f"{stem}Heard": heard,
        f"{stem}Upheld": upheld,
        f"{stem}Rejected": rejected,
    }


def _reconciliation(setting: Setting, roll: Roll) -> Fields:
    """Pupils who were not in a class at the time: here, some of the sixth form in private study."""
    sixth_form = sum(roll.sizes.get(group, 0) for group in (12, 13))
    return {
        "PartTimeNotIn": 0,
        "PrivateStudy": sixth_form // 5 if setting.has_sixth_form else 0,
        "PupilsAtOtherSchool": 0,
        "WorkExperience": 0,
        "FEcollege": 0,
    }


def _classes(setting: Setting, roll: Roll, in_private_study: int) -> list[Fields]:
    in_class = dict(roll.sizes)
    in_class[setting.highest] -= in_private_study
    classes: list[Fields] = []
    for group, pupils in in_class.items():
        many = ceil(pupils / _CLASS_SIZE)
        for number in range(many):
            home = pupils // many + (number < pupils % many)
            classes.append(_class(setting, group, number, home))
    return classes


def _class(setting: Setting, group: int, number: int, home: int) -> Fields:
    code = setting.year_code(group)
    fields: Fields = {
        "ClassName": f"{code}-{number + 1}",
        "Teachers": 1,
        "PPATeachers": 0,
        "NonTeachers": (number + 1) % 2,
        "YearGroup": code,
        "HomePupils": home,
        "GuestPupils": 0,
    }
    if group <= max(_KEY_STAGES) and setting.phase in ("PS", "AT"):
        activity = _ACTIVITIES[(group + number) % len(_ACTIVITIES)]
        fields |= {"Category": "N" if group < 0 else "O", "KeyStage": _KEY_STAGES[group], "ClassActivity": activity}
    return fields


def _childcare(setting: Setting) -> list[Fields]:
    young = setting.lowest <= 2

    def on_site(opens: str, closes: str, weeks: int) -> Fields:
        return {
            "OnSite": "Y",
            "ChildcareSignposting": "YF",
            "OpeningTime": opens,
            "ClosingTime": closes,
            "NoOfChildcarePlaces": 40,
            "ChildcareProvider": "SCH",
            "OtherSchools": "N",
            "ChildcareWksOpen": weeks,
            "ChildcarePlacesAvailability": "YES",
        }

    elsewhere: Fields = {"OnSite": "N", "ChildcareSignposting": "YL"}
    return [
        {"TypeOfChildcare": "B"} | on_site("07:45", "08:45", 38),
        {"TypeOfChildcare": "A"} | (on_site("15:15", "18:00", 38) if young else elsewhere),
        {"TypeOfChildcare": "H"} | (on_site("08:30", "17:30", 10) if young else elsewhere),
        {"TypeOfChildcare": "U"} | elsewhere,
    ]
