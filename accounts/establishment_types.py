"""The types of establishment of the public register, and to whom a school of each type sends its returns.

``data/establishment-types.csv``: codes and names are those of Get Information about Schools. ``sends_to`` is evidence
``seen`` where the public census guidance names the type, ``decided`` where it does not: such a type has no LA in a
collection, so that no LA reads what is not its own.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "establishment-types.csv"

PHASES = {"1": "NS", "2": "PS", "3": "MP", "4": "SS", "5": "MS", "7": "AT"}
"""Phase of the register → phase of the census. 0 (not applicable) and 6 (16 plus) have none."""


@dataclass(frozen=True)
class EstablishmentType:
    """One type: its code, and what follows from it. ``governance`` and ``phase`` are empty where nothing does."""

    code: str
    name: str
    is_academy: bool
    sends_direct: bool
    governance: str
    phase: str


@cache
def types() -> dict[str, EstablishmentType]:
    """Code, with its leading zero, → type."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: EstablishmentType(
                row["code"],
                row["name"],
                row["is_academy"] == "yes",
                row["sends_to"] == "dfe" and row["is_academy"] == "no",
                row["governance"],
                row["phase"],
            )
            for row in csv.DictReader(file)
        }


def named(code: str) -> str:
    """What a type is called; the code itself where it is not known."""
    known = types().get(code)
    return known.name if known else code
