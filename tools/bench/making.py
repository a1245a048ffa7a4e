"""The returns that are measured."""

from __future__ import annotations

import io
import re
from pathlib import Path

from schemas.sample.makers import Size, maker_of

MOST = 200_000_000
"""Bytes that a file may have to be taken in."""


def sizes() -> list[tuple[str, Size]]:
    """Every size of every family, with the family."""
    from schemas import collections

    return [(family, size) for family in collections.families() for size in maker_of(family).sizes()]


def write(family: str, size: Size, path: Path) -> None:
    """Write the return. One that would be too large to be taken in is written without its indentation."""
    out = io.BytesIO()
    maker_of(family).sized(size, out)
    body = out.getvalue()
    path.write_bytes(re.sub(rb">\s+<", b"><", body) if len(body) > MOST else body)
