"""Clearing away what killed processes left in storage: files that no submission owns, tables of attempts that died."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone

from collect.models import Submission
from collect.services import drafts

log = structlog.get_logger(__name__)

AGE = timedelta(days=1)
"""Younger folders may belong to an upload or a check that is under way."""
EVERY = timedelta(hours=12)


def tidy_now_and_then() -> int:
    """Tidy if nobody has for a while. Gives how many folders went."""
    return tidy() if cache.add("collect.tidied", 1, timeout=int(EVERY.total_seconds())) else 0


def tidy() -> int:
    """Remove folders of at least a day's age that nothing in the database points to, and old drafts. Gives how many
    folders."""
    drafts.forget_old()
    root = Path(default_storage.path("submissions"))
    before = (timezone.now() - AGE).timestamp()
    removed = 0
    for of_return in root.iterdir() if root.is_dir() else ():
        old = {folder.name: folder for folder in of_return.iterdir() if folder.stat().st_mtime < before}
        rows = Submission.objects.filter(pk__in=[name for name in old if _is_id(name)]).only("tables_path", "state")
        owned = {str(row.pk): row for row in rows}
        for name, folder in old.items():
            row = owned.get(name)
            dead = [folder] if row is None else _dead_attempts(row, folder)
            for path in dead:
                shutil.rmtree(path, ignore_errors=True)
                removed += 1
    if removed:
        log.info("storage tidied", folders=removed)
    return removed


def _dead_attempts(submission: Submission, folder: Path) -> list[Path]:
    if submission.is_in_hand:
        return []
    kept = submission.tables_path.rpartition("/")[2]
    return [path for path in folder.glob("tables-*") if path.name != kept]


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
