"""Returns of one collection that hold the same people: what one says is looked at by the rules of the others.

When a file takes the place of another one, the returns that hold a person who came, went or changed status are checked
again. A recheck changes nobody's people, so this does not go round in circles.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from collect.models import Job, PupilIndex, Return
from collect.services import causes, recheck
from collect.services.rulebooks import in_force

CHUNK = 400
Known = tuple[str | None, str | None, str, str | None]


def people_of(return_: Return) -> set[Known]:
    """What other returns may be told of each person: number, likeness, record and status."""
    rows = PupilIndex.objects.filter(for_return=return_)
    return set(rows.values_list("upn", "likeness", "record", "enrol_status"))


def tell(return_: Return, before: set[Known], job: Job, looked_at: datetime | None) -> list[UUID]:
    """Have the returns that hold somebody who changed checked again; the caller holds the transaction.

    ``before`` are the people before the file took over. ``looked_at`` is when its check read what others say: where one
    of those has changed since, this return is checked again too. Gives the returns that are told.
    """
    if not any(reference.among for reference in in_force(return_.collection.ruleset).plan.build.references.values()):
        return []
    now = people_of(return_)
    told = sorted(set(_holding(return_, before ^ now)))
    recheck.request(told, return_.organisation, causes.OTHERS)
    if looked_at is not None and _changed_since(return_, now, looked_at):
        recheck.again(job, causes.OTHERS)
    return told


def _holding(return_: Return, people: Iterable[Known]) -> Iterable[UUID]:
    for others in _others(return_, people):
        yield from others.values_list("for_return", flat=True).distinct()


def _changed_since(return_: Return, people: Iterable[Known], moment: datetime) -> bool:
    newer = Q(for_return__current_submission__checked_at__gte=moment)
    return any(others.filter(newer).exists() for others in _others(return_, people))


def _others(return_: Return, people: Iterable[Known]) -> Iterable[QuerySet[PupilIndex]]:
    every = list(people)
    elsewhere = PupilIndex.objects.filter(for_return__collection=return_.collection).exclude(for_return=return_)
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        upns = {upn for upn, *_ in some if upn}
        likenesses = {likeness for _, likeness, *_ in some if likeness}
        if upns or likenesses:
            yield elsewhere.filter(Q(upn__in=upns) | Q(likeness__in=likenesses))
