"""What one person can open: pages, collections and returns, as the portal itself would decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from accounts.models import Membership, Person
from accounts.scope import Actor
from accounts.support import is_support
from collect import scope
from collect.models import Collection
from collect.selectors.access import Cell, cell_of, collections_of, grid


@dataclass(frozen=True)
class Line:
    """One collection: what the person may do there, and how many returns they see."""

    collection: Collection
    cell: Cell
    returns: int


@dataclass(frozen=True)
class Sight:
    """One membership and what it opens."""

    membership: Membership
    every: Cell
    pages: tuple[str, ...]
    lines: tuple[Line, ...]


def sights(person: Person) -> list[Sight]:
    """What each membership of a person opens, the removed ones last."""
    rows = person.memberships.select_related("organisation", "person").prefetch_related("access")
    return [sight(membership) for membership in rows.order_by("removed_at", "pk")]


def sight(membership: Membership) -> Sight:
    """What one membership opens. It asks the scope that the pages ask."""
    actor = Actor.of(membership)
    collections = list(collections_of(membership.organisation))
    seen = scope.returns_for(actor).order_by().values_list("collection").annotate(Count("pk"))
    counts = dict(seen)
    (row,) = grid([membership], collections)
    lines = (Line(one, cell, counts.get(one.pk, 0)) for one, cell in zip(collections, row.cells, strict=True))
    return Sight(membership, cell_of(membership), pages(actor), tuple(lines))


def pages(actor: Actor) -> tuple[str, ...]:
    """The pages besides those about returns, in words."""
    if not actor.is_at_work:
        return ()
    found = ["Home", "My details"]
    if actor.is_la or actor.is_dfe:
        found.append("Desk of each collection")
    if actor.is_approver:
        found += ["People", "Access to collections", "Account events", "Emails"]
    if actor.is_approver and (actor.is_la or actor.is_dfe):
        found.append("Stepping in for others")
    if actor.is_dfe:
        found += ["Rule changes", "School register"]
    return (*found, "Support") if is_support(actor) else tuple(found)
