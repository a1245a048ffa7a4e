"""School census returns as a command asks for them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from typing import IO, Any, cast

from schemas.collections import CollectionType
from schemas.sample.makers import Made, Size
from schemas.sample.making import with_most_faults
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.references import references
from schemas.sample.school_census.setting import PHASES, TERMS, Phase, Setting, Term

__all__ = ["add_arguments", "golden", "make", "phases", "references", "sized", "sizes"]

_OWN = ("phase", "term", "seed", "laestab", "urn", "name", "governance")
_PUPILS, _YEAR = 210, 2026


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--phase", choices=PHASES, default="PS", help="phase of the school (default PS)")
    parser.add_argument("--term", choices=TERMS, default="AUT", help="term (default AUT)")
    parser.add_argument("--laestab", default="", help="authority and school, seven digits")
    parser.add_argument(
        "--urn", default="", help="URN of the school; a school of the demonstration has its own by default"
    )
    parser.add_argument("--name", default="", help="name of the school")
    parser.add_argument("--governance", default="CO", help="governance of the school (default CO; CA: an academy)")
    parser.add_argument("--no-sixth-form", action="store_true", help="an SS or AT school that ends with year 11")


def make(options: Mapping[str, Any], out: IO[bytes]) -> Made:
    """Write a school's return."""
    pupils = _PUPILS if options["people"] is None else options["people"]
    setting = Setting(
        pupils=pupils,
        year=options["year"] or _YEAR,
        sixth_form=not options["no_sixth_form"],
        **{name: options[name] for name in _OWN},
    )
    expected = make_return(setting, out, faults=options["faults"], rules=options["rules"], packed=options["packed"])
    return Made(setting.collection, setting.year, pupils, expected)


def sizes() -> list[Size]:
    """A secondary school of 10 MB, one of usual size, many small schools in one file, and schools for previews."""
    return [
        Size("4,000 pupils", 4_000, {"phase": "SS"}, against_lxml=True, ratio=3.0, rules=0.15),
        Size("1,500 pupils", 1_500, {"phase": "SS"}, against_lxml=True),
        Size("100,000 pupils", 100_000, {"phase": "PS"}, rules=2.0),
    ]


def sized(size: Size, out: IO[bytes], seed: int = 7) -> None:
    make_return(Setting(term="AUT", year=_YEAR, pupils=size.people, seed=seed, **size.options), out)


def phases(collection: CollectionType) -> Sequence[str]:
    assert collection.family == "school-census"
    return PHASES


def golden(collection: CollectionType, year: int, phase: str, *, faulty: bool) -> str:
    """A small school with as many faults as there is room for."""
    setting = Setting(term=cast("Term", collection.term), year=year, phase=cast("Phase", phase), pupils=60, seed=11)
    return with_most_faults(lambda out, faults: make_return(setting, out, faults=faults), faulty=faulty)
