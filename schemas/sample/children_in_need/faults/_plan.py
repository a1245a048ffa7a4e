"""What a fault of the children in need census is planted with: children nobody has changed yet, and plain episodes.

A fault about episodes gives its child one made for the purpose, so that what it raises depends on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from schemas.layout import Layout
from schemas.sample.children_in_need.returns import SampleReturn
from schemas.sample.children_in_need.setting import Setting, on_weekday
from schemas.sample.draws import chance
from schemas.sample.planting import FaultBook, NoPlace
from schemas.sample.write import Fields

_LOOKS = 4000


class Plan:
    """The return a fault is planted in. Each child is given out once, so that faults stay apart."""

    def __init__(self, sample: SampleReturn) -> None:
        self.sample = sample
        self.setting: Setting = sample.setting
        self._own = chance(self.setting.authority, "faults")
        self._given: dict[int, Fields] = {}
        self._people: tuple[int, dict[int, Fields]] = (0, {})

    @property
    def layout(self) -> Layout:
        return self.setting.layout

    @property
    def message(self) -> Fields:
        """The whole message, to raise a rule on."""
        return self.sample.message

    @property
    def people(self) -> dict[int, Fields]:
        """Id of every record and group of the children given out → the child."""
        if self._people[0] != len(self._given):
            found = {id(part): child for child in self._given.values() for part in _parts(child)}
            self._people = (len(self._given), found)
        return self._people[1]

    def key(self, person: Fields) -> str | None:
        """The authority's own number of a child."""
        found: str | None = identifiers(person).get("LAchildID")
        return found

    # Dates

    @property
    def ref(self) -> date:
        """The reference date."""
        return self.setting.ref

    def day(self, number: int) -> date:
        """A day of the census year, from 0; negative for those before it."""
        return self.setting.start + timedelta(days=number)

    def before_ref(self, days: int) -> date:
        """So many days before the reference date."""
        return self.ref - timedelta(days=days)

    def weekday(self, number: int) -> date:
        """A day of the census year, or the Monday after it."""
        return on_weekday(self.day(number))

    # Children

    def child(self, *episodes: Fields) -> Fields:
        """A child of school age with a UPN, with these episodes instead of their own. Raises ``NoPlace``."""
        rows = self.sample.children
        start = self._own.randrange(len(rows))
        for step in range(min(len(rows), _LOOKS)):
            place = (start + step) % len(rows)
            if place in self._given or self.sample.makes.is_carrier(place):
                continue
            known = identifiers(rows.look(place))
            if "UPN" in known and "FormerUPN" not in known and "PersonDeathDate" not in known:
                child = self._given[place] = rows.keep(place)
                child["ChildCharacteristics"]["Disabilities"] = {"Disability": ["NONE"]}
                if episodes:
                    child["CINdetails"] = list(episodes)
                return child
        raise NoPlace

    def unborn(self, expected: date, *episodes: Fields) -> Fields:
        """A child who is not born yet."""
        child = self.child(*episodes)
        known = identifiers(child)
        for tag in ("UPN", "PersonBirthDate"):
            del known[tag]
        known |= {"UPNunknown": "UN1", "ExpectedPersonBirthDate": expected, "Sex": "U"}
        return child

    # Episodes

    def referral(self, at: int = 30, **content: Any) -> Fields:
        """An open episode with nothing but its referral."""
        return {
            "CINreferralDate": self.day(at),
            "ReferralSource": "6",
            "PrimaryNeedCode": "N1",
            "ReferralNFA": "false",
        } | content

    def closed(self, at: int = 260, reason: str = "RC7", **content: Any) -> Fields:
        """A closed episode with one assessment."""
        return self.referral(
            CINclosureDate=self.day(at), ReasonForClosure=reason, Assessments=[self.assessment()], **content
        )

    def recent(self, **content: Any) -> Fields:
        """An open episode that began three weeks before the reference date."""
        return self.referral() | {"CINreferralDate": self.before_ref(21)} | content

    def assessment(self, begun: int = 31, ended: int = 60, factors: tuple[str, ...] = ("2B", "4B")) -> Fields:
        return {
            "AssessmentActualStartDate": self.day(begun),
            "AssessmentAuthorisationDate": self.day(ended),
            "FactorsIdentifiedAtAssessment": {"AssessmentFactors": list(factors)},
        }

    def begun_assessment(self, days: int = 20) -> Fields:
        """An assessment that began so many days before the reference date and goes on."""
        return {"AssessmentActualStartDate": self.before_ref(days)}

    def plan(self, begun: int = 65, ended: int | None = 200) -> Fields:
        return {"CINPlanStartDate": self.day(begun)} | (
            {"CINPlanEndDate": self.day(ended)} if ended is not None else {}
        )

    def enquiry(self, begun: int = 31, held: date | None = None) -> Fields:
        """An enquiry with a conference, or one that needed none."""
        made: Fields = {"S47ActualStartDate": self.day(begun)}
        return made | ({"DateOfInitialCPC": held} if held else {"ICPCnotRequired": "true"})

    def protection(self, begun: date, ended: int | None = 250) -> Fields:
        return (
            {"CPPstartDate": begun}
            | ({"CPPendDate": self.day(ended)} if ended is not None else {})
            | {"InitialCategoryOfAbuse": "NEG", "LatestCategoryOfAbuse": "EMO", "NumberOfPreviousCPP": "0"}
        )

    def protected(self, ended: int | None = 250, **content: Any) -> Fields:
        """An episode with an enquiry, a conference and a protection plan; closed where the plan ended."""
        held = self.weekday(45)
        made = self.closed() if ended is not None else self.referral(Assessments=[self.assessment()])
        return made | {
            "Section47": [self.enquiry(held=held)],
            "ChildProtectionPlans": [self.protection(held, ended)],
            **content,
        }


BOOK: FaultBook[Plan] = FaultBook()
fault = BOOK.fault


def identifiers(child: Fields) -> Fields:
    """ChildIdentifiers of a child."""
    found: Fields = child["ChildIdentifiers"]
    return found


def characteristics(child: Fields) -> Fields:
    """ChildCharacteristics of a child."""
    found: Fields = child["ChildCharacteristics"]
    return found


def _parts(fields: Fields) -> Iterator[Fields]:
    yield fields
    for value in fields.values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from _parts(inner)
