"""Waiting for what another process does, with patience for a busy machine: it ends as soon as it is so."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120.0
STEP = 0.02


def until(true: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Look until it is so; False when the deadline has passed."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(STEP)
    return True
