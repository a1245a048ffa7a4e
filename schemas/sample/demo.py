"""Which collections a demonstration runs: each family says it in ``demo.csv`` beside its sample returns."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from schemas import collections


@dataclass(frozen=True)
class DemoCollection:
    """One collection to open: its type, the year in which its academic year starts, its blade and its name."""

    type: str
    year: int
    blade: str
    name: str


def demo_collections() -> list[DemoCollection]:
    """The collections of every family, in the order of the registry."""
    found = []
    for family in collections.families():
        path = Path(__file__).parent / family.replace("-", "_") / "demo.csv"
        with path.open(encoding="utf-8", newline="") as file:
            found += [DemoCollection(r["type"], int(r["year"]), r["blade"], r["name"]) for r in csv.DictReader(file)]
    return found
