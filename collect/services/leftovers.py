"""Clearing the folder for temporary files of what killed processes left: uploads half received, previews half run.

They hold pupils' data. A process that ends in its own way removes its own; one that is killed cannot.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Lock
from time import monotonic, time

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

OLDEST = {"*.upload*": 3600.0, "census-preview-*": 2 * 3600.0}
"""Names of ours → seconds after which nobody can be writing there: an upload has its time limit, and so has a preview.
Django calls a file that it receives ``….upload`` and its extension."""
EVERY = 600.0

_lock = Lock()
_tidied_at: float | None = None


def remove() -> int:
    """Remove what is older than its kind can be. Gives how many files and folders."""
    removed = 0
    for pattern, age in OLDEST.items():
        for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(pattern):
            removed += _remove_if_older(path, age)
    if removed:
        log.info("temporary files removed", count=removed)
    return removed


def remove_now_and_then() -> int:
    """The same, unless this process did it a short while ago."""
    global _tidied_at
    with _lock:
        if _tidied_at is not None and monotonic() - _tidied_at < EVERY:
            return 0
        _tidied_at = monotonic()
    return remove()


def _remove_if_older(path: Path, age: float) -> bool:
    try:
        if time() - path.lstat().st_mtime < age:
            return False
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError:
        return False  # another process removed it, or it is not ours
    return True
