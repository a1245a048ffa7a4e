"""What the main process of a worker does when one of its children is killed at a task: it frees what the task held.

Without it the lease runs out by itself, a minute later; it stays as the last resort for a worker that is gone whole.
"""

from __future__ import annotations

from typing import Any

import structlog
from celery.exceptions import WorkerLostError
from celery.worker.request import Request
from django.db import connections

from collect.services.queue import worker_name
from scoping import unscoped

log = structlog.get_logger(__name__)


class DoorbellRequest(Request):
    """Celery's record, in the main process, of one task that a child is at."""

    def on_failure(self, exc_info: Any, send_failed_event: bool = True, return_ok: bool = False) -> None:
        """The task ended badly. Free what it held before it is handed out again, if its process is gone."""
        problem = exc_info.exception
        if isinstance(getattr(problem, "exc", problem), WorkerLostError):
            self.free()
        super().on_failure(exc_info, send_failed_event, return_ok)

    def on_timeout(self, soft: bool, timeout: float) -> None:
        """The task took too long. Past the hard limit its process is killed."""
        super().on_timeout(soft, timeout)
        if not soft:
            self.free()

    def free(self) -> None:
        """Let the task give up what its process held."""
        try:
            with unscoped("a killed process held the work of whoever's turn it was"):
                self.task.process_lost(worker_name(self.worker_pid), *self.args)
        except Exception as problem:  # noqa: BLE001  (the worker must go on; the lease runs out by itself)
            log.warning("lease not freed", task=self.name, problem=type(problem).__name__)
        finally:
            # Children that are forked later must not find a connection of this process.
            connections.close_all()
