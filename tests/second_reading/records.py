"""A return as plain records: a tree like the file, values typed as the published layout says.

An item that is missing or empty is absent (None). Rows count from 1 in document order within a tag.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any
from xml.etree import ElementTree as ET

from tests.second_reading.facts import SPEC

WHITE_SPACE = " \t\r\n"
Value = Any  # str, int, Decimal, date, bool; None where absent


@dataclass
class Place:
    """An element of the layout."""

    path: str
    tag: str
    kind: str
    type: str
    codeset: str
    parts: list[Place] = field(default_factory=list)
    around: Place | None = None

    @cached_property
    def inside(self) -> str:
        """How the paths of what stands inside it begin."""
        return f"{self.path}/"

    def walk(self, *, into_lists: bool) -> Iterator[Place]:
        """What stands inside it, groups opened; lists too when asked."""
        for part in self.parts:
            yield part
            if part.kind == "group" or (into_lists and part.kind == "list"):
                yield from part.walk(into_lists=into_lists)


class Layout:
    """The elements of a family in an academic year."""

    def __init__(self, family: str, year: int):
        self.places: dict[str, Place] = {}
        with (SPEC / family / "layout.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if not int(row["year_from"] or 0) <= year <= int(row["year_to"] or 9999):
                    continue
                place = Place(row["path"], row["tag"], row["kind"], row["type"], row["codeset"])
                place.around = self.places.get(row["path"].rpartition("/")[0])
                if place.around:
                    place.around.parts.append(place)
                self.places[place.path] = place
        self.tags = {place.tag: place.kind for place in self.places.values()}

    @cache  # noqa: B019  (layouts live as long as the tests)
    def records(self, tag: str) -> tuple[str, ...]:
        """The paths of the records of a tag, or that end so."""
        return tuple(
            path for path, place in self.places.items() if f"/{path}".endswith(f"/{tag}") and place.kind != "item"
        )

    @cache  # noqa: B019
    def find(self, start: str, name: str, *, items: bool) -> tuple[str, tuple[str, ...]]:
        """Where ``name`` (a tag, or the end of a path) stands, seen from the record at ``start``.

        The nearest record around it that holds such an item (inside its lists only where nothing around has one
        outside), or such a record (at any depth), and the paths below that one. Raises ``LookupError``.
        """
        for into_lists in (False, True) if items else (True,):
            place: Place | None = self.places[start]
            while place is not None:
                inside = [
                    part.path
                    for part in place.walk(into_lists=into_lists)
                    if (part.kind == "item") == items and f"/{part.path}".endswith(f"/{name}")
                ]
                if inside:
                    return place.path, tuple(inside)
                place = place.around
        raise LookupError(f"no {name} seen from {start}")


@cache
def layout_of(family: str, year: int) -> Layout:
    return Layout(family, year)


@dataclass(eq=False)
class Record:
    """An element that holds others. ``given`` holds what is known of the whole return (see :class:`Return`)."""

    place: Place
    row: int
    around: Record | None
    given: Return
    values: dict[str, list[Value]] = field(default_factory=dict)
    parts: list[Record] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return self.place.tag

    def up_to(self, path: str) -> Record:
        """Itself or the record around it that stands at ``path``."""
        found: Record | None = self
        while found is not None and found.place.path != path:
            found = found.around
        assert found is not None
        return found

    def at(self, path: str) -> Iterator[Record]:
        """The records inside it that stand at ``path``, itself among them."""
        if self.around is None:
            yield from self.given.by_path.get(path, [])
        elif self.place.path == path:
            yield self
        else:
            for part in self.parts:
                if f"{path}/".startswith(part.place.inside):
                    yield from part.at(path)

    def all(self, name: str) -> list[Value]:
        """The values of an item, in document order."""
        start, paths = self.given.layout.find(self.place.path, name, items=True)
        host = self.up_to(start)
        found: list[Value] = []
        for path in paths:
            holder, _, tag = path.rpartition("/")
            for record in host.at(holder):
                found += record.values.get(tag, [])
        return [value for value in found if value is not None]

    def get(self, name: str) -> Value:
        """The value of an item; None where it is absent."""
        return next(iter(self.all(name)), None)

    def records(self, name: str) -> list[Record]:
        """The records of a tag inside it, or inside the nearest record around it that can hold such."""
        start, paths = self.given.layout.find(self.place.path, name, items=False)
        host = self.up_to(start)
        return [record for path in paths for record in host.at(path)]

    def has(self, name: str) -> bool:
        return bool(self.records(name))


@dataclass(eq=False)
class Return:
    """A return that was read, and what is given beside it: rows of tables by name, the return before."""

    family: str
    year: int
    layout: Layout
    beside: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    before: Record | None = None
    by_path: dict[str, list[Record]] = field(default_factory=dict)
    root: Record = field(init=False)

    @property
    def term(self) -> str:
        return str(self.root.get("Term")) if self.family == "school_census" else ""

    def every(self, tag: str) -> list[Record]:
        """The records of a tag (or the end of a path) in the whole return, in document order."""
        return [record for path in self.layout.records(tag) for record in self.by_path.get(path, [])]


def academic_year(family: str, calendar_year: int, term: str) -> int:
    """The academic year of a header: the calendar year of an autumn census day, the one before otherwise."""
    return calendar_year if term == "AUT" else calendar_year - 1


def typed(text: str | None, kind: str) -> Value:
    """A value of the layout's type; None where it is absent, or not of that type, which is a fault of structure."""
    text = (text or "").strip(WHITE_SPACE)
    if not text:
        return None
    make = _TYPES.get(kind)
    try:
        return make(text) if make else text
    except (ValueError, ArithmeticError, KeyError):
        return None


_TYPES: dict[str, Callable[[str], Value]] = {
    "integer": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}


def read(xml: bytes, beside: dict[str, list[dict[str, Any]]] | None = None, before: bytes | None = None) -> Return:
    """Read a return. Raises ``KeyError`` for a tag that the layout of its year does not have."""
    top = ET.fromstring(xml)
    family = {"SC": "school_census", "CIN": "children_in_need"}[_text(top, "Collection")]
    term = _text(top, "Term") if family == "school_census" else ""
    year = academic_year(family, int(_text(top, "Year")), term)
    found = Return(family, year, layout_of(family, year), beside or {}, read(before).root if before else None)
    rows: dict[str, int] = {}
    found.root = _record(top, found.layout.places[top.tag], None, found, rows)
    return found


def _text(top: ET.Element, tag: str) -> str:
    return (top.findtext(f"Header/CollectionDetails/{tag}") or "").strip(WHITE_SPACE)


def _record(element: ET.Element, place: Place, around: Record | None, given: Return, rows: dict[str, int]) -> Record:
    rows[place.tag] = rows.get(place.tag, 0) + 1
    record = Record(place, rows[place.tag], around, given)
    given.by_path.setdefault(place.path, []).append(record)
    for child in element:
        inside = given.layout.places[f"{place.path}/{child.tag}"]
        if inside.kind == "item":
            record.values.setdefault(child.tag, []).append(typed(child.text, inside.type))
        else:
            record.parts.append(_record(child, inside, record, given, rows))
    return record
