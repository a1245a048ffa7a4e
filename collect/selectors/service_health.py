"""How the portal itself is: what answers, what waits, and what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from collect.models import Job
from collect.services.dependencies import DEPENDENCIES
from scoping import unscoped
from validation.models import Run

SHOWN = 100
FALLBACKS_OF = timedelta(days=7)


@dataclass(frozen=True)
class Cause:
    """Checks that one thing stopped or holds up. ``since``: the oldest of them was asked for then."""

    words: str
    count: int
    since: datetime


@dataclass(frozen=True)
class ServiceHealth:
    """What system staff look at."""

    answers: list[tuple[str, str]]
    """Each dependency with what is wrong with it; empty where it answers."""
    waiting: int
    running: int
    oldest: datetime | None
    held_up: list[Cause]
    given_up: list[Cause]
    jobs: list[Job]
    """The newest checks that were given up."""
    fell_back: list[Cause]
    """Checks of the last days that took a slow way because a quick one failed."""


def service_health() -> ServiceHealth:
    """As it is now."""
    with unscoped("system staff look after every check"):
        queued, failed = (Job.objects.filter(state=state) for state in (Job.State.QUEUED, Job.State.FAILED))
        newest = failed.select_related("submission__for_return__organisation", "submission__for_return__collection")
        return ServiceHealth(
            answers=[*((name, look()) for name, look in DEPENDENCIES.items()), ("Cache", _cache())],
            waiting=queued.count(),
            running=Job.objects.filter(state=Job.State.RUNNING).count(),
            oldest=queued.aggregate(oldest=Min("queued_at"))["oldest"],
            held_up=_causes(queued.exclude(waiting_for=""), "waiting_for"),
            given_up=_causes(failed, "last_error"),
            jobs=list(newest.order_by("-finished_at", "-pk")[:SHOWN]),
            fell_back=_fallbacks(timezone.now() - FALLBACKS_OF),
        )


def _causes(jobs: QuerySet[Job], column: str) -> list[Cause]:
    rows = jobs.order_by().values_list(column).annotate(count=Count("pk"), since=Min("queued_at"))
    return [Cause(*row) for row in rows.order_by("-count", column)]


def _fallbacks(since: datetime) -> list[Cause]:
    """What runs say of themselves, by its words, most often first."""
    found: dict[str, list[datetime]] = {}
    runs = Run.objects.exclude(fallbacks=[]).filter(created_at__gte=since)
    for fallbacks, created_at in runs.order_by("created_at").values_list("fallbacks", "created_at").iterator():
        for words in fallbacks:
            found.setdefault(words, []).append(created_at)
    causes = [Cause(words, len(moments), moments[0]) for words, moments in found.items()]
    return sorted(causes, key=lambda cause: (-cause.count, cause.words))


def _cache() -> str:
    """What the cache says of itself: the one of production does without its server for a while."""
    cache.get("health")
    is_away = getattr(cache, "is_away", None)
    return "does not answer: each process counts sign-in attempts by itself" if is_away and is_away() else ""
