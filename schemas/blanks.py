"""White space and signs that cannot be seen.

White space of a file is space, tab, carriage return and line feed, as in XML: that is what the XSD and the reader trim.
Any other blank is a character of its value, and is named wherever the value is shown.
"""

from __future__ import annotations

import unicodedata

WHITE_SPACE = " \t\r\n"

_NAMES = {
    "\u00a0": "no-break space",
    "\u00ad": "soft hyphen",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u202f": "narrow no-break space",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}
_CANNOT_BE_SEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")


def is_invisible(sign: str) -> bool:
    """Whether a sign other than white space cannot be seen."""
    return sign not in WHITE_SPACE and unicodedata.category(sign) in _CANNOT_BE_SEEN


def name_of(sign: str) -> str:
    """What a sign is called: ``no-break space``."""
    return _NAMES.get(sign) or unicodedata.name(sign, f"sign U+{ord(sign):04X}").lower()


def invisible(text: str) -> list[tuple[int, str]]:
    """The place, from 1, and the name of each sign of ``text`` that cannot be seen."""
    return [(place, name_of(sign)) for place, sign in enumerate(text, start=1) if is_invisible(sign)]


def shown(text: str) -> str:
    """``text`` with the names of the signs that cannot be seen in square brackets where they are."""
    return "".join(f"[{name_of(sign)}]" if is_invisible(sign) else sign for sign in text)
