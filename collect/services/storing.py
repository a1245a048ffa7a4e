"""Putting an upload into storage while hashing it, never more than a chunk in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files.base import File

from collect.models import Submission

CHUNK = 1024 * 1024


@dataclass
class Stored:
    """A file in storage that no submission owns yet."""

    name: str
    sha256: str
    size: int
    kept: bool = False


class _Hashed(File[bytes]):
    """A file that hashes what storage takes from it, chunk by chunk."""

    def __init__(self, file: BinaryIO):
        super().__init__(file)
        self.hash = sha256()
        self.taken = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        self.file.seek(0)  # type: ignore[union-attr]
        while chunk := self.file.read(chunk_size or CHUNK):  # type: ignore[union-attr]
            self.hash.update(chunk)
            self.taken += len(chunk)
            yield chunk

    def multiple_chunks(self, chunk_size: int | None = None) -> bool:
        return True


@contextmanager
def stored(file: BinaryIO, return_id: UUID, submission_id: UUID) -> Iterator[Stored]:
    """Write ``file`` to storage. What nobody keeps (``kept``) is removed again at the end, whatever happens."""
    storage: Any = Submission._meta.get_field("file").storage  # noqa: SLF001
    hashed = _Hashed(file)
    wanted = f"submissions/{return_id}/{submission_id}/received"
    try:
        name = storage.save(wanted, hashed)
    except BaseException:
        storage.delete(wanted)  # a part of it may be there
        raise
    held = Stored(name, hashed.hash.hexdigest(), hashed.taken)
    try:
        yield held
    finally:
        if not held.kept:
            storage.delete(name)
