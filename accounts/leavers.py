"""People who have not signed in for thirteen months: told twice, then suspended.

A time counts from the last sign-in, from joining or from being reinstated, whichever came last.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.people import Membership

QUIET_MONTHS = 13
FIRST_WARNING, SECOND_WARNING = timedelta(days=30), timedelta(days=7)
"""Before the suspension. Nobody is suspended sooner than a second warning says."""
WARNINGS = 2


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier; the 28th where it would be later in the month."""
    count = moment.year * 12 + moment.month - 1 - months
    return moment.replace(year=count // 12, month=count % 12 + 1, day=min(moment.day, 28))


def last_seen(membership: Membership) -> datetime:
    """The same for one, which must have joined."""
    assert membership.joined_at is not None
    known = (membership.person.last_login, membership.active_since, membership.joined_at)
    return max(moment for moment in known if moment is not None)


def warnings_given(membership: Membership) -> int:
    """How many warnings they had since they were last there."""
    warned = membership.quiet_warned_at
    return membership.quiet_warnings if warned is not None and warned > last_seen(membership) else 0


def is_due_to_warn(membership: Membership, now: datetime) -> bool:
    """Whether the next warning should go."""
    given, seen = warnings_given(membership), last_seen(membership)
    if given == 0:
        return seen <= months_before(now + FIRST_WARNING, QUIET_MONTHS)
    if given >= WARNINGS or membership.quiet_warned_at is None:
        return False
    between = membership.quiet_warned_at + (FIRST_WARNING - SECOND_WARNING)
    return seen <= months_before(now + SECOND_WARNING, QUIET_MONTHS) and now >= between


def is_due_to_suspend(membership: Membership, now: datetime) -> bool:
    """Whether both warnings went long enough ago and the time is over."""
    if warnings_given(membership) < WARNINGS or membership.quiet_warned_at is None:
        return False
    return (
        last_seen(membership) <= months_before(now, QUIET_MONTHS) and now >= membership.quiet_warned_at + SECOND_WARNING
    )


def quiet_ones(now: datetime | None = None) -> QuerySet[Membership]:
    """Active memberships of people for whom a warning or the suspension may be due."""
    moment = months_before((now or timezone.now()) + FIRST_WARNING, QUIET_MONTHS)
    active = Membership.objects.filter(
        is_active=True, removed_at=None, person__is_active=True, joined_at__isnull=False
    ).select_related("person", "organisation")
    since = Coalesce("active_since", "joined_at")
    seen = active.annotate(seen=Greatest(Coalesce("person__last_login", "joined_at"), since, F("joined_at")))
    return seen.filter(seen__lte=moment).order_by("pk")
