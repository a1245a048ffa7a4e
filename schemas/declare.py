"""The language in which the records of a collection are declared, once each.

A declaration is a tree of classes that mirrors the XML message: a ``Group`` occurs at most once, a ``Record`` repeats,
and an item (``text``, ``code``, ``integer`` …) holds a value. The class name of a group or record is its XML tag, the
attribute name of an item is the name rules are written in. Everything else (XSD, reader, dictionary pages, sample
returns) is derived from the tree by walking it; see :mod:`schemas.layout`.

Years are differences: ``since`` and ``until`` (academic years, both included) say in which years a part exists.
Terms and phases are business scope; a part without its own takes those of the part around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Evidence(StrEnum):
    """How sure the portal is of a declared fact."""

    SEEN = "seen"
    """The name was read in a public source."""
    REBUILT = "rebuilt"
    """Letter case or place was rebuilt from a lower-case table column of a public source."""
    DECIDED = "decided"
    """Our own choice until the official document is loaded."""


SEEN, REBUILT, DECIDED = Evidence.SEEN, Evidence.REBUILT, Evidence.DECIDED


class ItemType(StrEnum):
    """What an item holds."""

    STRING = "string"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Scope:
    """Where and when a part of a layout is collected. ``None`` takes the scope of the part around it."""

    terms: tuple[str, ...] | None = None
    phases: tuple[str, ...] | None = None
    since: int | None = None
    until: int | None = None
    evidence: Evidence = SEEN
    note: str = ""


@dataclass(frozen=True)
class Item:
    """One data item of a record.

    ``number`` is the CBDS data item number where one is known; ``pattern`` is a whole-value regular expression;
    ``low`` and ``high`` bound a number, ends included.
    """

    tag: str
    type: ItemType
    scope: Scope
    number: str = ""
    codes: str = ""
    pattern: str = ""
    max_length: int | None = None
    low: float | None = None
    high: float | None = None
    required: bool = False
    repeats: bool = False
    label: str = ""

    def but(self, **options: Any) -> Item:
        """This item as another collection has it: ``options`` are those that differ."""
        named = {name for name in ("terms", "phases", "since", "until", "evidence", "note") if name in options}
        scope = _scope(options)
        return replace(self, scope=replace(self.scope, **{name: getattr(scope, name) for name in named}), **options)


def _scope(options: dict[str, Any]) -> Scope:
    """Take the scope options out of ``options``; ``terms`` and ``phases`` are written as one spaced string."""
    terms, phases = options.pop("terms", None), options.pop("phases", None)
    return Scope(
        terms=tuple(terms.split()) if terms is not None else None,
        phases=tuple(phases.split()) if phases is not None else None,
        since=options.pop("since", None),
        until=options.pop("until", None),
        evidence=options.pop("evidence", SEEN),
        note=options.pop("note", ""),
    )


def text(tag: str, **options: Any) -> Item:
    """A string item; give ``max_length`` or ``pattern``."""
    return Item(tag, ItemType.STRING, _scope(options), **options)


def code(tag: str, codes: str, **options: Any) -> Item:
    """An item whose value stands in the code set named ``codes``. The XSD checks its shape, a rule its membership."""
    return Item(tag, ItemType.CODE, _scope(options), codes=codes, **options)


def integer(tag: str, low: int, high: int, **options: Any) -> Item:
    return Item(tag, ItemType.INTEGER, _scope(options), low=low, high=high, **options)


def decimal(tag: str, low: float, high: float, **options: Any) -> Item:
    return Item(tag, ItemType.DECIMAL, _scope(options), low=low, high=high, **options)


def date(tag: str, **options: Any) -> Item:
    return Item(tag, ItemType.DATE, _scope(options), **options)


def datetime(tag: str, **options: Any) -> Item:
    return Item(tag, ItemType.DATETIME, _scope(options), **options)


def boolean(tag: str, **options: Any) -> Item:
    return Item(tag, ItemType.BOOLEAN, _scope(options), **options)


@dataclass(frozen=True)
class GroupOptions:
    """What a group's class keywords say."""

    scope: Scope = field(default_factory=Scope)
    required: bool = False
    number: str = ""
    label: str = ""
    name: str = ""
    """Name in rules, where the tag in snake case does not read well."""
    expected: bool = False
    """Rules treat the group as present and empty where it is absent."""
    located: bool = False
    """The reader keeps the line where the group starts; otherwise it has the line of the record it is in."""


class Group:
    """A part of the message that occurs at most once and holds items, groups and records.

    Class keywords: ``terms``, ``phases``, ``since``, ``until``, ``evidence``, ``note``, ``required``, ``label``, and
    ``expected`` for a group that rules treat as present and empty when it is absent, and ``located`` for one inside a
    streamed record that findings point at.
    """

    options: GroupOptions = GroupOptions()
    repeats = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__()
        cls.options = GroupOptions(scope=_scope(options), **options)


@dataclass(frozen=True)
class RecordOptions(GroupOptions):
    """What a record's class keywords say; see :class:`Record`."""

    table: str = ""
    stream: bool = False
    key: str = ""
    identity: tuple[str, ...] = ()


class Record(Group):
    """A part of the message that repeats: one instance is one row of a table.

    Class keywords besides those of ``Group``: ``table`` (records that share a name are rows of one table; the tag by
    default), ``stream`` (the reader takes one instance at a time, so that a file of any size fits in memory), ``key``
    (name of the item that identifies an instance to people, inherited by the records inside) and ``identity`` (items
    that together stand for the key where it is absent).
    """

    options: RecordOptions = RecordOptions()
    repeats = True

    def __init_subclass__(cls, **options: Any) -> None:
        if isinstance(options.get("identity"), str):
            options["identity"] = tuple(options["identity"].split())
        cls.options = RecordOptions(scope=_scope(options), **options)
