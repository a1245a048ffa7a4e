"""Which character encoding a file is in, and whether its bytes keep to it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from schemas.intake.refusals import Refused, refuse

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<?xml" begins in an encoding of more than one byte a character, without a byte order mark.
_OPENINGS: tuple[tuple[bytes, str], ...] = (
    ("<".encode("utf-32-le"), "utf-32-le"),
    ("<".encode("utf-32-be"), "utf-32-be"),
    ("<?".encode("utf-16-le"), "utf-16-le"),
    ("<?".encode("utf-16-be"), "utf-16-be"),
)
# Names that libxml2 reads and Python does not.
_ALIASES = {"ucs-2": "utf-16", "iso-10646-ucs-2": "utf-16", "ucs-4": "utf-32", "iso-10646-ucs-4": "utf-32"}
_WIDE = ("utf-16", "utf-32")
_DECLARATION = re.compile(
    r"<\?xml\s+version\s*=\s*(?:\"[^\"]*\"|'[^']*')(?:\s+encoding\s*=\s*[\"']([^\"'>]{0,80})[\"'])?"
)
_MARKUP = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789<>!?-=/[]&;:'\" \t\r\n+-"


@dataclass(frozen=True)
class Encoding:
    """The encoding a file is read in.

    :ivar codec: Python's name of it, with the byte order where it has one.
    :ivar declared: the name the file gives, as written; ``None`` when it gives none.
    :ivar mark: length in bytes of the byte order mark.
    """

    codec: str
    declared: str | None
    mark: int

    @property
    def is_wide(self) -> bool:
        """Characters take two or four bytes, so zero bytes are ordinary."""
        return self.codec.startswith(_WIDE)

    def decode_head(self, head: bytes) -> str:
        """The head as text; what cannot be decoded, or is cut at the end, is dropped or replaced."""
        return codecs.getincrementaldecoder(self.codec)("replace").decode(head[self.mark :])


def detect(head: bytes) -> Encoding:
    """The encoding of a file, from its first bytes and its XML declaration.

    :raises Refused: ``encoding``, when the declared encoding is unknown or contradicts the bytes.
    """
    marked = next(((codec, len(mark)) for mark, codec in _MARKS if head.startswith(mark)), None)
    opening = next((codec for start, codec in _OPENINGS if head.startswith(start)), None)
    seen = marked[0] if marked else opening
    mark = marked[1] if marked else 0
    text = head[mark : mark + 1024].decode(seen or "latin-1", "replace")
    match = _DECLARATION.match(text)
    declared = match[1].strip() if match and match[1] is not None else None
    if declared is None:
        return Encoding(seen or "utf-8", None, mark)
    codec = _codec(declared)
    if seen is None:
        if codec.startswith(_WIDE):
            raise _lying(f"it declares {declared}, but its characters take one byte each")
        return Encoding(codec, declared, 0)
    # "UTF-16" leaves the byte order to the bytes; "UTF-16BE" does not.
    if not (seen == codec or seen.startswith(f"{codec}-")):
        raise _lying(f"it declares {declared}, but its bytes are {seen.upper()}")
    return Encoding(seen, declared, mark)


@lru_cache(maxsize=64)
def _codec(declared: str) -> str:
    name = declared.lower()
    try:
        if not re.fullmatch(r"[a-z][a-z0-9._-]*", name):
            raise LookupError(name)
        etree.XMLParser(encoding=declared)
        codec = codecs.lookup(_ALIASES.get(name, name)).name
        # An encoding in which markup does not look like markup (UTF-7, for one) could hide a DOCTYPE.
        if not codec.startswith(_WIDE) and _MARKUP.encode("ascii").decode(codec) != _MARKUP:
            raise LookupError(name)
    except (LookupError, UnicodeError):
        raise _lying(f"it declares ‘{declared}’, which is not an encoding that can be read here") from None
    return codec


def _lying(detail: str) -> Refused:
    return refuse("encoding", detail=detail)


class ByteCheck:
    """Looks at every chunk of a file, in order, for bytes that its encoding does not have.

    UTF-8 text declared as a one-byte encoding never breaks that encoding; it shows in that all its letters
    beyond ASCII are whole UTF-8 sequences, which real text in a one-byte encoding never is.
    """

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
        self._pending = False
        self._utf8: codecs.IncrementalDecoder | None = None
        self._beyond_ascii = False
        if _is_one_byte(encoding.codec):
            self._utf8 = codecs.getincrementaldecoder("utf-8")("strict")

    def feed(self, chunk: bytes) -> None:
        """Check the next chunk.

        :raises Refused: ``nul`` or ``encoding``.
        """
        if not self.encoding.is_wide and b"\0" in chunk:
            raise refuse("nul")
        if not self._pending and chunk.isascii() and not self.encoding.is_wide:
            return
        self._beyond_ascii = True
        try:
            text = self._decoder.decode(chunk)
        except UnicodeError:
            raise self._broken() from None
        if self.encoding.is_wide and "\0" in text:
            raise refuse("nul")
        self._pending = self._decoder.getstate()[0] != b"" or self._utf8_feed(chunk)

    def finish(self) -> None:
        """Say what only the end of the file shows.

        :raises Refused: ``encoding``.
        """
        try:
            self._decoder.decode(b"", final=True)
        except UnicodeError:
            raise self._broken() from None
        if self._utf8 is not None and self._beyond_ascii:
            self._utf8_feed(b"", final=True)
            if self._utf8 is not None:
                raise _lying(f"it declares {self.encoding.declared}, but its letters are written in UTF-8")

    def _utf8_feed(self, chunk: bytes, *, final: bool = False) -> bool:
        """Feed the second opinion; true while a sequence is cut by the end of the chunk."""
        if self._utf8 is None:
            return False
        try:
            self._utf8.decode(chunk, final)
        except UnicodeError:
            self._utf8 = None
            return False
        return self._utf8.getstate()[0] != b""

    def _broken(self) -> Refused:
        if self.encoding.declared is None:
            return _lying(f"it declares none, so it should be {self.encoding.codec.upper()}, and it is not")
        return _lying(f"it declares {self.encoding.declared}, but some of its letters are not written in it")


@lru_cache(maxsize=64)
def _is_one_byte(codec: str) -> bool:
    """Latin-1, the Windows and ISO families and the like: every byte one character, more than half of them defined."""
    if codec.startswith(_WIDE) or codec in ("utf-8", "ascii"):
        return False
    decoded = [bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0x100)]
    return sum(len(character) == 1 for character in decoded) > 64 and not codec.startswith(("shift_jis", "cp932"))
