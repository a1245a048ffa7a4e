"""Returns of schools that became academies: those of census days since then have no agent."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from collect.models import Return, Status
from collect.services.history import record


def part_from_agents(academies: Iterable[Organisation]) -> int:
    """Take the LA off returns that are still without data, of census days on which the school was an academy.

    A return that has data, or whose census day was before, stays with the LA that the school had. Gives how many.
    """
    moved = 0
    for academy in academies:
        since = academy.opened_on or timezone.localdate()
        waiting = Return.objects.select_for_update(of=("self",)).filter(
            Q(submissions=None),
            organisation=academy,
            agent__isnull=False,
            status=Status.NO_DATA,
            collection__reference_date__gte=since,
        )
        for return_ in waiting:
            agent, before = str(return_.agent), return_.version
            return_.agent, return_.version = None, before + 1
            return_.save(update_fields=["agent", "version"])
            record(return_, "agent_left", None, version_before=before, details={"agent": agent})
            moved += 1
    return moved
