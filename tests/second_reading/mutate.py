"""Returns spoilt by chance: values deleted, swapped, shifted to a boundary; records doubled, emptied, taken away.

A spoilt value is still of its type, so that the schema takes it and rules must judge it. What says which return it is
(collection, term, year, who sends it) stays.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from xml.etree import ElementTree as ET

from tests.second_reading import facts, names
from tests.second_reading.records import Layout, Place, Return, layout_of, read

KEPT = ("Collection", "Term", "Year", "LEA", "Estab")
SPOILT = 0.15
"""The part of all elements that is spoilt, at the least :data:`FEWEST` of them."""
FEWEST = 80
Spoil = Callable[[ET.Element, ET.Element, Place, random.Random, Return], None]


def mutate(xml: bytes, chance: random.Random) -> bytes:
    """The return with some elements spoilt, by chance."""
    given = read(xml)
    top = ET.fromstring(xml)
    found = list(_elements(top, given.layout.places[top.tag], given.layout))
    for around, element, place in chance.sample(found, min(len(found), max(FEWEST, int(SPOILT * len(found))))):
        if element in list(around):
            chance.choice(_ways(place))(around, element, place, chance, given)
    return ET.tostring(top)


def thinned(xml: bytes, chance: random.Random) -> bytes:
    """The return with some of its people left out: a return before that differs in its counts."""
    top = ET.fromstring(xml)
    part = chance.random()
    for around in list(top.iter()):
        for element in list(around):
            if element.tag in ("PupilOnRoll", "PupilNoLongerOnRoll", "Child") and chance.random() < part:
                around.remove(element)
    return ET.tostring(top)


def _elements(element: ET.Element, place: Place, layout: Layout) -> list[tuple[ET.Element, ET.Element, Place]]:
    found = []
    for child in element:
        inside = layout.places[f"{place.path}/{child.tag}"]
        if child.tag not in KEPT and child.tag not in ("Header", "CollectionDetails", "Source"):
            found.append((element, child, inside))
        if inside.kind != "item":
            found += _elements(child, inside, layout)
    return found


def _ways(place: Place) -> list[Spoil]:
    if place.kind == "item":
        return [
            _away,
            _empty,
            _spaced,
            *_OF_TYPE.get(place.type, [_text, _as_elsewhere]),
            *_OF_TYPE.get(place.type, []),
        ]
    if place.kind == "list":
        return [_away, _twice, _twice, _emptied, _with_another]
    return [_away, _emptied, _with_another]


def _away(around: ET.Element, element: ET.Element, *_: object) -> None:
    around.remove(element)


def _empty(around: ET.Element, element: ET.Element, *_: object) -> None:
    element.text = ""


def _spaced(around: ET.Element, element: ET.Element, *_: object) -> None:
    element.text = f"\n  {element.text or ''}\t"


def _emptied(around: ET.Element, element: ET.Element, *_: object) -> None:
    for child in list(element):
        element.remove(child)


def _twice(around: ET.Element, element: ET.Element, *_: object) -> None:
    around.insert(list(around).index(element), ET.fromstring(ET.tostring(element)))


def _with_another(around: ET.Element, element: ET.Element, place: Place, chance: random.Random, given: Return) -> None:
    """An item or record that it may hold and does not, put where it belongs."""
    there = {child.tag for child in element}
    missing = [part for part in place.parts if part.tag not in there or part.kind == "list"]
    if not missing:
        return
    part = chance.choice(missing)
    made = ET.Element(part.tag)
    if part.kind == "item":
        made.text = _value(part, chance, given)
    order = [one.tag for one in place.parts]
    at = sum(order.index(child.tag) <= order.index(part.tag) for child in element)
    element.insert(at, made)


def _other_value(around: ET.Element, element: ET.Element, place: Place, chance: random.Random, given: Return) -> None:
    element.text = _value(place, chance, given)


def _other_case(around: ET.Element, element: ET.Element, *_: object) -> None:
    element.text = (element.text or "").swapcase()


def _shift(around: ET.Element, element: ET.Element, place: Place, chance: random.Random, given: Return) -> None:
    """A date some days or years on or back."""
    text = (element.text or "").strip()
    if text:
        days = chance.choice([1, -1, 7, -7, 30, -30, 280, -281, 365, -365, 366, -1461])
        element.text = (date.fromisoformat(text) + timedelta(days=days)).isoformat()


def _count(around: ET.Element, element: ET.Element, place: Place, chance: random.Random, given: Return) -> None:
    """A number one more or less; below 0 is refused where the layout says so, and rules are never asked."""
    text = (element.text or "").strip()
    if text:
        number = float(text) + chance.choice([1, -1, 0.25, 0.125]) if place.type == "decimal" else int(text) + 1
        element.text = f"{max(number, 0):g}"


def _text(around: ET.Element, element: ET.Element, place: Place, chance: random.Random, given: Return) -> None:
    """A character lost, changed or added."""
    text = (element.text or "").strip()
    if text:
        at = chance.randrange(len(text))
        element.text = text[:at] + chance.choice(["", "0", "9", "A", "I", "z", " ", "-"]) + text[at + 1 :]


def _as_elsewhere(around: ET.Element, element: ET.Element, place: Place, chance: random.Random, given: Return) -> None:
    """The value of the same item of another record."""
    others = [
        value for one in given.every(around.tag) for value in one.values.get(element.tag, []) if value is not None
    ]
    if others:
        element.text = str(chance.choice(others))


def _value(place: Place, chance: random.Random, given: Return) -> str:
    """Any value of the type of an item, those at which rules change their mind more often."""
    match place.type:
        case "date":
            return chance.choice(boundaries(given.family, given.year, given.term)).isoformat()
        case "boolean":
            return chance.choice(["true", "false", "1", "0"])
        case "integer":
            return str(chance.choice([0, 1, 2, 3, 10, 15, 27, 38, 39, 90, 91, 400]))
        case "decimal":
            return chance.choice(["0", "0.5", "14.99", "15", "15.01", "15.10", "15.125", "30", "-1"])
    if place.codeset:
        listed = sorted(facts.codes(given.family, place.codeset, given.year))
        return chance.choice([*listed, *listed, listed[0].lower(), "ZZ"])
    return chance.choice(["true", "FALSE", "0", "1", "12345678901", "09:00", "H801200001001", "A-1", "x"])


_OF_TYPE: dict[str, list[Spoil]] = {
    "date": [_shift, _shift, _other_value, _as_elsewhere],
    "boolean": [_other_value],
    "integer": [_other_value, _count],
    "decimal": [_other_value, _count],
    "code": [_other_value, _other_value, _other_case],
    "string": [_text, _as_elsewhere, _other_value, _other_case],
    "datetime": [_empty],
}


@cache
def boundaries(family: str, year: int, term: str) -> list[date]:
    """Days about which rules change their mind: ends of windows, birthdays on the dates by which ages are counted."""
    if family == "school_census":
        days = {
            day for name in (*names.DAYS, "FSM", "ATT1", "ATT2", "EXC") for day in facts.window(term, year, name) or ()
        }
        born_by = [facts.window(term, year, name) for name in ("AGEDATE", "ATTAGEDATE", "TERMCUT")]
        last = facts.census_day(term, year)
        births = [by[0] for by in born_by if by]
        ages = list(range(2, 20))
    else:
        last = date(year + 1, 3, 31)
        days = {names.add_months(last, -12) + timedelta(days=1), facts.minus_working_days(last, 15)}
        days |= {facts.minus_working_days(last, 45), names.add_months(last, 9), last - timedelta(days=30)}
        days |= {facts.minus_working_days(names.add_months(last, -12) + timedelta(days=1), 1)}
        births, ages = [last, date(year, 8, 31)], [6, 25]
    assert last is not None
    days |= {last} | {names.add_months(by, -12 * age) for by in births for age in ages}
    return sorted({day + timedelta(days=shift) for day in days for shift in (-1, 0, 1)})


__all__ = ["boundaries", "layout_of", "mutate", "thinned"]
