"""Making a sample return: build it, plant faults, write it, say what it should raise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from schemas.sample.draws import chance
from schemas.sample.making import plant, plant_some, plant_these, write_planted
from schemas.sample.planting import Expected
from schemas.sample.school_census.faults.book import BOOK, Plan
from schemas.sample.school_census.returns import SampleReturn
from schemas.sample.school_census.setting import Setting

__all__ = ["make_return", "plant", "write_planted"]


def make_return(
    setting: Setting, out: IO[bytes], *, faults: int = 0, rules: Iterable[str] = (), packed: bool = False
) -> list[Expected]:
    """Write a sample return and give the findings that it should raise.

    :param faults: how many faults to plant, chosen by the seed among those that apply to phase, term and year.
    :param rules: plant the faults for these rules instead.
    :param packed: write gzip.
    :raises LookupError: when a rule has no fault, or it cannot be planted in this return, or there are not so many.
    """
    plan = Plan(SampleReturn(setting))
    chosen = [BOOK[rule] for rule in rules]
    for fault in chosen:
        if not fault.applies(setting.term, setting.phase, setting.year):
            raise LookupError(f"the fault for rule {fault.rule} cannot be planted in this return")
    if chosen:
        planted = plant_these(plan, chosen)
    else:
        own = chance(setting.school, "which faults", setting.now, faults)
        planted = plant_some(plan, BOOK.applicable(setting.term, setting.phase, setting.year, own), faults)
    return write_planted(plan, planted, out, packed=packed)
