"""Children in need returns as a command asks for them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from typing import IO, Any

import polars as pl

from schemas.collections import CollectionType
from schemas.sample.children_in_need.make import make_return
from schemas.sample.children_in_need.setting import Setting
from schemas.sample.makers import Made, Size
from schemas.sample.making import with_most_faults
from schemas.tables import Tables

_CHILDREN, _YEAR = 200, 2025


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--lea", default="823", help="number of the local authority, three digits")


def make(options: Mapping[str, Any], out: IO[bytes]) -> Made:
    """Write a local authority's return."""
    setting = Setting(
        children=_CHILDREN if options["people"] is None else options["people"],
        year=options["year"] or _YEAR,
        seed=options["seed"],
        lea=options["lea"],
    )
    expected = make_return(setting, out, faults=options["faults"], rules=options["rules"], packed=options["packed"])
    return Made(setting.collection, setting.year, setting.children, expected)


def sizes() -> list[Size]:
    """A large authority's return, and ten times that."""
    return [
        Size("5,000 children", 5_000, against_lxml=True, total=0.6),
        Size("50,000 children", 50_000, total=6.0),
    ]


def sized(size: Size, out: IO[bytes], seed: int = 7) -> None:
    make_return(Setting(children=size.people, year=_YEAR, seed=seed), out)


def references(tables: Tables, rows: int = 0) -> Mapping[str, pl.DataFrame]:
    """None, of no ``rows``: no rule of this family looks a value up beyond the return and the one before."""
    assert tables.collection.family == "children-in-need"
    return {}


def phases(collection: CollectionType) -> Sequence[str]:
    assert collection.family == "children-in-need"
    return ("",)


def golden(collection: CollectionType, year: int, phase: str, *, faulty: bool) -> str:
    """A small authority with as many faults as there is room for."""
    assert collection.family == "children-in-need"
    assert not phase
    setting = Setting(children=200, year=year, seed=11)
    return with_most_faults(lambda out, faults: make_return(setting, out, faults=faults), faulty=faulty)
