"""Returns of one collection that hold the same people: what one says is looked at by the rules of the others.

When a file takes the place of another one, the returns that hold a person who came, went or changed status are checked
again. A recheck changes nobody's people, so this does not go round in circles.

A file may be full of people of everybody else's, by mistake or on purpose, and come again and again. So the returns
that one file has checked are bounded, those that share most with it first; each rests in between; and they come after
all other work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import structlog
from django.db.models import Count, Q, QuerySet

from collect.conf import conf
from collect.models import Job, PupilIndex, Return
from collect.services import causes, recheck
from collect.services.rulebooks import in_force

log = structlog.get_logger(__name__)

CHUNK = 400
Known = tuple[str | None, str | None, str, str | None]


def people_of(return_: Return) -> set[Known]:
    """What other returns may be told of each person: number, likeness, record and status."""
    rows = PupilIndex.objects.filter(for_return=return_)
    return set(rows.values_list("key", "likeness", "record", "enrol_status"))


def tell(return_: Return, before: set[Known], job: Job, looked_at: datetime | None) -> list[UUID]:
    """Have the returns that hold somebody who changed checked again; the caller holds the transaction.

    ``before`` are the people before the file took over. ``looked_at`` is when its check read what others say: where one
    of those has changed since, this return is checked again too. Gives the returns that are told.
    """
    if not any(reference.among for reference in in_force(return_.collection.ruleset).plan.build.references.values()):
        return []
    now = people_of(return_)
    told = _holding(return_, before ^ now)
    if len(told) > conf().neighbours:
        log.info("neighbours left out", of_return=str(return_.pk), count=len(told) - conf().neighbours)
        told = told[: conf().neighbours]
    recheck.request(told, return_.organisation, causes.OTHERS, rest=conf().neighbour_rest)
    if looked_at is not None and _changed_since(return_, now, looked_at):
        recheck.again(job, causes.OTHERS)
    return told


def _holding(return_: Return, people: Iterable[Known]) -> list[UUID]:
    """The returns that hold one of these people, those that hold most of them first."""
    shared: Counter[UUID] = Counter()
    for others in _others(return_, people):
        shared.update(dict(others.values_list("for_return").annotate(Count("pk")).order_by()))
    return sorted(shared, key=lambda pk: (-shared[pk], pk))


def _changed_since(return_: Return, people: Iterable[Known], moment: datetime) -> bool:
    newer = Q(for_return__current_submission__checked_at__gte=moment)
    return any(others.filter(newer).exists() for others in _others(return_, people))


def _others(return_: Return, people: Iterable[Known]) -> Iterable[QuerySet[PupilIndex]]:
    every = list(people)
    elsewhere = PupilIndex.objects.filter(for_return__collection=return_.collection).exclude(for_return=return_)
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        keys = {key for key, *_ in some if key}
        likenesses = {likeness for _, likeness, *_ in some if likeness}
        if keys or likenesses:
            yield elsewhere.filter(Q(key__in=keys) | Q(likeness__in=likenesses))
