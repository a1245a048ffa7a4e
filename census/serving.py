"""Configuration of gunicorn: ``gunicorn --config python:census.serving``. Its log goes the way of all others.

An access log, where somebody turns it on, says how long and how large, never what was asked for or by whom: each
request is in the portal's own log already, by its route.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from gunicorn import glogging

from census.logs import formatter

TOLD = frozenset("tsmbBTDMLpH")
"""Time, status, method, sizes, durations, process. Not: address, user, path, query, referrer, headers."""


class Logger(glogging.Logger):
    """gunicorn's, without what would tell of a person."""

    def _set_handler(self, log: logging.Logger, output: str, fmt: logging.Formatter, stream: Any = None) -> None:
        own = formatter(os.environ.get("LOG_FORMAT", "json")) if log is self.error_log else fmt
        super()._set_handler(log, output, own, stream)

    def debug(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Nothing: gunicorn's debugging tells every path that is asked for."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What a line of an access log can be made of."""
        return {name: value for name, value in super().atoms(*args, **kwargs).items() if name in TOLD}


logger_class = Logger


def post_worker_init(worker: Any) -> None:
    """A web process has started: perhaps in the place of one that was killed half-way through an upload."""
    from collect.services import leftovers

    leftovers.remove()
