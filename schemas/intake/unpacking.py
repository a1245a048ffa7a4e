"""A gzip file or a zip as a stream of its one XML file, unpacked piece by piece as it is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from schemas.intake.limits import Limits
from schemas.intake.refusals import Refused, refuse

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"LZIP")
_PIECE = 64 * 1024
_ENCRYPTED = 0x1 | 0x40
# What zipfile raises for one damaged file or another (OSError and ValueError: a place before the beginning).
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Source:
    """Where the XML comes from.

    :ivar start: gives a new stream of the XML from its first byte.
    :ivar packed: size of its packed form in bytes; ``None`` when it is not packed.
    """

    start: Callable[[], IO[bytes]]
    packed: int | None


def is_archive(head: bytes) -> bool:
    """These are the first bytes of a packed file, of any kind."""
    return head.startswith((GZIP, *ZIP, *_OTHER_ARCHIVES)) or head[257:262] == b"ustar"


def source_of(upload: IO[bytes], size: int, limits: Limits, stack: ExitStack) -> Source:
    """The XML inside an upload, found by its first bytes and never by its name.

    :param stack: closes what is opened here; ``upload`` itself stays open.
    :raises Refused: ``archive``.
    """
    upload.seek(0)
    head = upload.read(512)
    upload.seek(0)
    if head.startswith(GZIP):
        return Source(lambda: io.BufferedReader(_Gunzip(upload, limits), _PIECE), size)
    if head.startswith(ZIP):
        return _zip_source(upload, size, limits, stack)
    if is_archive(head):
        raise _archive("The file is packed in a way that cannot be opened here")
    return Source(lambda: _rewound(upload), None)


def _rewound(upload: IO[bytes]) -> IO[bytes]:
    upload.seek(0)
    return upload


def _archive(detail: str) -> Refused:
    return refuse("archive", detail=detail)


class _Gunzip(io.RawIOBase):
    """The content of a gzip file, all its members one after another. Memory stays flat whatever the file holds."""

    def __init__(self, upload: IO[bytes], limits: Limits) -> None:
        self._upload = _rewound(upload)
        self._limits = limits
        self._members = 1
        self._unzip = zlib.decompressobj(wbits=31)
        self._input = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while True:
            if self._unzip.eof and not self._next_member():
                return 0
            if not self._input:
                self._input = self._upload.read(_PIECE)
                if not self._input:
                    raise _archive("The .gz file is cut off before its end")
            try:
                piece = self._unzip.decompress(self._input, len(buffer))
            except zlib.error:
                raise _archive("The .gz file is damaged") from None
            self._input = self._unzip.unconsumed_tail
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)

    def _next_member(self) -> bool:
        # Zero bytes may pad the end of a gzip file; anything else is another member.
        rest = self._unzip.unused_data
        while not rest.strip(b"\0"):
            rest = self._upload.read(_PIECE)
            if not rest:
                return False
        self._members += 1
        if self._members > self._limits.gzip_members:
            raise _archive("The .gz file is made of too many parts")
        self._unzip = zlib.decompressobj(wbits=31)
        self._input = rest.lstrip(b"\0")
        return True


def _zip_source(upload: IO[bytes], size: int, limits: Limits, stack: ExitStack) -> Source:
    if _directory_size(upload, size) > limits.zip_directory:
        raise _archive("The .zip file holds too many files")
    try:
        archive = stack.enter_context(zipfile.ZipFile(upload))
    except _DAMAGE:
        raise _archive("The .zip file is damaged") from None
    member = _only_xml(archive, limits)

    def start() -> IO[bytes]:
        try:
            return io.BufferedReader(_ZipMember(archive.open(member)), _PIECE)
        except _DAMAGE:
            raise _archive("The .zip file is damaged") from None

    return Source(start, min(member.compress_size, size))


class _ZipMember(io.RawIOBase):
    """A file inside a zip, its damage told in our words."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member = member

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._member.read(len(buffer))
        except _DAMAGE:
            raise _archive("The .zip file is damaged") from None
        buffer[: len(piece)] = piece
        return len(piece)


def _directory_size(upload: IO[bytes], size: int) -> int:
    """Bytes of the zip's table of contents, looked up before ``zipfile`` reads it all into memory."""
    upload.seek(max(0, size - 65_557))
    tail = upload.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise _archive("The .zip file is damaged")
    (directory,) = struct.unpack_from("<L", tail, end + 12)
    locator = end - 20
    if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
        (place,) = struct.unpack_from("<Q", tail, locator + 8)
        upload.seek(min(place, size))
        record = upload.read(56)
        if len(record) == 56 and record[:4] == b"PK\x06\x06":
            directory = max(directory if directory != 0xFFFFFFFF else 0, struct.unpack_from("<Q", record, 40)[0])
    return int(directory)


def _only_xml(archive: zipfile.ZipFile, limits: Limits) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if not _is_beside(info.filename)]
    if len(members) > limits.zip_members:
        raise _archive("The .zip file holds too many files")
    if any(info.flag_bits & _ENCRYPTED for info in members):
        raise _archive("The .zip file is protected by a password")
    if any(info.filename == "[Content_Types].xml" for info in members):
        raise _archive("The file is an office document, not a census return")
    if any(info.compress_type not in _METHODS for info in members):
        raise _archive("The .zip file is packed in a way that cannot be opened here")
    if any(_is_nested(archive, info) for info in members):
        raise _archive("The .zip file holds another packed file")
    # One file alone is taken whatever its name; among several, the one that is called XML.
    xml = members if len(members) == 1 else [info for info in members if info.filename.lower().endswith(".xml")]
    if not xml:
        raise _archive("The .zip file holds no XML file")
    if len(xml) > 1:
        raise _archive("The .zip file holds more than one XML file")
    return xml[0]


def _is_beside(name: str) -> bool:
    """A folder, or what macOS packs beside each file."""
    return name.endswith("/") or name.startswith("__MACOSX/")


def _is_nested(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(info) as member:
            return is_archive(member.read(512))
    except _DAMAGE:
        raise _archive("The .zip file is damaged") from None
