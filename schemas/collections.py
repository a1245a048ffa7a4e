"""The registry of collection types: every statutory collection the portal can take.

This is the one place, beside the folders of declarations and rules, that names a collection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib import import_module

from schemas.codesets import CodeSets
from schemas.layout import Family, Layout, Node
from schemas.summary import Summary
from schemas.wording import Wording

NAMES = ("forename", "surname")
"""What the items that make up a person's name are called in the declarations."""


@dataclass(frozen=True)
class CollectionType:
    """One kind of collection that is repeated each year, or each year in one term.

    ``message_code`` and ``term`` are what a file's header says of itself; ``source`` is the kind of organisation that
    sends it (``school`` or ``la``); ``years`` the academic years declared. ``reference_date`` and ``windows`` take an
    academic year and raise ``LookupError`` for one that is not known; ``academic_year`` turns the calendar year of the
    header into the academic year.
    """

    code: str
    name: str
    family: str
    message_code: str
    term: str | None
    source: str
    years: tuple[int, ...]
    load_family: Callable[[], Family] = field(repr=False)
    load_codesets: Callable[[], CodeSets] = field(repr=False)
    reference_date: Callable[[int], date] = field(repr=False)
    windows: Callable[[int], dict[str, tuple[date, date]]] = field(repr=False)
    academic_year: Callable[[int], int] = field(repr=False)
    wording: Wording = field(repr=False)
    sender: tuple[str, ...] = ("lea",)
    """The parts of the header (:class:`schemas.intake.Peek`) that together are the number of who sends it."""
    reference_date_item: str = "ReferenceDate"
    """Tag of the item of the header that holds the reference date."""
    phase_item: str = ""
    """Tag of the item of the message that says which phase a return is of; empty where phases make no difference."""
    example: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the header and phase of an example say, by tag."""
    load_summary: Callable[[], Summary] = field(default=Summary, repr=False)
    on_screen: bool = True
    """Whether values of a file that was sent can be changed on screen."""

    @property
    def people(self) -> str:
        """What the people in it are called, in the plural."""
        return self.wording.people

    @property
    def is_from_schools(self) -> bool:
        """Whether schools send it: they have an area, may be academies, and may have an LA that checks the return."""
        return self.source == "school"

    @cached_property
    def key_label(self) -> str:
        """What the number is called by which the people in it are known."""
        return next((key.label for record in self.people_records() if (key := record.key) is not None), "Number")

    @cached_property
    def has_names(self) -> bool:
        """Whether it says what the people in it are called."""
        return any(item.name in NAMES for record in self.people_records() for item in record.items())

    def people_records(self) -> list[Node]:
        """The records of people, of all years."""
        return [node for node in self.declared().records if node.is_person]

    def layout(self, year: int) -> Layout:
        return _layout(self.family, year)

    def declared(self) -> Family:
        return self.load_family()

    def codesets(self) -> CodeSets:
        return self.load_codesets()

    def summary(self) -> Summary:
        """What a return shows of itself at a glance."""
        return self.load_summary()

    def phase_name(self, phase: str) -> str:
        """What a phase is called; the code itself where that is not known."""
        found = self.codesets()[self._phase_codes].label(phase) if self.phase_item else None
        return found or phase

    @property
    def _phase_codes(self) -> str:
        item = next(node.item for node in self.declared().root.items() if node.tag == self.phase_item)
        assert item is not None
        return item.codes

    def year_name(self, year: int) -> str:
        """``2026`` → ``2026-27``."""
        return f"{year}-{(year + 1) % 100:02d}"


# Module of each family → it defines TYPES, a list of CollectionType. Imported when first asked for, so that a check of
# one collection does not pay for the declarations of the others.
_MODULES = ("schemas.school_census.types", "schemas.children_in_need.types")


@cache
def _types() -> dict[str, CollectionType]:
    found: dict[str, CollectionType] = {}
    for module in _MODULES:
        for collection_type in import_module(module).TYPES:
            found[collection_type.code] = collection_type
    return found


@cache
def _layout(family: str, year: int) -> Layout:
    return next(t for t in _types().values() if t.family == family).load_family().for_year(year)


def all() -> list[CollectionType]:  # noqa: A001  (collections.all() is how it reads)
    return list(_types().values())


def get(code: str) -> CollectionType:
    """The collection type with this code. Raises ``LookupError``."""
    try:
        return _types()[code]
    except KeyError:
        raise LookupError(f"no collection {code}; there are {', '.join(_types())}") from None


def families() -> dict[str, list[CollectionType]]:
    grouped: dict[str, list[CollectionType]] = {}
    for collection_type in _types().values():
        grouped.setdefault(collection_type.family, []).append(collection_type)
    return grouped


def before(kind: CollectionType, year: int) -> tuple[CollectionType, int]:
    """The collection and academic year of the family with the last reference date before this one's.

    Raises ``LookupError`` where none that is declared came before.
    """
    today = kind.reference_date(year)
    earlier = []
    for other in families()[kind.family]:
        for one in other.years:
            day = other.reference_date(one)
            if day < today:
                earlier.append((day, other, one))
    if not earlier:
        raise LookupError(f"no collection before {kind.code} {year} is declared")
    _day, other, one = max(earlier, key=lambda found: found[0])
    return other, one


def recognise(message_code: str | None, term: str | None) -> CollectionType:
    """The collection type that a header's Collection and Term name. Raises ``LookupError``."""
    for collection_type in _types().values():
        if collection_type.message_code == message_code and collection_type.term in (None, term):
            return collection_type
    raise LookupError(f"no collection {message_code} {term or ''}".strip())
