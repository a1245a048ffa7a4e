"""The findings of a check, described only when they are asked for.

Where a rule fails is four bytes a record; a described finding is half a kilobyte, and describing takes most of the time
of a check that finds a lot. So a check keeps the places, and who reads the findings pays for those that they read, a
batch at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import overload

import polars as pl

from validation.findings import Describer, Finding
from validation.plan import Planned

BATCH = 4096
"""Findings described at once: about 2 MB."""
_IN_REPR = 20


@dataclass(frozen=True)
class Failures:
    """Where one rule fails: positions in its subject's frame, in order of the file."""

    planned: Planned
    positions: pl.Series
    describer: Describer

    def __len__(self) -> int:
        return len(self.positions)

    def described(self, start: int, stop: int) -> list[Finding]:
        """The findings from ``start`` up to ``stop``, not included."""
        positions = self.positions[start:stop]
        return self.describer.describe(self.planned, positions) if len(positions) else []


class Findings(Sequence[Finding]):
    """The findings of one check, in order of rule, then row. Equal to any sequence of equal findings.

    Each time it is read it describes anew: read it once, in order, where there may be many.
    """

    def __init__(self) -> None:
        self.by_rule: list[Failures] = []
        """The rules that fail, in order."""

    def __len__(self) -> int:
        return sum(len(failures) for failures in self.by_rule)

    def __iter__(self) -> Iterator[Finding]:
        for failures in self.by_rule:
            for start in range(0, len(failures), BATCH):
                yield from failures.described(start, start + BATCH)

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> list[Finding]: ...

    def __getitem__(self, index: int | slice) -> Finding | list[Finding]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = index + len(self) if index < 0 else index
        if number >= 0:
            for failures in self.by_rule:
                if number < len(failures):
                    return failures.described(number, number + 1)[0]
                number -= len(failures)
        raise IndexError(f"there are {len(self):,} findings, none at {index}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it grows while a check runs

    def __repr__(self) -> str:
        more = f" and {len(self) - _IN_REPR:,} more" if len(self) > _IN_REPR else ""
        return f"{list(islice(self, _IN_REPR))}{more}"
