"""Opening an upload: the stream of its XML, with every guard on the bytes in the way."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

from schemas.intake.encoding import ByteCheck, Encoding, detect
from schemas.intake.limits import LIMITS, MEGABYTE, Limits
from schemas.intake.prolog import More, find_root
from schemas.intake.refusals import Refused, refuse
from schemas.intake.unpacking import Source, is_archive, source_of

ROOT = "Message"
"""The root element of every collection's file."""

_CHUNK = 256 * 1024
_HEAD = 4096


@contextmanager
def open_upload(fileobj: IO[bytes], filename: str = "", *, limits: Limits = LIMITS) -> Iterator[IO[bytes]]:
    """A readable stream of the XML in an upload: plain, gzip, or a zip that holds one XML file.

    What can be told from the beginning (empty, not XML, wrong root, DOCTYPE, a false declaration, an archive that
    cannot be opened) is refused on entering; the rest (NUL, broken encoding, size, ratio, a damaged archive) when
    reading comes to it, so that a reader passes over the bytes once. A refusal while reading is raised by ``read``.

    :param fileobj: seekable binary file; left open, at its beginning.
    :param filename: as the person named it; not trusted, and not used to tell what the file is.
    :raises Refused: see :data:`schemas.intake.SENTENCES`.
    """
    size = fileobj.seek(0, io.SEEK_END)
    if size is None:  # some wrapped files' seek gives nothing back
        size = fileobj.tell()
    fileobj.seek(0)
    if size == 0:
        raise refuse("empty")
    if size > limits.size:
        raise refuse("too_large", limit=limits.size // MEGABYTE)
    with ExitStack() as stack:
        try:
            source = source_of(fileobj, size, limits, stack)
            encoding = _inspect(source, limits)
            yield io.BufferedReader(_Guarded(source, encoding, limits, filename), _CHUNK)
        finally:
            fileobj.seek(0)


def _inspect(source: Source, limits: Limits) -> Encoding:
    """Read up to the root element and refuse what should not stand there."""
    stream = source.start()
    head = stream.read(_HEAD)
    if is_archive(head):
        raise refuse("archive", detail="The packed file holds another packed file")
    encoding = detect(head)
    while (root := find_root(encoding.decode_head(head))) is More.NEEDED:
        more = stream.read(len(head))
        if not more or len(head) > limits.prolog:
            raise _rootless(encoding.decode_head(head))
        head += more
    if not encoding.is_wide and b"\0" in head:
        raise refuse("nul")
    if root != ROOT:
        raise refuse("wrong_root", found=str(root)[:60], expected=ROOT)
    return encoding


def _rootless(text: str) -> Refused:
    """Why a file that ends, or goes on too long, before its root element is refused."""
    if not text.strip():
        return refuse("empty")
    return refuse("not_well_formed", line=text.count("\n") + 1, cause="it has no element that begins a return")


class _Guarded(io.RawIOBase):
    """The XML's bytes, counted and checked as they are read. Can be taken back to its beginning."""

    def __init__(self, source: Source, encoding: Encoding, limits: Limits, name: str) -> None:
        self.name = name
        self._source = source
        self._encoding = encoding
        self._limits = limits
        self._rewind()

    def _rewind(self) -> None:
        self._stream = self._source.start()
        self._check = ByteCheck(self._encoding)
        self._read = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._read

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go back to the beginning; no other place can be gone to."""
        if whence == io.SEEK_SET and offset == 0:
            self._rewind()
        elif (whence, offset) != (io.SEEK_CUR, 0) and (whence, offset) != (io.SEEK_SET, self._read):
            raise io.UnsupportedOperation("a guarded upload can only be taken back to its beginning")
        return self._read

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._stream.read(len(buffer))
        if not chunk:
            self._check.finish()
            return 0
        self._read += len(chunk)
        if self._read > self._limits.size:
            raise refuse("too_large", limit=self._limits.size // MEGABYTE)
        packed = self._source.packed
        if packed is not None and self._read > max(self._limits.ratio_free, packed * self._limits.ratio):
            raise refuse("bomb")
        self._check.feed(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)
