"""Writing a return as XML in the declared order, piece by piece.

A return is plain data: a group is a dictionary by tag, a record that repeats is an iterable of dictionaries, an item
is a value (or a list, where the item repeats). The layout says in which order they go; iterables are gone through
once, so a return of any size is written without being held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from schemas.layout import Layout, Node

Fields = dict[str, Any]
"""A group or one record: values, groups and lists of records by tag."""

_FLUSH = 512
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class UnknownTag(ValueError):
    """A sample return holds a tag that the layout does not have there."""


def as_text(value: Any) -> str:
    """A value as it stands in the file."""
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


@dataclass
class _Part:
    tag: str
    kind: str
    parts: list[_Part] = field(default_factory=list)


def _plan(layout: Layout, node: Node) -> _Part:
    return _Part(node.tag, node.kind, [_plan(layout, child) for child in layout.children(node)])


class Writer:
    """Writes one return and notes where the watched parts of it came to stand.

    :ivar rows: id of a watched group or record → its tag and its number among those of that tag, from 1.
    """

    def __init__(self, layout: Layout, out: IO[bytes], watched: Collection[int] = ()) -> None:
        self._root = _plan(layout, layout.family.root)
        self._out = out
        self._watched = frozenset(watched)
        self._counts: dict[str, int] = {}
        self._pieces: list[str] = []
        self.rows: dict[int, tuple[str, int]] = {}

    def write(self, message: Fields) -> None:
        """Write the whole return. Raises ``UnknownTag``."""
        self._pieces.append('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._group(self._root, message, "")
        self._flush()

    def _flush(self) -> None:
        self._out.write("".join(self._pieces).encode())
        self._pieces.clear()

    def _group(self, part: _Part, fields: Mapping[str, Any], indent: str) -> None:
        count = self._counts[part.tag] = self._counts.get(part.tag, 0) + 1
        if id(fields) in self._watched:
            self.rows[id(fields)] = (part.tag, count)
        add, inner = self._pieces.append, indent + "  "
        add(f"{indent}<{part.tag}>\n")
        left = len(fields)
        for child in part.parts:
            tag = child.tag
            if tag not in fields:
                continue
            left -= 1
            value = fields[tag]
            if value is None:
                continue
            if child.kind == "item":
                for single in value if isinstance(value, list) else (value,):
                    add(f"{inner}<{tag}>{as_text(single)}</{tag}>\n")
            elif child.kind == "group":
                self._group(child, value, inner)
            else:
                self._records(child, value, inner)
        if left:
            strange = set(fields) - {child.tag for child in part.parts}
            raise UnknownTag(f"{part.tag} has no {', '.join(sorted(strange))} in this year")
        add(f"{indent}</{part.tag}>\n")

    def _records(self, part: _Part, records: Iterable[Fields], indent: str) -> None:
        for record in records:
            self._group(part, record, indent)
            if len(self._pieces) > _FLUSH:
                self._flush()
