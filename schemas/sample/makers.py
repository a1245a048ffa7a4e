"""Finding what makes the sample returns of a collection: the module ``maker`` in the folder of its family."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any, Protocol, cast

from schemas import collections
from schemas.collections import CollectionType
from schemas.sample.planting import Expected


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


class Maker(Protocol):
    """What a family's module ``maker`` offers."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options of the command line that only this family has."""

    def make(self, options: Mapping[str, Any], out: IO[bytes]) -> Made:
        """Write a return as ``options`` say. Raises ``ValueError`` and ``LookupError`` for what cannot be made.

        ``people`` and ``year`` (None for the usual), ``seed``, ``faults``, ``rules``, ``packed``, and the family's own.
        """

    def golden(self, collection: CollectionType, year: int, out: IO[bytes]) -> None:
        """Write the return on which the released rule sets of a collection and year are tried for ever."""


def maker_of(family: str) -> Maker:
    """What makes the sample returns of a family. Raises ``LookupError``."""
    if family not in collections.families():
        raise LookupError(f"no collection {family}; there are {', '.join(collections.families())}")
    return cast("Maker", import_module(f"schemas.sample.{family.replace('-', '_')}.maker"))
