"""Who may do what in which collection. Collections are known here by a key and a name only.

What a membership says holds in every collection, those to come included. A row of ``CollectionAccess`` says otherwise
for one of them, or for a family of them (``FAMILY`` and its code), and replaces it there. What is said of one
collection goes before what is said of its family.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from holidays import country_holidays

from accounts.organisations import Organisation
from accounts.people import Membership, Person

ANSWER_WITHIN = 5
"""Working days until an unanswered request goes to the level above."""


FAMILY = "family:"
"""Starts the key that means all collections of a family, those to come included."""

_families: Callable[[], dict[str, str]] = dict


def know_families(families: Callable[[], dict[str, str]]) -> None:
    """Say who knows the families: key of each collection → key of its family. Asked anew each time."""
    global _families
    _families = families


class CollectionAccess(models.Model):
    """What one person may do in one collection or family of them, where that differs from every other."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="access")
    collection = models.CharField(max_length=60)
    can_view = models.BooleanField(default=False)
    can_edit = models.BooleanField(default=False)
    can_submit = models.BooleanField(default=False)
    can_approve = models.BooleanField(default=False)
    can_authorise = models.BooleanField(default=False)
    ends_on = models.DateField(null=True, blank=True, help_text="The last day on which it holds")

    class Meta:
        """One for each person and collection."""

        constraints = [models.UniqueConstraint(fields=["membership", "collection"], name="one_access_each")]

    def __str__(self) -> str:
        return f"{self.membership}: {self.collection}"

    def allows(self, permission: str) -> bool:
        """Whether it lets somebody do this today."""
        return is_running(self.ends_on) and getattr(self, f"can_{permission}")


class AccessRequest(models.Model):
    """Somebody asks for more in one collection. ``asked_of`` is the organisation whose approvers answer now."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="access_requests")
    collection = models.CharField(max_length=60)
    collection_name = models.CharField(max_length=120)
    may = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    asked_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    waits_since = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    was_given = models.BooleanField(null=True, blank=True)

    class Meta:
        """Oldest first; one open request for each person and collection."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "collection"], condition=Q(answered_at=None), name="one_open_request_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership} asks for {self.collection_name}"


@dataclass(frozen=True)
class Reach:
    """The collections in which somebody may do something: all but ``keys``, or only ``keys``."""

    everywhere: bool
    keys: frozenset[str]

    def holds(self, key: str) -> bool:
        """Whether a collection is among them."""
        return (key in self.keys) != self.everywhere

    @property
    def is_anywhere(self) -> bool:
        """Whether there may be any."""
        return self.everywhere or bool(self.keys)

    def q(self, field: str) -> Q:
        """The condition on a column that holds collections."""
        among = Q(**{f"{field}__in": sorted(key for key in self.keys if not key.startswith(FAMILY))})
        return ~among if self.everywhere else among


def is_running(ends_on: date | None) -> bool:
    """Whether something that ends on a day holds today."""
    return ends_on is None or timezone.localdate() <= ends_on


def rows_of(membership: Membership) -> list[CollectionAccess]:
    """What differs for single collections, asked for once for each object."""
    known: list[CollectionAccess] | None = membership.__dict__.get("known_access")
    if known is None:
        known = membership.__dict__["known_access"] = list(membership.access.all())
    return known


def reach(membership: Membership, permission: str) -> Reach:
    """In which collections a membership allows something today."""
    general = is_running(membership.access_ends_on) and getattr(membership, f"can_{permission}")
    rows = effective(membership)
    return Reach(general, frozenset(key for key, row in rows.items() if row.allows(permission) != general))


def effective(membership: Membership) -> dict[str, CollectionAccess]:
    """Key → the row that says what holds there, for collections and families that have one.

    A family's row stands for each of its collections that has none of its own.
    """
    own = {row.collection: row for row in rows_of(membership)}
    if not any(key.startswith(FAMILY) for key in own):
        return own
    of_families = {key: own[family] for key, family in families_of(membership).items() if family in own}
    return of_families | own


def families_of(membership: Membership) -> dict[str, str]:
    """The families, asked for once for each object."""
    known: dict[str, str] | None = membership.__dict__.get("known_families")
    if known is None:
        known = membership.__dict__["known_families"] = _families()
    return known


def who_may(permissions: Iterable[str], key: str) -> Q:
    """The condition on memberships that allow one of ``permissions`` in a collection today."""
    wanted, today = Q(), timezone.localdate()
    for permission in permissions:
        wanted |= Q(**{f"can_{permission}": True})
    rows = CollectionAccess.objects.filter(membership=OuterRef("pk"))
    own, family = rows.filter(collection=key), rows.filter(collection=_families().get(key, FAMILY))
    in_time = Q(ends_on=None) | Q(ends_on__gte=today)
    general = Q(access_ends_on=None) | Q(access_ends_on__gte=today)
    by_family = Q(Exists(family.filter(wanted, in_time))) | (~Q(Exists(family)) & wanted & general)
    return Q(Exists(own.filter(wanted, in_time))) | (~Q(Exists(own)) & by_family)


def working_days_since(then: datetime, now: datetime) -> int:
    """Whole working days between two moments: Monday to Friday without the bank holidays of England."""
    first, last = timezone.localdate(then), timezone.localdate(now)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    closed = bank_holidays(range(first.year, last.year + 1))
    return sum(day.weekday() < 5 and day not in closed for day in days)


def bank_holidays(years: range) -> frozenset[date]:
    """The bank holidays of England in these years."""
    return frozenset(country_holidays("GB", subdiv="ENG", years=years))


def levels_above(organisation: Organisation) -> list[Organisation]:
    """Who answers where an organisation does not: its LA or its trust, then DfE."""
    if organisation.kind == Organisation.Kind.DFE:
        return []
    above = [organisation.agent(), organisation.parent]
    above += list(Organisation.objects.filter(kind=Organisation.Kind.DFE)[:1])
    return [level for level in above if level is not None]
