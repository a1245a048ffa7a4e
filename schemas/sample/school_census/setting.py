"""Which school and census day a sample return is for, and the dates that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from schemas import collections
from schemas.collections import CollectionType
from schemas.layout import Layout

Phase = Literal["NS", "PS", "MP", "MS", "SS", "SP", "AT", "PR"]
Term = Literal["AUT", "SPR", "SUM"]
PHASES: tuple[Phase, ...] = ("NS", "PS", "MP", "MS", "SS", "SP", "AT", "PR")
TERMS: tuple[Term, ...] = ("AUT", "SPR", "SUM")
TERM_NAMES = {"AUT": "autumn", "SPR": "spring", "SUM": "summer"}
YEAR_CODES = {-2: "E1", -1: "N2", 0: "R"} | {year: str(year) for year in range(1, 15)}
"""The code of each year group by its position (Reception 0); see :meth:`Setting.year_code`."""


@dataclass(frozen=True)
class PhaseShape:
    """What schools of a phase are like.

    :ivar groups: lowest and highest year group, sixth form aside.
    :ivar churn: share of pupils who leave and are replaced in a term, apart from the usual coming and going.
    """

    groups: tuple[int, int]
    school_type: str
    estab: int
    churn: float
    title: str


SHAPES: dict[Phase, PhaseShape] = {
    "NS": PhaseShape((-2, -1), "50", 1001, 0.0, "Nursery School"),
    "PS": PhaseShape((-1, 6), "18", 2001, 0.012, "Primary School"),
    "MP": PhaseShape((5, 8), "06", 2901, 0.012, "Middle School"),
    "MS": PhaseShape((5, 8), "07", 4101, 0.012, "Middle School"),
    "SS": PhaseShape((7, 11), "22", 4001, 0.01, "School"),
    "SP": PhaseShape((0, 13), "52", 7001, 0.006, "Special School"),
    "AT": PhaseShape((0, 11), "55", 4201, 0.01, "All-Through School"),
    "PR": PhaseShape((7, 11), "54", 1101, 0.05, "Pupil Referral Unit"),
}


@dataclass(frozen=True)
class Setting:
    """One school on one census day.

    :ivar year: year in which the academic year starts.
    :ivar laestab: three digits of the authority and four of the school; by default one that suits the phase.
    :ivar governance: ``CO``, ``VA``, ``CA`` and so on; an academy is ``CA``.
    :ivar sixth_form: whether a school of phase SS or AT has years 12 and 13.
    """

    phase: Phase
    pupils: int
    term: Term
    year: int
    seed: int = 1
    laestab: str = ""
    urn: str = ""
    name: str = ""
    governance: str = "CO"
    sixth_form: bool = True

    def __post_init__(self) -> None:
        if self.phase not in PHASES:
            raise ValueError(f"no phase {self.phase}; there are {', '.join(PHASES)}")
        if self.term not in TERMS:
            raise ValueError(f"no term {self.term}; there are {', '.join(TERMS)}")
        if self.year not in self.collection.years:
            raise ValueError(f"no year {self.year}; there are {', '.join(map(str, self.collection.years))}")
        if self.pupils < 1:
            raise ValueError("a return needs at least one pupil")
        if self.laestab and not (len(self.laestab) == 7 and self.laestab.isdigit()):
            raise ValueError("laestab is seven digits, authority and school")

    @cached_property
    def collection(self) -> CollectionType:
        return collections.get(f"school-census-{TERM_NAMES[self.term]}")

    @cached_property
    def layout(self) -> Layout:
        return self.collection.layout(self.year)

    @cached_property
    def shape(self) -> PhaseShape:
        return SHAPES[self.phase]

    @property
    def lea(self) -> str:
        return (self.laestab or "8230000")[:3]

    @property
    def estab(self) -> str:
        return self.laestab[3:] or str(self.shape.estab)

    @property
    def school(self) -> str:
        """Names the school to chance: the same in every term, so that it keeps its pupils."""
        return f"{self.seed}|{self.lea}{self.estab}|{self.phase}"

    @cached_property
    def day(self) -> date:
        """Census day."""
        return self.collection.reference_date(self.year)

    @cached_property
    def windows(self) -> dict[str, tuple[date, date]]:
        return self.collection.windows(self.year)

    @property
    def now(self) -> int:
        """The census as a number that counts terms."""
        return self.year * 3 + TERMS.index(self.term)

    @property
    def has_sixth_form(self) -> bool:
        return self.sixth_form and self.phase in ("SS", "AT")

    @property
    def lowest(self) -> int:
        return max(self.shape.groups[0], self.highest - self.pupils + 1)

    @property
    def highest(self) -> int:
        return 13 if self.has_sixth_form else self.shape.groups[1]

    def year_code(self, group: int) -> str:
        """The code of a year group; a nursery school writes E2 where a primary writes N2."""
        return "E2" if group == -1 and self.phase == "NS" else YEAR_CODES[group]

    def age_on_agedate(self, group: int) -> int:
        """AGE of a pupil in their usual year group."""
        return group + 4

    def attendance_age(self, group: int) -> int:
        """ATTAGE: in autumn the age a year earlier, when last summer's attendance was had."""
        return group + 3 if self.term == "AUT" else group + 4


def on_weekday(day: date) -> date:
    """This day, or the Monday after it when it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def entry_day(term_number: int) -> date:
    """First day of a term (numbered as :attr:`Setting.now`)."""
    year, term = divmod(term_number, 3)
    return on_weekday((date(year, 9, 2), date(year + 1, 1, 5), date(year + 1, 4, 13))[term])


def leaving_day(term_number: int) -> date:
    """Last day of the term before a term."""
    year, term = divmod(term_number, 3)
    day = (date(year, 7, 21), date(year, 12, 18), date(year + 1, 3, 25))[term]
    return day - timedelta(days=max(0, day.weekday() - 4))


def whole_years(born: date, on: date) -> int:
    """Age on a day; a birthday on 29 February is had on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
