"""Why a file is not well-formed XML: what the parser found, in plain words, and on which line."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from schemas.intake.refusals import Refused, refuse

_CAUSES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (
        r"Entity '([^']*)' not defined",
        lambda found: f"it uses &{found[1]};, which is not defined in XML. Write the character itself",
    ),
    (
        r"Premature end of data in tag (\S+?)(?: line (\d+))?(?:,|$)",
        lambda found: (
            f"it stops before {found[1]}{f', which begins on line {found[2]},' if found[2] else ''} is closed. "
            "The end of the file is missing"
        ),
    ),
    (
        r"Opening and ending tag mismatch: (\S+)(?: line (\d+))? and (\S+?)(?:,|$)",
        lambda found: (
            f"{found[1]}{f', which begins on line {found[2]},' if found[2] and found[2] != '0' else ''} "
            f"is closed as {found[3]}"
        ),
    ),
    (r"EntityRef: (?:no name|expecting ';')", lambda _found: "an & stands alone. It must be written &amp;"),
    (r"StartTag: invalid element name", lambda _found: "a < stands alone. It must be written &lt;"),
    (r"invalid Char value (\d+)|Char 0x([0-9A-Fa-f]+)", lambda found: f"it holds {_control(found)}, which XML forbids"),
    (r"Attribute (\S+) redefined", lambda found: f"the attribute {found[1]} is given twice in one element"),
    (r"(?:AttValue|Attribute|attributes construct)", lambda _found: 'an attribute is not written as name="value"'),
    (r"Extra content at the end", lambda _found: "something follows after the end of the return"),
    (r"Couldn't find end of Start Tag (\S+)", lambda found: f"the tag {found[1]} is not closed with >"),
    (r"Comment", lambda _found: "a comment is not closed, or has -- in it"),
)


def _control(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else int(found[2], 16)
    return f"the control character {number}"


def not_well_formed(error: etree.XMLSyntaxError, parser: etree.XMLPullParser) -> Refused:
    """The refusal for what ``parser`` raised, with line and cause."""
    said = _first(error, parser)[1]
    cause = next(
        (words(found) for pattern, words in _CAUSES if (found := re.search(pattern, said))), "it is not XML there"
    )
    return refuse("not_well_formed", line=line_of_error(error, parser), cause=cause)


def line_of_error(error: etree.XMLSyntaxError, parser: etree.XMLPullParser) -> int:
    """The line on which the parser first met a fault; the first of the file where it says none."""
    return _first(error, parser)[0] or 1


def _first(error: etree.XMLSyntaxError, parser: etree.XMLPullParser) -> tuple[int, str]:
    """The line and words of the first fault: what is raised may be a consequence of it, and then has no line."""
    for entry in parser.feed_error_log:
        if entry.line:
            return entry.line, entry.message
    return error.lineno or 0, error.msg or ""
