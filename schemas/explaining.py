"""What the XSD validator reports of a record, as faults in plain words with their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from schemas import faults
from schemas.blanks import WHITE_SPACE
from schemas.faults import Fault
from schemas.layout import Layout, Node
from schemas.rows import line_of


class Explainer:
    """Explains the errors of records of one layout."""

    def __init__(self, layout: Layout):
        self.layout = layout

    def faults(
        self, element: etree._Element, node: Node, row: int | None, errors: Iterable[etree._LogEntry]
    ) -> Iterator[Fault]:
        """One fault for each place and kind: the validator reports a value once for its facet and once for its type.

        ``element`` is the record (or the message) that was validated, ``node`` its declaration, ``row`` its number.
        """
        reported: dict[str, set[str]] = {}
        for error in errors:
            path = error.path or f"/{element.tag}"
            kind = faults.classify(error.type_name, error.message)
            there = reported.setdefault(path, set())
            name = faults.named_attribute(error.message) if kind == faults.ATTRIBUTE else ""
            if f"{kind}{name}" in there or (kind == faults.VALUE and there & faults.HIDES_VALUE):
                continue
            there.add(f"{kind}{name}")
            yield self._fault(element, node, row, path, kind, error)

    def text_after(self, element: etree._Element, parent: etree._Element, text: str) -> Fault:
        """Text that stands after a streamed record."""
        path = "/".join([*reversed([each.tag for each in parent.iterancestors()]), parent.tag])
        words = faults.text_fault(parent.tag, text.strip(WHITE_SPACE), element.tag)
        return Fault(line_of(element), path, words, kind=faults.TEXT)

    def _fault(
        self, element: etree._Element, node: Node, row: int | None, path: str, kind: str, error: etree._LogEntry
    ) -> Fault:
        inner = path.lstrip("/").partition("/")[2]
        found = element.xpath(inner) if inner else [element]
        at = found[0] if found else element
        declared = self._declared(node, inner)
        name = faults.named(declared) if declared is not None else at.tag
        line, message = line_of(at), ""
        match kind:
            case faults.VALUE if declared is not None and declared.item is not None:
                message = faults.value_fault(declared, at.text)
            case faults.MISSING:
                message = faults.missing_fault(at.tag, faults.expected_elements(error.message))
            case faults.UNEXPECTED:
                message = self._unexpected(at, declared)
            case faults.ATTRIBUTE:
                attribute = faults.named_attribute(error.message)
                value = next((v for k, v in at.attrib.items() if etree.QName(k).localname == attribute), None)
                message = faults.attribute_fault(name, attribute, str(value) if value is not None else None)
            case faults.TEXT:
                line, message = _stray_text(at)
            case faults.NIL:
                message = faults.nil_fault(name)
            case faults.INSIDE:
                message = faults.inside_fault(name, [child.tag for child in at])
            case _:
                kind = faults.OTHER
                message = f"{name} is not built as this collection has it. See its layout."
        position = f"[{row}]" if row is not None else ""
        full = f"{node.path}{position}" + (f"/{inner}" if inner else "")
        return Fault(line, full, message, _key_of(element, node), node.tag if row else None, row, kind)

    def _unexpected(self, at: etree._Element, declared: Node | None) -> str:
        """Why an element may not stand where it is; ``declared`` is its declaration where it has one there."""
        parent = at.getparent()
        if parent is None:
            return faults.unknown_fault(at.tag, "the file", [])
        siblings = self._declared_in(parent)
        if declared is None:
            return faults.unknown_fault(at.tag, parent.tag, [child.tag for child in siblings])
        if not self.layout.has(declared):
            return faults.not_collected_fault(at.tag, parent.tag)
        repeats = declared.kind == "record" or (declared.item is not None and declared.item.repeats)
        if not repeats and sum(1 for child in parent if child.tag == at.tag) > 1:
            return faults.too_many_fault(at.tag, parent.tag)
        order = {child.tag: place for place, child in enumerate(siblings)}
        later = [each.tag for each in parent[: parent.index(at)] if order.get(each.tag, -1) > order.get(at.tag, 0)]
        return faults.misplaced_fault(at.tag, parent.tag, later[0] if later else None)

    def _declared_in(self, parent: etree._Element) -> list[Node]:
        """What may stand in an element of the file, in order."""
        tags = [parent.tag, *(each.tag for each in parent.iterancestors())]
        for node in self.layout.nodes:
            if node.tag == parent.tag and node.kind != "item" and _ends_like(node, tags):
                return self.layout.children(node)
        return []

    def _declared(self, node: Node, inner: str) -> Node | None:
        bare = re.sub(r"\[\d+\]", "", inner)
        return self.layout.family.by_path.get(f"{node.path}/{bare}" if bare else node.path)


def _ends_like(node: Node, tags: list[str]) -> bool:
    """Whether the tags from an element upwards are the end of a declared path."""
    return f"/{node.path}".endswith("/" + "/".join(reversed(tags)))


def _stray_text(at: etree._Element) -> tuple[int, str]:
    """The line and the words of text between the elements of ``at``."""
    after: etree._Element | None = None
    for text, before in [(at.text, None), *((child.tail, child) for child in at)]:
        if text and text.strip(WHITE_SPACE):
            after, found = before, text
            break
    else:
        return line_of(at), faults.text_fault(at.tag, "", None)
    start = at if after is None else after
    leading = found[: len(found) - len(found.lstrip(WHITE_SPACE))]
    line = line_of(start) + (leading.count("\n") if after is None else 0)
    return line, faults.text_fault(at.tag, found.strip(WHITE_SPACE), after.tag if after is not None else None)


def _key_of(element: etree._Element, node: Node) -> str | None:
    """The identifying value inside a record that has not been walked yet."""
    if node.key is None or node.kind != "record":
        return None
    found = element.find(node.key.path.removeprefix(f"{node.path}/"))
    text = (found.text or "").strip(WHITE_SPACE) if found is not None else ""
    return text or None
