"""A time budget for work that cannot be interrupted from outside.

The work goes on in a thread of its own; when its time is up it is left to itself and whoever asked goes on without it.
A native expression then ends by itself some time later, its result unread.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

RULE_SECONDS = 5.0
"""What one rule may take on any return."""
RULE_SECONDS_PER_MILLION_ROWS = 30.0


class OutOfTime(Exception):
    """The work took longer than its budget."""


def rule_budget(rows: int, rules: int = 1) -> float:
    """Seconds that ``rules`` rules may take together over ``rows`` rows."""
    return rules * (RULE_SECONDS + RULE_SECONDS_PER_MILLION_ROWS * rows / 1_000_000)


def within(seconds: float, work: Callable[[], T]) -> T:
    """What ``work`` gives. Raises what it raises, and ``OutOfTime`` after ``seconds``."""
    answers: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((work(), None))
        except BaseException as problem:  # noqa: BLE001  (raised again where the work was asked for)
            answers.put((None, problem))

    Thread(target=run, name="rule", daemon=True).start()
    try:
        result, problem = answers.get(timeout=seconds)
    except Empty:
        raise OutOfTime(f"not done after {seconds:.1f} s") from None
    if problem is not None:
        raise problem
    return result  # type: ignore[return-value]
