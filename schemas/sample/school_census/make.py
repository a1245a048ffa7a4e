"""Making a sample return: build it, plant faults, write it, say what it should raise."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import IO

from schemas.sample.draws import chance
from schemas.sample.planting import Expected, Fault, NoPlace
from schemas.sample.school_census.faults.book import BOOK, Plan
from schemas.sample.school_census.returns import SampleReturn
from schemas.sample.school_census.setting import Setting
from schemas.sample.write import Fields, Writer

Planted = list[tuple[str, Fields]]
"""Rules, each with the record it is raised on."""


def make_return(
    setting: Setting, out: IO[bytes], *, faults: int = 0, rules: Iterable[str] = (), packed: bool = False
) -> list[Expected]:
    """Write a sample return and give the findings that it should raise.

    :param faults: how many faults to plant, chosen by the seed among those that apply to phase, term and year.
    :param rules: plant the faults for these rules instead.
    :param packed: write gzip.
    :raises LookupError: when a rule has no fault, or it cannot be planted in this return, or there are not so many.
    """
    sample = SampleReturn(setting)
    plan = Plan(sample)
    chosen = [BOOK[rule] for rule in rules]
    planted = _plant_these(plan, chosen) if chosen else _plant_some(plan, faults)
    return write_planted(plan, planted, out, packed=packed)


def write_planted(plan: Plan, planted: Planted, out: IO[bytes], *, packed: bool = False) -> list[Expected]:
    """Write the return of a plan and give the findings that what was planted in it should raise."""
    watched = {id(record) for _, record in planted}
    if packed:
        # No name and no time in the gzip header: the same return gives the same bytes.
        with gzip.GzipFile("", "wb", fileobj=out, mtime=0) as zipped:
            writer = Writer(plan.setting.layout, zipped, watched)  # type: ignore[arg-type]
            writer.write(plan.sample.message)
    else:
        writer = Writer(plan.setting.layout, out, watched)
        writer.write(plan.sample.message)
    return [_expected(plan, writer, rule, record) for rule, record in planted]


def _plant_these(plan: Plan, faults: list[Fault[Plan]]) -> Planted:
    planted: Planted = []
    for fault in faults:
        setting = plan.setting
        try:
            if not fault.applies(setting.term, setting.phase, setting.year):
                raise NoPlace
            planted += plant(plan, fault)
        except NoPlace:
            raise LookupError(f"the fault for rule {fault.rule} cannot be planted in this return") from None
    return planted


def _plant_some(plan: Plan, number: int) -> Planted:
    """Plant so many faults: one of each kind first, then again from the start while there is room."""
    setting = plan.setting
    own = chance(setting.school, "which faults", setting.now, number)
    kinds = BOOK.applicable(setting.term, setting.phase, setting.year, own)
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


def plant(plan: Plan, fault: Fault[Plan]) -> Planted:
    """Plant one fault. Raises ``NoPlace`` when the return has no record for it."""
    raised = fault.plant(plan)
    records = raised if isinstance(raised, list) else [raised]
    return [record if isinstance(record, tuple) else (fault.rule, record) for record in records]


def _expected(plan: Plan, writer: Writer, rule: str, record: Fields) -> Expected:
    tag, row = writer.rows[id(record)]
    person = plan.people.get(id(record))
    key = person["PupilIdentifiers"].get("UPN") if person else None
    return Expected(rule, tag, row, key)
