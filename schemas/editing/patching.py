"""A file with changed records: everything else byte for byte as it was."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import IO

from schemas.editing.amending import Amender
from schemas.editing.changes import Changes
from schemas.editing.lossless import CHUNK, Document, Element, Held, Readable, parse
from schemas.editing.places import Steps, find, steps_to
from schemas.intake import open_upload
from schemas.intake.encoding import Encoding, detect
from schemas.tables import Tables

_HEAD = 4096


def patched(file: IO[bytes], filename: str, tables: Tables, changes: Changes) -> Iterator[bytes]:
    """The XML of a return with ``changes`` made, piece by piece, in the encoding that the file has.

    ``file`` is the return as it was received (XML, gzipped XML or a zip), ``tables`` what was read from it. The file is
    read twice; in memory are its skeleton and the people that changed. Raises ``LookupError`` for a change of a record
    that the file does not have, and what :func:`schemas.intake.open_upload` raises.
    """
    with open_upload(file, filename) as xml:
        encoding = detect(xml.read(_HEAD))
        xml.seek(0)
        whole = _amended(_as_utf8(xml, encoding), tables, changes)
        xml.seek(0)
        pieces = _written(whole, _as_utf8(xml, encoding))
        yield from pieces if encoding.codec == "utf-8" else _encoded(pieces, encoding)


def _amended(file: Readable, tables: Tables, changes: Changes) -> Element:
    """The whole file as a tree, with the changes made."""
    layout = tables.layout
    streamed = {node.path for node in layout.records if node.record_options and node.record_options.stream}
    keys = {change.parent or change.key for change in changes.values()}
    ways = {key: steps_to(tables, find(tables, key)) for key in keys if key not in changes or not changes[key].is_new}
    wanted: dict[str, set[int]] = {}
    for steps in ways.values():
        if steps and steps[0][0] in streamed:
            wanted.setdefault(steps[0][0], set()).add(steps[0][1])
    document = parse(file, streamed, wanted)
    # All are looked up before anything moves.
    elements = {key: _at(document, steps) for key, steps in ways.items()}
    _make(Amender(document, layout), elements, changes, tables)
    return document.whole


def _at(document: Document, steps: Steps) -> Element:
    element = document.root
    for path, number in steps:
        if (path, number) in document.kept:
            element = document.kept[path, number]
            continue
        found = element.elements(*path.removeprefix(f"{element.path}/").split("/"))
        if number >= len(found):
            raise LookupError(f"there is no {path} {number + 1}")
        element = found[number]
    return element


def _make(amender: Amender, elements: dict[str, Element], changes: Changes, tables: Tables) -> None:
    nodes = tables.layout.family.by_path
    for key, change in changes.items():
        node = nodes[change.path]
        if change.is_new:
            elements[key] = amender.add_record(elements[change.parent], node)
        for path, values in change.items.items():
            amender.set_item(elements[key], nodes[f"{change.path}/{path}"], values)
    for key, change in changes.items():
        if change.removed:
            amender.remove_record(elements[key], nodes[change.path])


def _written(whole: Element, file: Readable) -> Iterator[bytes]:
    """The pieces of the tree, those that are held copied from ``file``, which is at its beginning."""
    copy = _Copy(file)
    for piece in whole.pieces():
        if isinstance(piece, Held):
            yield from copy.between(piece.start, piece.end)
        elif piece:
            yield piece


class _Copy:
    """Parts of a file, asked for from its beginning to its end."""

    def __init__(self, file: Readable):
        self._file, self._buffer, self._at = file, b"", 0

    def between(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from ``start`` to ``end``."""
        while self._at < end:
            self._buffer = self._buffer or self._file.read(CHUNK)
            if not self._buffer:
                raise EOFError("the file is shorter than when it was read first")
            here = self._buffer[max(start - self._at, 0) : end - self._at]
            if here:
                yield here
            done = min(end - self._at, len(self._buffer))
            self._buffer, self._at = self._buffer[done:], self._at + done


def _as_utf8(xml: IO[bytes], encoding: Encoding) -> Readable:
    return xml if encoding.codec == "utf-8" else _Decoded(xml, encoding)


class _Decoded:
    """A file of another encoding, in UTF-8."""

    def __init__(self, xml: IO[bytes], encoding: Encoding):
        self._xml, self._decoder = xml, codecs.getincrementaldecoder(encoding.codec)()

    def read(self, size: int, /) -> bytes:
        """Some bytes, about ``size``; none at the end."""
        while chunk := self._xml.read(size):
            if text := self._decoder.decode(chunk):
                return text.encode()
        return b""


def _encoded(pieces: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """UTF-8 in the file's own encoding. A character that it does not have is written as its number."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoder = codecs.getincrementalencoder(encoding.codec)("xmlcharrefreplace")
    for piece in pieces:
        yield encoder.encode(decoder.decode(piece))
    yield encoder.encode("", final=True)
