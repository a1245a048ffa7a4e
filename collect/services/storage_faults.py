"""Whether what went wrong is that files cannot be kept or reached now, which passes, and is the fault of no file."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import polars as pl
from django.conf import settings

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
AWAY = frozenset(
    {
        errno.EACCES,
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.EIO,
        errno.ENODEV,
        errno.ENOTCONN,
        errno.ENXIO,
        errno.EPERM,
        errno.EROFS,
        errno.ESTALE,
        errno.ETIMEDOUT,
    }
)
NO_SPACE = "There is no space left for files"
NOT_REACHED = "The place where files are kept does not answer"
_OS_ERROR = re.compile(r"os error (\d+)")


def storage_fault(problem: BaseException) -> str | None:
    """What is wrong with storage, in words to put before "we try again"; None where something else is wrong."""
    number = _number(problem)
    if number in FULL:
        return NO_SPACE
    if number in AWAY:
        return NOT_REACHED
    if isinstance(problem, FileNotFoundError) and not Path(settings.MEDIA_ROOT).is_dir():
        return NOT_REACHED  # the folder that all files lie in is gone with its disk
    return None


def _number(problem: BaseException) -> int | None:
    """The number of the system's error. Polars gives it in words only, in errors of its own or of Python's."""
    if isinstance(problem, OSError) and problem.errno is not None:
        return problem.errno
    if isinstance(problem, OSError | pl.exceptions.PolarsError):
        said = _OS_ERROR.search(str(problem))
        return int(said[1]) if said else None
    return None
