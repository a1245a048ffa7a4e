"""Planting faults in a sample return and writing it: what every collection does alike."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable
from typing import IO, Protocol, TypeVar

from schemas.layout import Layout
from schemas.sample.planting import Expected, Fault, NoPlace
from schemas.sample.write import Fields, Writer

Planted = list[tuple[str, Fields]]
"""Rules, each with the record it is raised on."""


class Plantable(Protocol):
    """A sample return in which faults are planted."""

    @property
    def people(self) -> dict[int, Fields]:
        """Id of each record that was given out → the person it is or is inside."""

    @property
    def layout(self) -> Layout:
        """What the return is written as."""

    @property
    def message(self) -> Fields:
        """The whole return."""

    def key(self, person: Fields) -> str | None:
        """What names a person in findings."""


PlanT = TypeVar("PlanT", bound=Plantable)


def write_planted(plan: Plantable, planted: Planted, out: IO[bytes], *, packed: bool = False) -> list[Expected]:
    """Write the return of a plan and give the findings that what was planted in it should raise."""
    watched = {id(record) for _, record in planted}
    if packed:
        # No name and no time in the gzip header: the same return gives the same bytes.
        with gzip.GzipFile("", "wb", fileobj=out, mtime=0) as zipped:
            writer = Writer(plan.layout, zipped, watched)  # type: ignore[arg-type]
            writer.write(plan.message)
    else:
        writer = Writer(plan.layout, out, watched)
        writer.write(plan.message)
    return [_expected(plan, writer, rule, record) for rule, record in planted]


def plant(plan: PlanT, fault: Fault[PlanT]) -> Planted:
    """Plant one fault. Raises ``NoPlace`` when the return has no record for it."""
    raised = fault.plant(plan)
    records = raised if isinstance(raised, list) else [raised]
    return [record if isinstance(record, tuple) else (fault.rule, record) for record in records]


def plant_these(plan: PlanT, faults: Iterable[Fault[PlanT]]) -> Planted:
    """Plant these faults. Raises ``LookupError`` for one that has no place in this return."""
    planted: Planted = []
    for fault in faults:
        try:
            planted += plant(plan, fault)
        except NoPlace:
            raise LookupError(f"the fault for rule {fault.rule} cannot be planted in this return") from None
    return planted


def plant_some(plan: PlanT, kinds: list[Fault[PlanT]], number: int) -> Planted:
    """Plant so many faults: one of each kind first, then again from the start while there is room.

    Raises ``LookupError`` where there is not room for so many.
    """
    planted: Planted = []
    done = 0
    while done < number:
        before = done
        for fault in kinds:
            if done == number:
                break
            try:
                planted += plant(plan, fault)
            except NoPlace:
                continue
            done += 1
        if done == before:
            raise LookupError(f"only {done} faults can be planted in this return")
    return planted


def _expected(plan: Plantable, writer: Writer, rule: str, record: Fields) -> Expected:
    tag, row = writer.rows[id(record)]
    person = plan.people.get(id(record))
    return Expected(rule, tag, row, plan.key(person) if person is not None else None)


MOST_FAULTS = 200


def with_most_faults(make: Callable[[IO[bytes], int], object], *, faulty: bool) -> str:
    """The XML that ``make`` writes with the greatest number of faults that it has room for, or with none."""
    low, high, best = 0, MOST_FAULTS if faulty else 0, io.BytesIO()
    make(best, 0)
    while low < high:  # room for so many is room for fewer
        middle = (low + high + 1) // 2
        out = io.BytesIO()
        try:
            make(out, middle)
        except LookupError:
            high = middle - 1
        else:
            low, best = middle, out
    return best.getvalue().decode()
