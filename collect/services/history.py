"""Writing the history, inside the transaction of what it tells."""

from __future__ import annotations

from typing import Any

import structlog

from accounts.scope import Actor
from collect.models import Event, Return, Submission


def record(
    return_: Return,
    action: str,
    actor: Actor | None,
    *,
    status_before: str | None = None,
    version_before: int | None = None,
    submission: Submission | None = None,
    details: dict[str, Any] | None = None,
) -> Event:
    """Add an event. Without ``actor`` it is something the portal did by itself.

    ``status_before`` and ``version_before`` are the return's own when nothing about it changed. ``details`` must be
    JSON and must not hold values out of a file.
    """
    return Event.objects.create(
        for_return=return_,
        submission=submission,
        action=action,
        person=actor.person if actor else None,
        organisation=actor.organisation if actor else None,
        status_before=return_.status if status_before is None else status_before,
        status_after=return_.status,
        version_before=return_.version if version_before is None else version_before,
        details=details or {},
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
    )
