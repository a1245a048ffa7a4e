"""Which local authority and year a sample return is for, and the dates that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from schemas import collections
from schemas.collections import CollectionType
from schemas.layout import Layout

CODE = "children-in-need"


@dataclass(frozen=True)
class Setting:
    """One local authority in one year.

    :ivar year: year in which the academic year starts; the census year ends on 31 March after it.
    :ivar lea: three digits of the authority.
    """

    children: int
    year: int
    seed: int = 1
    lea: str = "823"

    def __post_init__(self) -> None:
        if self.year not in self.collection.years:
            raise ValueError(f"no year {self.year}; there are {', '.join(map(str, self.collection.years))}")
        if self.children < 1:
            raise ValueError("a return needs at least one child")
        if not (len(self.lea) == 3 and self.lea.isdigit()):
            raise ValueError("lea is three digits")

    @cached_property
    def collection(self) -> CollectionType:
        return collections.get(CODE)

    @cached_property
    def layout(self) -> Layout:
        return self.collection.layout(self.year)

    @cached_property
    def ref(self) -> date:
        """The reference date: the last day of the census year."""
        return self.collection.reference_date(self.year)

    @cached_property
    def start(self) -> date:
        """The first day of the census year."""
        return self.collection.windows(self.year)["PERIOD"][0]

    @property
    def authority(self) -> str:
        """Names the authority to chance."""
        return f"{self.seed}|{self.lea}|{self.year}"


def on_weekday(day: date) -> date:
    """This day, or the Monday after it when it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
