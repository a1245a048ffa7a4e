"""Writing to standard output, which a reader may close (``| head``) and a disk may refuse."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console as RichConsole

UNWRITABLE = 74
"""Exit code where the output could not be written in full (``EX_IOERR``)."""


class Console(RichConsole):
    """A console that leaves a closed pipe to :func:`writing`: Rich ends the process with "errors found"."""

    def __init__(self, **options: Any):
        super().__init__(highlight=False, **options)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


@contextmanager
def writing() -> Iterator[None]:
    """Around all that a command writes. A reader that has seen enough is no fault: the rest is let go of quietly.

    Raises ``SystemExit`` with 74 where the output cannot be written for another reason, such as a full disk.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
    except OSError as error:
        _let_go()
        sys.stderr.write(f"python -m validation: the output is not complete: {error.strerror}\n")
        raise SystemExit(UNWRITABLE) from None


def _let_go() -> None:
    """Nothing more is written, not even what is flushed when Python ends."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  (a device, not a file)
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
