"""Pupils of all kinds, and the schools they are tried in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

from schemas.identifiers import uln_from, upn_check_letter
from schemas.sample.school_census.returns import SampleReturn
from schemas.sample.school_census.setting import Setting
from schemas.sample.write import Fields
from tests.validation.witnesses.search import Codes, Situation, Trial, findings_by_key, merged
from validation.book import RuleSet

EARLY = ("E1", "E2", "N1", "N2")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def trial_in(setting: Setting, ruleset: RuleSet, **given: Any) -> Trial:
    """Pupils are tried in a return of this school, under this set; ``given`` is what the check gets besides."""

    def trial(people: list[tuple[Situation, Fields]]) -> list[Codes]:
        sample, numbers = SampleReturn(setting), count(1)
        sample.school["SchoolCharacteristics"] |= {"LowestNCyear": "E1", "HighestNCyear": "14"}
        made = [(one.leaver, _numbered(merged(one.person, choice), next(numbers))) for one, choice in people]
        pupils: Fields = {"PupilsOnRoll": {"PupilOnRoll": [person for left, person in made if not left]}}
        if leavers := [person for left, person in made if left]:
            pupils["PupilsNoLongerOnRoll"] = {"PupilNoLongerOnRoll": leavers}
        message = {"Header": sample.header, "School": sample.school, "Pupils": pupils}
        found = findings_by_key(setting.layout, message, ruleset, **given)
        return [frozenset(found.get(person["PupilIdentifiers"]["UPN"], ())) for _, person in made]

    return trial


def _numbered(person: Fields, number: int) -> Fields:
    """The pupil with a UPN, ULN, name and eligibility code that nobody else has."""
    twelve = f"8232{number:08d}"
    identity: Fields = {"UPN": upn_check_letter(twelve) + twelve, "Surname": "Ash" + "".join(_letters(number))}
    if "UniqueLearnerNumber" in person["PupilIdentifiers"]:
        identity["UniqueLearnerNumber"] = _uln(number)
    change: Fields = {"PupilIdentifiers": identity}
    if person["PupilCharacteristics"].get("EligibilityCode"):
        change["PupilCharacteristics"] = {"EligibilityCode": f"5{number:010d}"}
    return merged(person, change)


def _letters(number: int) -> Iterator[str]:
    while number:
        number, letter = divmod(number, len(_LETTERS))
        yield _LETTERS[letter]


def _uln(number: int) -> str:
    """One beginning in eleven has none: the next band of numbers is tried."""
    return next(uln for band in range(1, 9) if (uln := uln_from(f"{band}{number:08d}")) is not None)


@cache
def pupils_of(setting: Setting) -> dict[str, Fields]:
    """One pupil of each year group from a clean return of the school, to whom nothing happened."""
    found: dict[str, Fields] = {}
    for person in SampleReturn(setting).pupils:
        if "Exclusions" not in person and person["PupilStatus"]["EnrolStatus"] == "C":
            found.setdefault(person["PupilStatus"]["NCyearActual"], person)
    return found


@cache
def leavers_of(setting: Setting) -> list[Fields]:
    """The pupils no longer on roll in a clean return of the school, to whom nothing else happened."""
    return [person for person in SampleReturn(setting).leavers if "Exclusions" not in person]


_OF_EARLY_YEARS = (
    *("FundedHours", "ExtendedHours", "ExpandedHours", "HoursAtSetting", "EligibilityCode", "FundingBasis"),
    *("EYPPR", "EYPPBF", "DAFIndicator", "FSMperiods"),
)


def child(setting: Setting, born: date, year_group: str) -> Fields:
    """A child up to Reception, of whom nothing is said that a school chooses."""
    here = next(iter(pupils_of(setting).values()))
    nursery = pupils_of(Setting("PS", 60, setting.term, setting.year, seed=3))["N2"]
    return merged(
        nursery,
        {
            "PupilIdentifiers": {"DOB": born},
            "SpecialEducationalNeeds": here["SpecialEducationalNeeds"],
            "APProvisionDetail": here.get("APProvisionDetail"),
            "PupilCharacteristics": dict.fromkeys(_OF_EARLY_YEARS)
            | {"UnitContactTime": here["PupilCharacteristics"].get("UnitContactTime")}
            | {"SchoolLunchTaken": True if year_group in ("R", "X") and setting.phase != "NS" else None},
            "PupilStatus": {
                "EntryDate": setting.day - timedelta(days=3),
                "NCyearActual": year_group,
                "PartTime": False,
                "TypeOfClass": _class_type(setting, year_group),
            },
        },
    )


def _class_type(setting: Setting, year_group: str) -> str | None:
    if setting.phase not in ("PS", "AT"):
        return None
    return "N" if year_group in EARLY else "O"
