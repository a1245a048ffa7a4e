"""Celery tasks of rule changes: doorbells, as those of ``collect``."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from collect.tasks import Doorbell
from rulechanges.services import previews, spread
from scoping import unscoped


@shared_task(base=Doorbell, ignore_result=True)
@unscoped("rules come into force for everybody")
def follow_up() -> dict[str, int]:
    """What the clock rings for: patches that have come into force, previews that wait or were dropped."""
    return {"patches": spread.spread_due(), "previews": previews.sweep()}


class PreviewTask(Doorbell):
    """Holds the preview that it is rung for, instead of what waits in the job table."""

    abstract = True

    def process_lost(self, worker: str, *args: Any) -> None:
        previews.free(*args)


# An hour: a national collection takes some minutes; its lease is what decides whether a worker still lives.
@shared_task(base=PreviewTask, soft_time_limit=3600, time_limit=3660)
@unscoped("a preview looks at the returns of the whole country")
def run_preview(preview_id: str) -> bool:
    """Run one preview, if it still waits."""
    return previews.work(preview_id)
