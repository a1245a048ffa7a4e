"""Structural faults in plain words.

A fault is one place in a file that breaks the XSD. The validator says what it found in its own terms; this module says
it again in the terms of the person who must put it right, from the declaration of the item that is at fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from schemas.blanks import WHITE_SPACE, invisible, shown
from schemas.declare import Item, ItemType
from schemas.layout import Node

VALUE, MISSING, UNEXPECTED, OTHER = "value", "missing", "unexpected", "other"
ATTRIBUTE, TEXT, NIL, INSIDE = "attribute", "text", "nil", "inside"
HIDES_VALUE = frozenset({NIL, INSIDE})
"""Kinds that leave an item without its value: that it has none is not a second fault."""
NIL_ATTRIBUTE = "{http://www.w3.org/2001/XMLSchema-instance}nil"


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


_KINDS = {
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": TEXT,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": ATTRIBUTE,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": ATTRIBUTE,
    "SCHEMAV_CVC_ELT_3_1": NIL,
    "SCHEMAV_CVC_TYPE_3_1_1": ATTRIBUTE,
    "SCHEMAV_CVC_TYPE_3_1_2": INSIDE,
}


def classify(error_type: str, message: str) -> str:
    """What kind of fault a validator error is, as a person would put it."""
    if error_type in _VALUE_TYPES:
        return VALUE
    if error_type in _KINDS:
        return _KINDS[error_type]
    if "Missing child element" in message:
        return MISSING
    if "This element is not expected" in message:
        return UNEXPECTED
    return OTHER


def named_attribute(message: str) -> str:
    """The attribute that the validator speaks of in its ``message``."""
    found = re.search(r"attribute '(?:\{[^}]*\})?([^']*)'", message)
    return found[1] if found else ""


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


def named(node: Node) -> str:
    """``Date of birth (DOB)``"""
    return f"{node.label} ({node.tag})" if node.label != node.tag else node.tag


def value_fault(node: Node, text: str | None) -> str:
    """``Date of birth (DOB) holds “2012-13-45”. It should be a date …``"""
    assert node.item is not None
    text = (text or "").strip(WHITE_SPACE)
    if not text and node.item.type not in (ItemType.STRING, ItemType.CODE):
        return f"{named(node)} is there but empty. Leave it out, or give {what_it_should_be(node.item)}."
    if not text:
        return f"{named(node)} is empty. It should be {what_it_should_be(node.item)}."
    holds = f"{named(node)} holds “{_short(shown(text))}”"
    if hidden := invisible(text):
        return f"{holds}. {_hidden(text, hidden)} It should be {what_it_should_be(node.item)}."
    if node.item.type in (ItemType.DATE, ItemType.DATETIME) and (day := _DAY.match(text)) and not _is_a_day(day[0]):
        return f"{holds}. {day[0]} is not a day of the calendar."
    return f"{holds}. It should be {what_it_should_be(node.item)}."


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=$|T)", re.ASCII)


def _is_a_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _hidden(text: str, hidden: list[tuple[int, str]]) -> str:
    """``Of its 14 characters one cannot be seen: a no-break space at place 14. Delete it.``"""
    listed = [f"{_article(name)} at place {place}" for place, name in hidden[:3]]
    more = f" and {len(hidden) - 3} more" if len(hidden) > 3 else ""
    many = "one cannot be seen" if len(hidden) == 1 else f"{len(hidden)} cannot be seen"
    them = "it" if len(hidden) == 1 else "them"
    return f"Of its {len(text)} characters {many}: {', '.join(listed)}{more}. Delete {them}."


def _article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def attribute_fault(name: str, attribute: str, value: str | None) -> str:
    holds = f"“{_short(shown(value))}”" if value else "nothing"
    return (
        f"{name} has an attribute, {attribute}, which holds {holds}. "
        f"Values stand in elements here, never in attributes: remove {attribute}."
    )


def text_fault(tag: str, text: str, after: str | None) -> str:
    """``There is text in Pupils, after DOB, that belongs to no element: “…”. Remove it.``"""
    where = f", after {after}," if after else ""
    return f"There is text in {tag}{where} that belongs to no element: “{_short(shown(text))}”. Remove it."


def nil_fault(name: str) -> str:
    return f"{name} is marked as having no value (xsi:nil). Leave the whole element out instead."


def inside_fault(name: str, inside: list[str]) -> str:
    """An item that holds elements where its value should be."""
    listed = " and ".join(inside[:3]) or "another element"
    return f"{name} holds {listed} where its value should stand. Write the value alone, without elements around it."


def missing_fault(tag: str, expected: list[str]) -> str:
    if not expected:
        return f"{tag} ends too early: a part of it is missing."
    return f"{tag} has no {' or '.join(expected[:6])}, which every file must have there."


def unknown_fault(tag: str, parent: str, known_there: Sequence[str]) -> str:
    """A ``tag`` that is not one of ``known_there``, the tags that may stand in ``parent``."""
    if near := get_close_matches(tag.lower(), [each.lower() for each in known_there], n=1, cutoff=0.75):
        meant = next(each for each in known_there if each.lower() == near[0])
        return f"{tag} is not part of {parent} in this collection. Did you mean {meant}?"
    return f"{tag} is not part of {parent} in this collection. Remove it, or check how its name is spelled."


def misplaced_fault(tag: str, parent: str, before: str | None) -> str:
    """A ``tag`` that comes after ``before``, which is to come later."""
    if before is None:
        return f"{tag} is in the wrong place in {parent}. The order of elements is fixed: see the layout of {parent}."
    return f"{tag} is in the wrong place in {parent}: it must come before {before}. The order of elements is fixed."


def too_many_fault(tag: str, parent: str) -> str:
    return f"{tag} is there more than once in {parent}. Keep one."


def not_collected_fault(tag: str, parent: str) -> str:
    return f"{tag} is not collected in {parent} in this academic year. Remove it."
