"""An XML file as a tree that gives back its bytes.

The file was read before, so it is known to be well-formed and without a DOCTYPE. Of the records that are streamed only
those that are asked for become elements; the others are held as places in the file, so that a file of any size fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Protocol

CHUNK = 256 * 1024


class Readable(Protocol):
    """What can be read from its beginning to its end."""

    def read(self, size: int, /) -> bytes: ...


# An opening or closing tag; what holds no element; or the beginning of either, where the piece of the file ends.
_TOKEN = re.compile(
    rb"<(?:/(?P<close>[^\s>]++)\s*+"
    rb"|(?P<open>[^\s/>!?]++)(?:[^>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+(?P<empty>/)?)>"
    rb"|(?:<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>)"
    rb"|(?P<cut><.*+)",
    re.DOTALL,
)


@dataclass
class Held:
    """Records of one tag that nobody asked for: the bytes from ``start`` to ``end`` of the file."""

    tag: str
    start: int
    end: int


@dataclass(eq=False)
class Element:
    """An element with the bytes of its tags. ``closing`` is empty where the opening tag closes itself.

    ``children`` holds in their order elements, held records, and as bytes what stands between them.
    """

    tag: str
    path: str
    opening: bytes
    closing: bytes = b""
    parent: Element | None = None
    children: list[Element | Held | bytes] = field(default_factory=list)

    def pieces(self) -> Iterator[bytes | Held]:
        """The element as it will be written."""
        yield self.opening
        for child in self.children:
            if isinstance(child, Element):
                yield from child.pieces()
            else:
                yield child
        yield self.closing

    def elements(self, *tags: str) -> list[Element]:
        """The elements below along a way of tags, in the order of the file."""
        found = [self]
        for tag in tags:
            found = [
                child
                for element in found
                for child in element.children
                if isinstance(child, Element) and child.tag == tag
            ]
        return found


@dataclass
class Document:
    """A file. ``kept`` are the streamed records that were asked for, by path and number from 0."""

    whole: Element
    kept: dict[tuple[str, int], Element]

    @property
    def root(self) -> Element:
        """The outermost element."""
        return next(child for child in self.whole.children if isinstance(child, Element))


def parse(file: Readable, streamed: Set[str], wanted: Mapping[str, Set[int]]) -> Document:
    """Read a file in UTF-8. ``streamed``: paths of the records to hold, but for those whose numbers are ``wanted``."""
    growing = _Growing(streamed, wanted)
    for text, match, at in _tokens(file):
        growing.take(text, match, at)
    return growing.document


class _Growing:
    """A document while its file is read."""

    def __init__(self, streamed: Set[str], wanted: Mapping[str, Set[int]]):
        self._streamed, self._wanted = streamed, wanted
        self._current = Element("", "", b"")
        self.document = Document(self._current, {})
        self._seen = Counter[str]()
        self._depth, self._start = 0, 0
        """How deep inside a record that is held, and where that started."""

    def take(self, text: bytes, match: re.Match[bytes] | None, at: int) -> None:
        """Take the next tag, which starts ``at`` this byte, and the text before it."""
        if self._depth:
            if match is not None:
                self._pass_over(match, at)
            return
        if text:
            self._current.children.append(text)
        if match is None:
            return
        if match["close"] is not None:
            self._current.closing = match[0]
            assert self._current.parent is not None
            self._current = self._current.parent
        elif match["open"] is not None:
            self._open(match, at)
        else:
            self._current.children.append(match[0])

    def _pass_over(self, match: re.Match[bytes], at: int) -> None:
        if match["open"] is not None:
            self._depth += not match["empty"]
        elif match["close"] is not None:
            self._depth -= 1
            if not self._depth:
                _hold(self._current, match["close"].decode(), self._start, at + len(match[0]))

    def _open(self, match: re.Match[bytes], at: int) -> None:
        tag = match["open"].decode()
        path = f"{self._current.path}/{tag}" if self._current.path else tag
        element = Element(tag, path, match[0], parent=self._current)
        if path in self._streamed:
            number = self._seen[path]
            self._seen[path] += 1
            if number not in self._wanted.get(path, ()):
                self._depth, self._start = 1, at
                if match["empty"]:
                    self._depth = 0
                    _hold(self._current, tag, at, at + len(match[0]))
                return
            self.document.kept[path, number] = element
        self._current.children.append(element)
        if not match["empty"]:
            self._current = element


def _hold(parent: Element, tag: str, start: int, end: int) -> None:
    """Add a held record, as one with those before it where only white space is between."""
    match parent.children:
        case [*_, Held(tag=before) as run, bytes() as between] if before == tag and not between.strip():
            parent.children.pop()
            run.end = end
        case [*_, Held(tag=before) as run] if before == tag:
            run.end = end
        case _:
            parent.children.append(Held(tag, start, end))


def _tokens(file: Readable) -> Iterator[tuple[bytes, re.Match[bytes] | None, int]]:
    """The text before each tag (or comment, instruction, literal section), the tag, and where in the file it starts."""
    buffer, offset, size = b"", 0, CHUNK
    while chunk := file.read(size):
        buffer, size, done = buffer + chunk, CHUNK, 0
        for match in _TOKEN.finditer(buffer):
            if match["cut"] is not None:
                size = max(CHUNK, len(buffer) - match.start())  # a long one is not looked at again and again
                break
            yield buffer[done : match.start()], match, offset + match.start()
            done = match.end()
        buffer, offset = buffer[done:], offset + done
    if buffer:
        yield buffer, None, offset
