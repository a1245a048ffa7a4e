"""How large a file may be, packed and unpacked."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one upload, in bytes unless said otherwise.

    :ivar size: most bytes of the upload itself and of the XML after unpacking.
    :ivar ratio: how many times larger than its packed form a file may become. A census return
        packs 10 to 30 times, test files of one pupil repeated about 100 times, a bomb 1,000 times.
    :ivar ratio_free: the first bytes of XML, for which the ratio is not looked at.
    :ivar prolog: most bytes before the root element (declaration and comments).
    :ivar zip_directory: most bytes of a zip's table of contents.
    :ivar zip_members: most files in a zip.
    :ivar gzip_members: most gzip parts written one after another in one file.
    """

    size: int = 200 * MEGABYTE
    ratio: int = 200
    ratio_free: int = MEGABYTE
    prolog: int = 256 * 1024
    zip_directory: int = 256 * 1024
    zip_members: int = 100
    gzip_members: int = 1000


LIMITS = Limits()
