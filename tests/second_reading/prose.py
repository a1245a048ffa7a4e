"""Conditions that are prose, read by hand.

A function of a record; its docstring is the condition, word for word, so that a change of the published text is noticed
(``Reading.text``). Nothing else says when the rule fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.second_reading.records import Record

Test = Callable[[Record], bool]


@dataclass(frozen=True)
class Reading:
    """A condition that was read by hand."""

    test: Test

    @property
    def text(self) -> str:
        return " ".join((self.test.__doc__ or "").split())


READ: dict[tuple[str, str], Reading] = {}


def reads(family: str, *codes: str) -> Callable[[Test], Test]:
    """Says that a function is the reading of these rules."""

    def note(test: Test) -> Test:
        for code in codes:
            assert (family, code) not in READ, f"{code} is read twice"
            READ[family, code] = Reading(test)
        return test

    return note


def others(record: Record, *tags: str) -> list[Record]:
    """The other records of these tags in the return."""
    return [one for tag in tags for one in record.given.every(tag) if one is not record]
