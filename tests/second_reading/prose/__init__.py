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
READ_AS_PORTAL: dict[tuple[str, str], Reading] = {}
"""Where the portal's rule says something else than the published one: ``differences.toml`` lists them."""


def reads(family: str, *codes: str, portal: bool = False) -> Callable[[Test], Test]:
    """Says that a function is the reading of these rules, or of what the portal has for them."""

    def note(test: Test) -> Test:
        noted = READ_AS_PORTAL if portal else READ
        for code in codes:
            assert (family, code) not in noted, f"{code} is read twice"
            noted[family, code] = Reading(test)
        return test

    return note


def others(record: Record, *tags: str) -> list[Record]:
    """The other records of these tags in the return."""
    return [one for tag in tags for one in record.given.every(tag) if one is not record]
