"""Fragments of a return, for the examples that go with each rule.

``fragment("PupilOnRoll")`` gives a maker: ``pupil(UPN="H801200001001", FSMperiod=[dict(FSMstartDate="2026-09-01")])``.
A value goes to the one item of that tag inside the record; a dictionary is a group or a record inside it, a list is
several. What an example does not say is left out, save for what no return can be without (:func:`message`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from schemas.collections import CollectionType
from schemas.layout import Layout, Node
from schemas.reading import Reading, read

Content = dict[str, Any]


@dataclass(frozen=True)
class Fragment:
    """A record, or a group of the message, with some of its content."""

    tag: str
    content: Content
    absent: bool = False

    def __str__(self) -> str:
        return f"{self.tag}: {_said(self.content)}" if self.content else self.tag


def _said(content: Content) -> str:
    return ", ".join(f"{tag} {_value(value)}" for tag, value in content.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"({_said(value)})"
    if isinstance(value, (list, tuple)):
        return " and ".join(_value(member) for member in value)
    return str(value)


def fragment(tag: str) -> Callable[..., Fragment]:
    """A maker of fragments of ``tag``."""

    def make(**content: Any) -> Fragment:
        return Fragment(tag, content)

    make.__doc__ = f"A {tag} with this content."
    return make


def without(tag: str) -> Fragment:
    """Says that a group which :func:`message` would add is not there."""
    return Fragment(tag, {}, absent=True)


def message(collection: CollectionType, year: int, fragments: Iterable[Fragment], phase: str | None = None) -> bytes:
    """The XML of a return that holds ``fragments``, with a header for ``collection`` and ``year``.

    Raises ``LookupError`` for a tag that does not stand, once, in the record it is given for.
    """
    layout = collection.layout(year)
    root = layout.family.root
    given = list(fragments)
    content: Content = {}
    reference = collection.reference_date(year)
    header: Content = {"Collection": collection.message_code, "Year": str(reference.year)}
    if collection.term:
        header["Term"] = collection.term
    header["ReferenceDate"] = reference.isoformat()
    header |= {tag: text for tag, text in collection.example.items() if tag != collection.phase_item}
    content |= header
    absent = {part.tag for part in given if part.absent}
    if phase is not None and _block(root, collection.phase_item) not in absent:
        content[collection.phase_item] = phase
    for part in given:
        if part.absent:
            continue
        node = layout.family.find(part.tag)[0]
        if node.kind == "record":
            content.setdefault(part.tag, []).append(part.content)
        elif node.parent is root:
            content |= {tag: value for tag, value in part.content.items() if value is not None}
            content = {tag: value for tag, value in content.items() if part.content.get(tag, value) is not None}
            content.setdefault(part.tag, {})
        else:
            content[part.tag] = part.content
    element = etree.Element(root.tag)
    _fill(layout, root, element, content)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _block(root: Node, tag: str) -> str:
    """The tag of the part of the message in which an item stands."""
    found = next(node for node in root.items() if node.tag == tag)
    return found.path.split("/")[1]


def read_example(collection: CollectionType, year: int, fragments: Iterable[Fragment], phase: str | None) -> Reading:
    return read(io.BytesIO(message(collection, year, fragments, phase)), "example.xml")


def _fill(layout: Layout, node: Node, element: etree._Element, content: Content) -> None:
    homes: dict[int, list[tuple[Node, Any]]] = {}
    for tag, value in content.items():
        found = _find(layout, node, tag)
        homes.setdefault(id(found), []).append((found, value))
    for child in layout.children(node):
        mine = homes.get(id(child))
        if child.kind == "item":
            for _node, value in mine or []:
                for member in value if isinstance(value, (list, tuple)) else [value]:
                    etree.SubElement(element, child.tag).text = str(member)
        elif child.kind == "record":
            for _node, value in mine or []:
                for member in value if isinstance(value, (list, tuple)) else [value]:
                    _fill(layout, child, etree.SubElement(element, child.tag), member)
        else:
            inside = {tag: value for tag, value in content.items() if _is_in(_find(layout, node, tag), child)}
            own = mine[0][1] if mine else None
            if inside or own is not None:
                _fill(layout, child, etree.SubElement(element, child.tag), {**inside, **(own or {})})


def _find(layout: Layout, node: Node, tag: str) -> Node:
    """The one part called ``tag`` inside ``node``, not inside a record in it."""
    found = _parts_by_tag(layout, node).get(tag, [])
    if len(found) != 1:
        raise LookupError(f"{tag} stands {len(found)} times in {node.tag}; name the group it is in")
    return found[0]


@cache
def _parts_by_tag(layout: Layout, node: Node) -> dict[str, list[Node]]:
    """The parts inside ``node``, not inside a record in it."""
    found: dict[str, list[Node]] = {}
    for part in _parts(layout, node):
        found.setdefault(part.tag, []).append(part)
    return found


def _parts(layout: Layout, node: Node) -> Iterable[Node]:
    for child in layout.children(node):
        yield child
        if child.kind == "group":
            yield from _parts(layout, child)


def _is_in(part: Node, group: Node) -> bool:
    parent = part.parent
    while parent is not None:
        if parent is group:
            return True
        parent = parent.parent
    return False
