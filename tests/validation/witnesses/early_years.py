"""Children up to Reception: of every age and year group, with and without free meals, left care or not."""

from __future__ import annotations

from datetime import date, timedelta

from schemas.sample.school_census.setting import Setting, entry_day
from schemas.sample.write import Fields
from tests.validation.witnesses.schools import EARLY, child
from tests.validation.witnesses.search import Situation, every

# Age on the age date, in years and months, and the year groups a child of that age is put in.
AGES = {
    "aged 10 months": (0, 10, ("E1", "N1")),
    "aged 1, 2 by spring": (1, 10, ("E1", "N1")),
    "aged 2": (2, 2, ("E1", "N1", "E2")),
    "aged 2, 3 by spring": (2, 10, ("E1", "N1", "E2", "N2")),
    "aged 3": (3, 2, (*EARLY, "R")),
    "aged 3, 4 by spring": (3, 10, ("E2", "N2", "R")),
    "aged 4": (4, 2, ("E2", "N2", "R")),
    "aged 4, 5 by spring": (4, 10, ("E2", "N2", "R")),
}

_HOURS = every(
    FundedHours=(None, 0, 15),
    ExtendedHours=(None, 15),
    ExpandedHours=(None, 15),
    HoursAtSetting=(None, 30),
    EligibilityCode=(None, "given"),
    FundingBasis=(None, ["ECO"]),
)
_LIKELY_HOURS: list[Fields] = [
    {},
    {"FundedHours": 15, "HoursAtSetting": 30},
    {"FundedHours": 0, "HoursAtSetting": 30},
    {"FundedHours": 15, "HoursAtSetting": 30, "FundingBasis": ["ECO"]},
    {"HoursAtSetting": 30},
]
_PREMIUM: list[Fields] = [{}, {"EYPPR": "N"}, *({"EYPPR": "Y", "EYPPBF": basis} for basis in ("RE", "RO", "RB"))]
_ACCESS: list[Fields] = [{}, {"DAFIndicator": False}, {"DAFIndicator": True}]


def _choices(hours: list[Fields], premium: list[Fields], access: list[Fields]) -> list[Fields]:
    return [{"PupilCharacteristics": h | p | a} for h in hours for p in premium for a in access]


CHOICES = _choices(_HOURS, _PREMIUM, _ACCESS)


def situations(setting: Setting) -> list[Situation]:
    """All of them, for this school: what is chosen are hours, premium, disability access and the eligibility code."""
    likely = _choices(_LIKELY_HOURS, _PREMIUM[:2], _ACCESS[:2])
    return [
        Situation(f"{age}, in {group}", child(setting, born, group), CHOICES, likely)
        for age, (years, months, groups) in AGES.items()
        for group in groups
        for born in [_born(setting, years, months)]
    ] + [_premium(setting, free_meals, care) for free_meals in (True, False) for care in ("N", "A")]


def with_code(setting: Setting) -> list[Situation]:
    """Children of working parents: the eligibility code is given, with the hours that it is for."""
    found = []
    for name, (years, months, hours) in {
        "aged 10 months, in E1, expanded hours": (0, 10, "ExpandedHours"),
        "aged 2, in E1, expanded hours": (2, 2, "ExpandedHours"),
        "aged 3, in E2, extended hours": (3, 2, "ExtendedHours"),
    }.items():
        person = child(setting, _born(setting, years, months), "E2" if years == 3 else "E1")
        person["PupilCharacteristics"] |= {"EligibilityCode": "given", hours: 15}
        rest = every(FundedHours=(None, 0, 15), HoursAtSetting=(None, 30), FundingBasis=(None, ["ECO"]))
        found.append(Situation(name, person, _choices(rest, _PREMIUM[:2], _ACCESS)))
    return found


def _premium(setting: Setting, free_meals: bool, care: str) -> Situation:
    """A three-year-old with a claim to the premium, which is received."""
    person = child(setting, _born(setting, 3, 2), "E2")
    person["PupilCharacteristics"]["PLAA"] = care
    if free_meals:
        period = {"FSMstartDate": entry_day(setting.now), "UKcountry": "ENG"}
        person["PupilCharacteristics"]["FSMperiods"] = {"FSMperiod": [period]}
    received = _choices(_LIKELY_HOURS, _PREMIUM[2:], _ACCESS[:2])
    return Situation(f"aged 3, in E2, premium, free meals {free_meals}, left care {care}", person, CHOICES, received)


def _born(setting: Setting, years: int, months: int) -> date:
    """The birthday of a child of so many years and months on the age date."""
    on = setting.windows["AGEDATE"][0]
    return on.replace(year=on.year - years, day=1) - timedelta(days=months * 30)
