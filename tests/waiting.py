"""Waiting for what another process does, with patience for a busy machine: it ends as soon as it is so."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120.0
STEP = 0.02
EVERY = 10.0


def until(true: Callable[[], bool], patience: float = PATIENCE, meanwhile: Callable[[], object] | None = None) -> bool:
    """Look until it is so; False when the deadline has passed.

    ``meanwhile`` is done every ten seconds, as beat has the sweeper do: the table holds the truth, not the bell.
    """
    deadline, next_time = time.monotonic() + patience, time.monotonic() + EVERY
    while not true():
        if time.monotonic() > deadline:
            return False
        if meanwhile is not None and time.monotonic() > next_time:
            meanwhile()
            next_time += EVERY
        time.sleep(STEP)
    return True
