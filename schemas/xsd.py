"""The XSD of a layout, made from its declaration.

It checks structure, types and lengths only; what a numbered rule reports (a missing UPN, an unknown code) is valid
here. Records that the reader streams, and the groups that hold them, are global elements, so that one record, or all
that were read so far, can be validated on their own.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from schemas.declare import ItemType
from schemas.layout import Layout, Node

FOLDER = Path(__file__).parent / "xsd"

_BASE = {
    ItemType.INTEGER: "xs:integer",
    ItemType.DECIMAL: "xs:decimal",
    ItemType.DATE: "xs:date",
    ItemType.DATETIME: "xs:dateTime",
    ItemType.BOOLEAN: "xs:boolean",
}


def path_of(family: str, year: int) -> Path:
    """Where the committed XSD of a family and academic year is."""
    return FOLDER / f"{family}-{year}.xsd"


def render(layout: Layout) -> str:
    """The XSD text of ``layout``."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- {layout.family.code}, academic year {layout.year}. Made from the declarations: do not edit. -->",
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">',
    ]
    root = layout.family.root
    for node in [root, *_global(layout)]:
        lines += _group(layout, node, 1, top=True)
    lines.append("</xs:schema>")
    return "\n".join(lines) + "\n"


def write(layout: Layout) -> Path:
    path = path_of(layout.family.code, layout.year)
    path.parent.mkdir(exist_ok=True)
    path.write_text(render(layout), encoding="utf-8")
    return path


def _global(layout: Layout) -> list[Node]:
    """The streamed records and the groups that hold them, in document order."""
    streamed = [node for node in layout.records if node.record_options and node.record_options.stream]
    return [
        part for node in streamed for part in (node.parent, node) if part is not None and part is not layout.family.root
    ]


def _group(layout: Layout, node: Node, depth: int, top: bool = False) -> list[str]:
    pad = "  " * depth
    occurs = "" if top else _occurs(node.required, node.kind == "record")
    if not top and node in _global(layout):
        return [f'{pad}<xs:element ref="{node.tag}"{occurs}/>']
    lines = [f'{pad}<xs:element name="{node.tag}"{occurs}>', *_annotation(node, pad)]
    lines += [f"{pad}  <xs:complexType>", f"{pad}    <xs:sequence>"]
    for child in layout.children(node):
        lines += _item(child, depth + 3) if child.kind == "item" else _group(layout, child, depth + 3)
    lines += [f"{pad}    </xs:sequence>", f"{pad}  </xs:complexType>", f"{pad}</xs:element>"]
    return lines


def _item(node: Node, depth: int) -> list[str]:
    pad = "  " * depth
    item = node.item
    assert item is not None
    head = f'{pad}<xs:element name="{node.tag}"{_occurs(node.required, item.repeats)}'
    facets = _facets(node)
    if not facets and not node.number:
        return [f'{head} type="{_BASE[item.type]}"/>']
    lines = [f"{head}>", *_annotation(node, pad)]
    base = _BASE.get(item.type, "xs:token")
    lines.append(
        f'{pad}  <xs:simpleType><xs:restriction base="{base}">{"".join(facets)}</xs:restriction></xs:simpleType>'
    )
    lines.append(f"{pad}</xs:element>")
    return lines


def _facets(node: Node) -> list[str]:
    item = node.item
    assert item is not None
    facets = []
    if item.pattern:
        # An empty string counts as absent, and absence is for rules to report, except where the item is required.
        pattern = item.pattern if node.required else f"({item.pattern})?"
        facets.append(f"<xs:pattern value={quoteattr(pattern)}/>")
    if item.max_length is not None:
        facets.append(f'<xs:maxLength value="{item.max_length}"/>')
    if item.low is not None and item.high is not None:
        facets.append(f'<xs:minInclusive value="{item.low}"/><xs:maxInclusive value="{item.high}"/>')
    if item.type is ItemType.DATE:
        # xs:date would also accept a time zone, which no date of a census has.
        facets.append('<xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2}"/>')
    return facets


def _annotation(node: Node, pad: str) -> list[str]:
    if not node.number:
        return []
    words = escape(f"{node.label}. CBDS {node.number}.")
    return [f"{pad}  <xs:annotation><xs:documentation>{words}</xs:documentation></xs:annotation>"]


def _occurs(required: bool, repeats: bool) -> str:
    return ("" if required else ' minOccurs="0"') + (' maxOccurs="unbounded"' if repeats else "")
