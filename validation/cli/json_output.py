"""JSON written in pieces: an iterator in a document becomes an array of a member a line, and is never held whole.

The standard library writes an indented document in plain Python, token by token. Here each member is encoded at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, TextIO

BATCH = 256
"""Members written at once: some 60 kB of findings."""

# What is written is made here and holds no circles; looking for them costs a third of the time.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def write(document: Any, file: TextIO) -> None:
    """Write ``document`` and a line feed. Iterators may stand for lists, however deep inside; each is read once."""
    for piece in _pieces(document, 0):
        file.write(piece)
    file.write("\n")


def _pieces(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, Iterator):
        yield from _streamed(value, depth)
    elif isinstance(value, dict) and _spelt_out(value.values()):
        yield from _between("{", "}", ((f"{_encode(key)}: ", member) for key, member in value.items()), depth)
    elif isinstance(value, list) and _spelt_out(value):
        yield from _between("[", "]", (("", member) for member in value), depth)
    else:
        yield _encode(value)


def _spelt_out(members: Any) -> bool:
    """Whether they stand on lines of their own: what holds only plain values fits in one."""
    return any(isinstance(member, (dict, list, Iterator)) for member in members)


def _between(opening: str, closing: str, members: Iterator[tuple[str, Any]], depth: int) -> Iterator[str]:
    before = opening
    for name, member in members:
        yield f"{before}\n{' ' * (depth + 1)}{name}"
        yield from _pieces(member, depth + 1)
        before = ","
    yield f"\n{' ' * depth}{closing}"


def _streamed(members: Iterator[Any], depth: int) -> Iterator[str]:
    separator = ",\n" + " " * (depth + 1)
    before = "[" + separator[1:]
    while batch := list(islice(members, BATCH)):
        yield before + separator.join(map(_encode, batch))
        before = separator
    yield "[]" if before[0] == "[" else f"\n{' ' * depth}]"
