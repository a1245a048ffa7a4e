"""Structural faults in plain words.

A fault is one place in a file that breaks the XSD. The validator says what it found in its own terms; this module says
it again in the terms of the person who must put it right, from the declaration of the item that is at fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.declare import Item, ItemType
from schemas.layout import Node

VALUE, MISSING, UNEXPECTED, OTHER = "value", "missing", "unexpected", "other"


@dataclass(frozen=True)
class Fault:
    """One structural fault. ``line`` counts from 1; ``path`` names the element with positions where it repeats.

    ``record`` and ``row`` name the record the fault is in (row from 1 in document order within its tag) and ``key``
    the person it is about, where there is one.
    """

    line: int | None
    path: str
    message: str
    key: str | None = None
    record: str | None = None
    row: int | None = None
    kind: str = OTHER


# Error types of libxml2's schema validator, by what they mean to a person.
_VALUE_TYPES = {
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_2",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3",
    "SCHEMAV_CVC_PATTERN_VALID",
    "SCHEMAV_CVC_MAXLENGTH_VALID",
    "SCHEMAV_CVC_MINLENGTH_VALID",
    "SCHEMAV_CVC_MININCLUSIVE_VALID",
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID",
    "SCHEMAV_CVC_FACET_VALID",
    "SCHEMAV_CVC_TYPE_3_1_3",
}


def classify(error_type: str, message: str) -> str:
    """What kind of fault a validator error is: a value, a missing part, a part that does not belong, or other."""
    if error_type in _VALUE_TYPES:
        return VALUE
    if "Missing child element" in message:
        return MISSING
    if "This element is not expected" in message:
        return UNEXPECTED
    return OTHER


def expected_elements(message: str) -> list[str]:
    """The elements that the validator names as expected in its ``message``."""
    found = re.search(r"Expected is (?:one of )?\( (.*?) \)", message)
    return [name.strip() for name in found[1].split(",")] if found else []


def what_it_should_be(item: Item) -> str:
    """What the value of ``item`` should look like, as the end of a sentence: ``a whole number from 0 to 99``."""
    match item.type:
        case ItemType.DATE:
            return "a date written as YYYY-MM-DD, such as 2026-10-01"
        case ItemType.DATETIME:
            return "a date and time written as YYYY-MM-DDThh:mm:ss"
        case ItemType.BOOLEAN:
            return "true or false (1 or 0)"
        case ItemType.INTEGER:
            return f"a whole number from {item.low:,.0f} to {item.high:,.0f}"
        case ItemType.DECIMAL:
            return f"a number from {item.low:,.10g} to {item.high:,.10g}"
    if item.max_length:
        return f"text of at most {item.max_length} characters"
    return f"{_shape(item.pattern)}"


def _shape(pattern: str) -> str:
    kinds = {"[A-Z]": ("capital letter", "capital letters"), "[0-9]": ("digit", "digits")}
    found = re.fullmatch(r"(\[A-Z\]|\[0-9\])(?:\{(\d+)(,?)(\d*)\})?", pattern)
    if not found:
        return f"text of the shape {pattern}"
    one, many = kinds[found[1]]
    low, comma, high = found[2], found[3], found[4]
    if low is None or (low == "1" and not comma):
        return f"one {one}"
    if not comma:
        return f"{low} {many}"
    return f"{low} to {high} {many}" if high else f"{low} or more {many}"


def value_fault(node: Node, text: str | None) -> str:
    """``Date of birth (DOB) holds “2012-13-45”. It should be a date …``"""
    assert node.item is not None
    name = f"{node.label} ({node.tag})" if node.label != node.tag else node.tag
    text = (text or "").strip()
    shown = text if len(text) <= 60 else f"{text[:57]}…"
    holds = f"holds “{shown}”" if text else "is empty"
    if not text and node.item.type not in (ItemType.STRING, ItemType.CODE):
        return f"{name} is there but empty. Leave it out, or give {what_it_should_be(node.item)}."
    return f"{name} {holds}. It should be {what_it_should_be(node.item)}."


def missing_fault(tag: str, expected: list[str]) -> str:
    if not expected:
        return f"{tag} ends too early: a part of it is missing."
    return f"{tag} has no {' or '.join(expected[:6])}, which every file must have there."


def unexpected_fault(tag: str, parent: str, known: Node | None, in_year: bool, repeated: bool) -> str:
    """Why ``tag`` may not stand where it is, in ``parent``. ``known`` is its declaration where it has one there."""
    if known is None:
        return f"{tag} is not part of {parent} in this collection. Remove it, or check how its name is spelled."
    if not in_year:
        return f"{tag} is not collected in {parent} in this academic year. Remove it."
    if repeated:
        return f"{tag} stands more than once in {parent}. Keep one."
    return f"{tag} stands in the wrong place in {parent}. The order of elements is fixed: see the layout of {parent}."
