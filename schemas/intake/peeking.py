"""What a file says it is: collection, term, year and sender, read from its header alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO

from lxml import etree

from schemas.blanks import WHITE_SPACE
from schemas.intake.limits import LIMITS, Limits
from schemas.intake.malformed import not_well_formed
from schemas.intake.opening import open_upload

_PIECE = 8 * 1024
_REACH = 256 * 1024
_HEADER = ("Message", "Header")
_WANTED = {
    (*_HEADER, "CollectionDetails", "Collection"): "collection",
    (*_HEADER, "CollectionDetails", "Term"): "term",
    (*_HEADER, "CollectionDetails", "Year"): "year",
    (*_HEADER, "Source", "LEA"): "lea",
    (*_HEADER, "Source", "Estab"): "estab",
}

IDENTIFYING = frozenset("/".join(place) for place in _WANTED)
"""Paths of the items that say which return a file is."""


@dataclass(frozen=True)
class Peek:
    """The header values that say what a file is; ``None`` where the file does not say.

    :ivar year: the year as it is written in the header.
    :ivar calendar_year: the same as a number, the calendar year of census day; ``None`` where it is not four digits.
    """

    root: str
    collection: str | None = None
    term: str | None = None
    year: str | None = None
    calendar_year: int | None = None
    lea: str | None = None
    estab: str | None = None


def peek(fileobj: IO[bytes], filename: str = "", *, limits: Limits = LIMITS) -> Peek:
    """Read the header of an upload and no further (at most 256 kB). The file is left at its beginning.

    :raises Refused: as :func:`schemas.intake.open_upload`, and ``not_well_formed`` for a fault in the header.
    """
    parser = etree.XMLPullParser(
        ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    found: dict[str, str] = {}
    path: list[str] = []
    with open_upload(fileobj, filename, limits=limits) as xml:
        for _ in range(_REACH // _PIECE):
            piece = xml.read(_PIECE)
            fault = _feed(parser, piece)
            # The header may be whole although a fault follows it in the same piece.
            if _walk(parser, path, found):
                break
            if fault is not None:
                raise not_well_formed(fault, parser)
            if not piece:
                break
    year = found.get("year", "")
    number = int(year) if re.fullmatch("[0-9]{4}", year) else None
    return Peek(root="Message", calendar_year=number, **found)


def _feed(parser: etree.XMLPullParser, piece: bytes) -> etree.XMLSyntaxError | None:
    try:
        if piece:
            parser.feed(piece)
        else:
            parser.close()
    except etree.XMLSyntaxError as fault:
        return fault
    return None


def _walk(parser: etree.XMLPullParser, path: list[str], found: dict[str, str]) -> bool:
    """Note the wanted values among what was read; true when the header is over."""
    for event, element in parser.read_events():
        if event == "start":
            path.append(element.tag if isinstance(element.tag, str) else "")
            if len(path) == 2 and path[1] != "Header":
                return True
            continue
        place = tuple(path)
        path.pop()
        if place == _HEADER:
            return True
        text = (element.text or "").strip(WHITE_SPACE)
        if place in _WANTED and text:
            found.setdefault(_WANTED[place], text)
    return False
