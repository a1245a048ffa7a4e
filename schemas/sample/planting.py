"""Planting faults: a register of small changes, each of which breaks one rule, and what each should raise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Generic, TypeVar

from schemas.sample.write import Fields

PlanT = TypeVar("PlanT")

Raised = Fields | tuple[str, Fields]
"""A group or record on which the fault's own rule is raised, or another rule with the record it is raised on."""


class NoPlace(Exception):
    """The return has no record on which the fault could be planted."""


@dataclass(frozen=True)
class Fault(Generic[PlanT]):
    """A change that breaks a rule.

    :ivar plant: makes the change and gives the records on which rules are then raised.
    :ivar terms: terms in which the rule runs; empty for all. So with ``phases``.
    :ivar alone: changes so much that other faults could no longer be told apart; never planted with others.
    """

    rule: str
    plant: Callable[[PlanT], Raised | list[Raised]]
    terms: tuple[str, ...]
    phases: tuple[str, ...]
    since: int | None
    until: int | None
    alone: bool

    def applies(self, term: str, phase: str, year: int) -> bool:
        """The rule runs in this term, phase and academic year."""
        return (
            (not self.terms or term in self.terms)
            and (not self.phases or phase in self.phases)
            and (self.since is None or year >= self.since)
            and (self.until is None or year <= self.until)
        )


class FaultBook(Generic[PlanT]):
    """The faults that can be planted in the returns of one collection, by rule."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault[PlanT]] = {}

    def fault(
        self,
        rule: str,
        *,
        terms: str = "",
        phases: str = "",
        since: int | None = None,
        until: int | None = None,
        alone: bool = False,
    ) -> Callable[[Callable[[PlanT], Raised | list[Raised]]], Fault[PlanT]]:
        """Register a change as the fault for a rule; terms and phases as one spaced string."""

        def register(plant: Callable[[PlanT], Raised | list[Raised]]) -> Fault[PlanT]:
            if rule in self._faults:
                raise ValueError(f"there is a fault for rule {rule} already")
            made = Fault(rule, plant, tuple(terms.split()), tuple(phases.split()), since, until, alone)
            self._faults[rule] = made
            return made

        return register

    def __iter__(self) -> Iterator[Fault[PlanT]]:
        return iter(self._faults.values())

    def __getitem__(self, rule: str) -> Fault[PlanT]:
        """The fault for a rule. Raises ``LookupError``."""
        try:
            return self._faults[rule]
        except KeyError:
            raise LookupError(f"no fault can be planted for rule {rule}") from None

    def applicable(self, term: str, phase: str, year: int, own: Random) -> list[Fault[PlanT]]:
        """The faults that can be planted together in such a return, in an order of chance."""
        found = [fault for fault in self if not fault.alone and fault.applies(term, phase, year)]
        own.shuffle(found)
        return found


@dataclass(frozen=True)
class Expected:
    """A finding that a planted fault should raise.

    :ivar record: tag of the record; ``row`` counts from 1 among those of the tag; ``key`` names the person.
    """

    rule: str
    record: str
    row: int
    key: str | None

    def as_dict(self) -> dict[str, str | int | None]:
        """As it stands in a list of faults."""
        return {"rule": self.rule, "record": self.record, "row": self.row, "key": self.key}
