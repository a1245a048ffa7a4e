"""Changing the tree of a file: items set, records added and removed, in the order of the declaration.

What is put in stands on lines of its own, indented as its neighbours are, where the file is written so.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from lxml import etree

from schemas.editing.lossless import Document, Element, Held
from schemas.layout import Layout, Node


class Amender:
    """Changes one document of one layout."""

    def __init__(self, document: Document, layout: Layout):
        self.layout = layout
        self.root = document.root
        first = next((child for child in self.root.children if isinstance(child, Element)), None)
        self.unit = _lead(first).rpartition(b"\n")[2] if first is not None else b""
        self._spine = {
            parent
            for node in layout.records
            if node.record_options and node.record_options.stream
            for parent in _ways_up(node)
        }

    def set_item(self, record: Element, item: Node, values: tuple[str, ...]) -> None:
        """Give an item of ``record`` these values: none takes it out."""
        assert item.parent is not None
        tags = _below(record, item.parent)
        standing = [element for group in record.elements(*tags) for element in group.elements(item.tag)]
        for element, value in zip(standing, values, strict=False):
            _write(element, value)
        for element in standing[len(values) :]:
            self._take_out(element, item)
        if len(values) > len(standing):
            group = self._group(record, item.parent)
            for value in values[len(standing) :]:
                self._put_in(group, item).children.append(escape(value).encode())

    def add_record(self, parent: Element, node: Node) -> Element:
        """A new, empty record of the kind ``node``, after those that ``parent`` has."""
        assert node.parent is not None
        return self._put_in(self._group(parent, node.parent), node)

    def remove_record(self, record: Element, node: Node) -> None:
        """Take a record out."""
        self._take_out(record, node)

    def _group(self, record: Element, node: Node) -> Element:
        """The group ``node`` inside ``record`` (or the record itself), made where it is missing."""
        if node.path == record.path:
            return record
        assert node.parent is not None
        outer = self._group(record, node.parent)
        found = outer.elements(node.tag)
        return found[0] if found else self._put_in(outer, node)

    def _put_in(self, parent: Element, node: Node) -> Element:
        assert node.parent is not None
        _open(parent)
        name = node.tag.encode()
        new = Element(node.tag, node.path, b"<%s>" % name, b"</%s>" % name, parent)
        order = {child.tag: number for number, child in enumerate(self.layout.children(node.parent))}
        stand = [(at, child) for at, child in enumerate(parent.children) if not isinstance(child, bytes)]
        before = [at for at, child in stand if order.get(child.tag, len(order)) <= order[node.tag]]
        if before:
            lead = _lead_at(parent, before[-1]) if len(stand) > 0 else b""
            parent.children[before[-1] + 1 : before[-1] + 1] = [lead, new]
        elif stand:
            at = stand[0][0]
            parent.children[at:at] = [new, _lead_at(parent, at)]
        else:
            outer = _lead(parent)
            lead = outer + self.unit if b"\n" in outer else b""
            kept = [child for child in parent.children if isinstance(child, bytes) and child.strip()]
            parent.children[:] = [*kept, lead, new, outer if lead else b""]
        return new

    def _take_out(self, element: Element, node: Node) -> None:
        """Remove an element and the line it stood on, and the groups that are empty without it."""
        parent = element.parent
        assert parent is not None
        at = parent.children.index(element)
        lead = _lead_at(parent, at)
        del parent.children[at - 1 if lead else at : at + 1]
        around = node.parent
        if around is None or around.kind != "group" or around.required or around in self._spine:
            return
        if not any(not isinstance(child, bytes) or child.strip() for child in parent.children):
            self._take_out(parent, around)


def _ways_up(node: Node) -> list[Node]:
    return [] if node.parent is None else [node.parent, *_ways_up(node.parent)]


def _below(record: Element, node: Node) -> list[str]:
    """The tags from ``record`` down to the group ``node``; none for the record itself."""
    return node.path.removeprefix(record.path).strip("/").split("/") if node.path != record.path else []


def _lead(element: Element) -> bytes:
    """The white space before an element."""
    return _lead_at(element.parent, element.parent.children.index(element)) if element.parent is not None else b""


def _lead_at(parent: Element, at: int) -> bytes:
    before = parent.children[at - 1] if at else b""
    return before if isinstance(before, bytes) and not before.strip() else b""


def _open(element: Element) -> None:
    """Make ``<a/>`` an ``<a></a>``."""
    if element.opening.endswith(b"/>"):
        element.opening = element.opening[:-2].rstrip() + b">"
        element.closing = b"</%s>" % element.tag.encode()


def _write(element: Element, value: str) -> None:
    """Make ``value`` the content of an item, unless that is what it holds."""
    if _text(element) != value:
        _open(element)
        element.children[:] = [escape(value).encode()]


def _text(element: Element) -> str | None:
    """What an item holds, where that is simply text."""
    parts = element.children
    if any(isinstance(part, (Element, Held)) or part.startswith(b"<") for part in parts):
        return None
    text = b"".join(part for part in parts if isinstance(part, bytes))
    return (etree.fromstring(b"<a>%s</a>" % text).text or "").strip()
