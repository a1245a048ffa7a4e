"""A warning or an error in a log of ours fails the test that it happens in, unless the test asks for it.

``@pytest.mark.logs("check given up")`` says which may be there, by a part of the event. Logs of processes that a test
starts are read too (:func:`in_file`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOMS = ("accounts", "census", "collect", "reference", "rulechanges", "schemas", "scoping", "validation")


class Kept(logging.Handler):
    """Keeps what loggers of the project's own packages say from warning upwards."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.events: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if is_ours(record.name):
            said = record.msg
            self.events.append(str(said.get("event")) if isinstance(said, dict) else record.getMessage())


def is_ours(logger: str) -> bool:
    """Whether a logger belongs to a package of the project."""
    return logger.partition(".")[0] in ROOMS


def in_file(log: Path) -> list[str]:
    """The events of warnings and errors of ours in the structured log of another process."""
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if not isinstance(said, dict) or said.get("level") not in ("warning", "error", "critical"):
            continue
        if is_ours(str(said.get("logger", ""))):
            found.append(str(said.get("event")))
    return found


def unasked(events: Iterable[str], asked: Iterable[str]) -> list[str]:
    """The events that hold nothing of what was asked for."""
    parts = list(asked)
    return [event for event in events if not any(part in event for part in parts)]


def asked_of(node: pytest.Item) -> list[str]:
    """What the marks of a test ask for."""
    return [event for mark in node.iter_markers("logs") for event in mark.args]


@pytest.fixture(autouse=True)
def no_warning_of_our_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing of ours warns unasked."""
    kept = Kept()
    root = logging.getLogger()
    root.addHandler(kept)
    yield
    root.removeHandler(kept)
    left = unasked(kept.events, asked_of(request.node))
    assert not left, f"logged without being asked for (mark the test with pytest.mark.logs): {left}"
