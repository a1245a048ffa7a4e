"""What a person types for an item, as the file will hold it; or why the structure of the file does not allow it.

It says what the XSD says of one value, before there is a file. What only rules report is accepted.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from schemas.declare import Item, ItemType
from schemas.faults import what_it_should_be

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_BRITISH = re.compile(r"([0-9]{1,2})[\s/.-]+([0-9]{1,2}|[A-Za-z]{3,9})[\s/.-]+([0-9]{4})")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_BOOLEANS = {"true": "true", "1": "true", "yes": "true", "false": "false", "0": "false", "no": "false"}


class NotAccepted(ValueError):
    """A value cannot stand in the file. The message is the end of a sentence that begins with the item's name."""


def accepted(item: Item, typed: str) -> str:
    """A value as the file will hold it; empty for none. Raises ``NotAccepted``."""
    text = " ".join(typed.split())
    if not text:
        return ""
    if _NOT_XML.search(text):
        raise NotAccepted("holds a character that a file cannot hold")
    match item.type:
        case ItemType.DATE:
            return _date(text)
        case ItemType.DATETIME:
            fits = _MOMENT.fullmatch(text) is not None and _is_moment(text)
        case ItemType.BOOLEAN:
            text = _BOOLEANS.get(text.lower(), text)
            fits = text in ("true", "false")
        case ItemType.INTEGER:
            fits = _INTEGER.fullmatch(text) is not None and _within(item, text)
        case ItemType.DECIMAL:
            fits = _DECIMAL.fullmatch(text) is not None and _within(item, text)
        case _:
            fits = _has_shape(item, text)
    if not fits:
        raise NotAccepted(f"must be {what_it_should_be(item)}")
    return text


def _date(text: str) -> str:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _BRITISH.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise NotAccepted("must be a date, such as 27 3 2019")
    number = int(month) if month.isdigit() else _month(month)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        raise NotAccepted("must be a real date, such as 27 3 2019") from None


def _month(name: str) -> int:
    short = name[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _within(item: Item, text: str) -> bool:
    number = Decimal(text)
    low, high = item.low, item.high
    return (low is None or number >= Decimal(str(low))) and (high is None or number <= Decimal(str(high)))


def _has_shape(item: Item, text: str) -> bool:
    if item.max_length is not None and len(text) > item.max_length:
        return False
    return not item.pattern or re.fullmatch(item.pattern, text) is not None
