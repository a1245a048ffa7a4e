"""Making a file with changed values from one that is stored, and keeping beside it what was changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from collect.models import Submission
from schemas.editing import Changes, dump, load, patched
from schemas.tables import Tables

CHANGES = "changes.json"
MARK = " changed on screen"
LISTED = 200
"""Records that the history names; more are counted."""


def new_file(base: Submission, changes: Changes) -> Iterator[bytes]:
    """The XML of ``base`` with ``changes`` made, piece by piece."""
    with base.file.storage.open(str(base.file.name), "rb") as file:
        yield from patched(file, base.filename, Tables.read(base.tables_folder), changes)


def name_of(filename: str) -> str:
    """What the new file is called: as the one before, and that it was changed. It is always plain XML."""
    stem = re.sub(r"(\.xml|\.gz|\.zip)+$", "", filename, flags=re.IGNORECASE).removesuffix(MARK)
    return f"{stem[-200:]}{MARK}.xml"


def in_short(changes: Changes) -> dict[str, Any]:
    """What the history says: which items of which records, never a value."""
    listed = [
        {
            "record": change.key,
            "path": change.path,
            "what": "removed" if change.removed else "added" if change.is_new else "changed",
            "items": sorted(change.items),
        }
        for change in list(changes.values())[:LISTED]
    ]
    return {"records": len(changes), "changes": listed}


@dataclass
class Noted:
    """Changes beside a file that no submission owns yet."""

    kept: bool = False


@contextmanager
def stored_changes(return_id: UUID, submission_id: UUID, changes: Changes) -> Iterator[Noted]:
    """Write what was changed beside the file. What nobody keeps (``kept``) is removed again at the end."""
    storage = Submission._meta.get_field("file").storage  # noqa: SLF001
    name = storage.save(f"submissions/{return_id}/{submission_id}/{CHANGES}", ContentFile(json.dumps(dump(changes))))
    noted = Noted()
    try:
        yield noted
    finally:
        if not noted.kept:
            storage.delete(name)


def changes_of(submission: Submission) -> Changes:
    """What was changed to make a file on screen; nothing for one that was uploaded."""
    path = submission.folder / CHANGES
    return load(json.loads(path.read_text(encoding="utf-8"))) if submission.is_edit and path.exists() else {}
