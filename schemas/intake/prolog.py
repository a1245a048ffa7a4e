"""What stands before the root element: nothing but comments and instructions, and never a DOCTYPE."""

from __future__ import annotations

import re
from enum import Enum

from schemas.intake.refusals import refuse

_SPACE = re.compile(r"[ \t\r\n]*")
_NAME = re.compile(r"<([^\s<>/!?=\"']+)([^<>]*)([<>]?)")
_NAMESPACE = re.compile(r"\sxmlns\s*=\s*(?:\"([^\"]+)\"|'([^']+)')")
_DOCTYPE = "<!doctype"


class More(Enum):
    """The prolog goes on beyond the text given."""

    NEEDED = 0


def find_root(text: str) -> str | More:
    """The name of the root element (with its namespace where it declares one), or that more text is needed.

    :param text: the beginning of the document, without a byte order mark.
    :raises Refused: ``doctype``, or ``not_xml`` when something else than markup comes first.
    """
    place = 0
    while True:
        place = _SPACE.match(text, place).end()  # type: ignore[union-attr]  # matches the empty text too
        rest = text[place : place + len(_DOCTYPE)]
        if len(rest) < len(_DOCTYPE) and _DOCTYPE.startswith(rest.lower()):
            return More.NEEDED
        if rest.lower() == _DOCTYPE:
            raise refuse("doctype")
        if rest.startswith("<?"):
            place = _after(text, "?>", place + 2)
        elif rest.startswith("<!--"):
            place = _after(text, "-->", place + 4)
        elif rest in ("<", "<!", "<!-"):
            return More.NEEDED
        else:
            return _root(text, place)
        if place < 0:
            return More.NEEDED


def _after(text: str, end: str, start: int) -> int:
    found = text.find(end, start)
    return found + len(end) if found >= 0 else -1


def _root(text: str, place: int) -> str | More:
    tag = _NAME.match(text, place)
    if tag is None:
        raise refuse("not_xml")
    if not tag[3]:
        return More.NEEDED
    # A start tag that is not well formed is left to the reader, which knows the line.
    namespace = _NAMESPACE.search(tag[2])
    return f"{tag[1]} in namespace {namespace[1] or namespace[2]}" if namespace else tag[1]
