"""Finding what makes the sample returns of a collection: the module ``maker`` in the folder of its family."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import IO, Any, Protocol, cast

import polars as pl

from schemas import collections
from schemas.collections import CollectionType
from schemas.sample.planting import Expected
from schemas.tables import Tables


@dataclass(frozen=True)
class Made:
    """A sample return that was written.

    :ivar people: how many it is about.
    :ivar expected: the findings that the faults planted in it should raise.
    """

    collection: CollectionType
    year: int
    people: int
    expected: list[Expected]


@dataclass(frozen=True)
class Size:
    """A clean return on which ``make bench`` measures.

    :ivar name: what it is called in the table.
    :ivar against_lxml: measured against what lxml alone needs for the file.
    :ivar ratio: the bar for that, in times.
    :ivar total: the bar for reading, XSD and rules together on one core, in seconds.
    :ivar rules: the bar for the rules alone on one core, in seconds.
    """

    name: str
    people: int
    options: Mapping[str, Any] = field(default_factory=dict)
    against_lxml: bool = False
    ratio: float | None = None
    total: float | None = None
    rules: float | None = None


class Maker(Protocol):
    """What a family's module ``maker`` offers."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options of the command line that only this family has."""

    def make(self, options: Mapping[str, Any], out: IO[bytes]) -> Made:
        """Write a return as ``options`` say. Raises ``ValueError`` and ``LookupError`` for what cannot be made.

        ``people`` and ``year`` (None for the usual), ``seed``, ``faults``, ``rules``, ``packed``, and the family's own.
        """

    def sizes(self) -> list[Size]:
        """The returns on which the family is measured."""

    def sized(self, size: Size, out: IO[bytes], seed: int = 7) -> None:
        """Write one of those returns."""

    def references(self, tables: Tables, rows: int = ...) -> Mapping[str, pl.DataFrame]:
        """Every reference that rules of the family look up, by name, made up so that a clean return stays clean.

        ``rows``: how many each has besides those about the return; as many as in a whole country when not said.
        """

    def phases(self, collection: CollectionType) -> Sequence[str]:
        """The phases of the returns of a collection; one that is empty where phases make no difference."""

    def golden(self, collection: CollectionType, year: int, phase: str, *, faulty: bool) -> str:
        """The XML on which rule sets of a collection and year are tried; ``faulty``: with all faults there is room for.

        Without faults it is a return of the same people, for a return before.
        """


def maker_of(family: str) -> Maker:
    """What makes the sample returns of a family. Raises ``LookupError``."""
    if family not in collections.families():
        raise LookupError(f"no collection {family}; there are {', '.join(collections.families())}")
    return cast("Maker", import_module(f"schemas.sample.{family.replace('-', '_')}.maker"))
