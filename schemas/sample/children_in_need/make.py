"""Making a sample return: build it, plant faults, write it, say what it should raise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from schemas.sample.children_in_need.faults.book import BOOK, Plan
from schemas.sample.children_in_need.returns import SampleReturn
from schemas.sample.children_in_need.setting import Setting
from schemas.sample.draws import chance
from schemas.sample.making import plant_some, plant_these, write_planted
from schemas.sample.planting import Expected


def make_return(
    setting: Setting, out: IO[bytes], *, faults: int = 0, rules: Iterable[str] = (), packed: bool = False
) -> list[Expected]:
    """Write a sample return and give the findings that it should raise.

    :param faults: how many faults to plant, chosen by the seed.
    :param rules: plant the faults for these rules instead.
    :param packed: write gzip.
    :raises LookupError: when a rule has no fault, or it cannot be planted in this return, or there are not so many.
    """
    plan = Plan(SampleReturn(setting))
    chosen = [BOOK[rule] for rule in rules]
    for fault in chosen:
        if not fault.applies("", "", setting.year):
            raise LookupError(f"the fault for rule {fault.rule} cannot be planted in a return of {setting.year}")
    if chosen:
        planted = plant_these(plan, chosen)
    else:
        own = chance(setting.authority, "which faults", faults)
        planted = plant_some(plan, BOOK.applicable("", "", setting.year, own), faults)
    return write_planted(plan, planted, out, packed=packed)
