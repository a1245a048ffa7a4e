"""What the fields of a collection are called and what their values mean, from its declarations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from collect.models import Collection
from schemas import collections
from schemas.declare import ItemType
from schemas.layout import Node

CODES_LISTED = 60
"""A code set with more values than this is not written out on a page."""


@dataclass(frozen=True)
class Shown:
    """One field as people read it. ``value`` is as the file holds it; ``text`` is in words; empty when not given."""

    tag: str
    label: str
    value: str
    text: str
    meaning: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.value)


class Dictionary:
    """The names and meanings of one collection in one academic year."""

    def __init__(self, type_code: str, year: int):
        self.type = collections.get(type_code)
        self.year = year
        self._nodes: dict[str, list[Node]] = {}
        for node in self.type.layout(year).nodes:
            self._nodes.setdefault(node.tag, []).append(node)

    def node(self, tag: str, record: str = "") -> Node | None:
        """What ``tag`` stands for: within ``record`` where that has one, else anywhere in the message."""
        found = self._nodes.get(tag, [])
        inside = [node for node in found if f"/{record}/" in node.path]
        return next(iter(inside or found), None)

    def label(self, tag: str, record: str = "") -> str:
        """What a field or a record is called."""
        node = self.node(tag, record)
        if node is not None and node.parent is None:
            return "The whole return"
        return node.label if node is not None else tag

    def shown(self, tag: str, value: str | None, record: str = "") -> Shown:
        """A value in words: dates written out, yes and no, and what a code stands for."""
        node = self.node(tag, record)
        label = node.label if node is not None else tag
        if value is None or value == "":
            return Shown(tag, label, "", "")
        if node is None or node.item is None:
            return Shown(tag, label, value, value)
        return Shown(tag, label, value, in_words(value, node.item.type), self.meaning(node, value))

    def all_shown(self, values: Mapping[str, str | None], record: str = "") -> list[Shown]:
        """The fields of a finding. A whole record that is not there says nothing and is left out."""
        shown = []
        for tag, value in values.items():
            node = self.node(tag, record)
            if value is not None or node is None or node.kind == "item":
                shown.append(self.shown(tag, value, record))
        return shown

    def meaning(self, node: Node, value: str) -> str:
        """What a code stands for; of several values, what each does. Empty for anything else."""
        if node.item is None or not node.item.codes:
            return ""
        codes = self.type.codesets()[node.item.codes]
        found = [codes.label(part) for part in value.split(", ")]
        return ", ".join(label for label in found if label)

    def allowed(self, tag: str, record: str = "") -> list[tuple[str, str]]:
        """Code and meaning of each value a field may hold, where it holds codes and there are not too many to read."""
        node = self.node(tag, record)
        if node is None or node.item is None or not node.item.codes:
            return []
        codes = self.codes(node)
        return codes if len(codes) <= CODES_LISTED else []

    def codes(self, node: Node) -> list[tuple[str, str]]:
        """Code and meaning of each value that an item may hold this year; none where it holds no codes."""
        if node.item is None or not node.item.codes:
            return []
        codes = self.type.codesets()[node.item.codes].codes
        return [(code.code, code.label) for code in codes if code.accepted_in(self.year)]


def in_words(value: str, item_type: ItemType) -> str:
    """``2018-03-04`` → ``4 March 2018``, ``true`` → ``Yes``; what cannot be read stays as it is."""
    if item_type is ItemType.BOOLEAN:
        return {"true": "Yes", "false": "No"}.get(value, value)
    if item_type is ItemType.DATE:
        try:
            return f"{date.fromisoformat(value):%-d %B %Y}"
        except ValueError:
            return value
    return value


@lru_cache(maxsize=32)
def _dictionary(type_code: str, year: int) -> Dictionary:
    return Dictionary(type_code, year)


def dictionary_of(collection: Collection) -> Dictionary:
    """The names and meanings of a collection, kept in the process."""
    return _dictionary(collection.type_code, collection.year)
