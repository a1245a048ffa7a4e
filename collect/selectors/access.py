"""Who may do what in which collection, for those who decide it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.access import AccessRequest, CollectionAccess, is_running, rows_of
from accounts.models import Membership, Organisation
from accounts.scope import Actor, Permission
from collect.models import Collection, Return
from scoping import unscoped


def collections_of(organisation: Organisation) -> QuerySet[Collection]:
    """The collections that an organisation has a part in, whoever may see them."""
    if organisation.kind == Organisation.Kind.DFE:
        return Collection.objects.all()
    part = Q(organisation=organisation) | Q(agent=organisation) | Q(organisation__parent=organisation)
    with unscoped("which collections there are to ask for is known before one may see them"):
        return Collection.objects.filter(pk__in=Return.objects.filter(part).values("collection"))


def requests_for(actor: Actor) -> QuerySet[AccessRequest]:
    """The open requests that the actor can answer, oldest first."""
    if not (actor.is_approver and actor.is_at_work):
        return AccessRequest.objects.none()
    mine = Q(asked_of=actor.organisation) | Q(membership__organisation=actor.organisation)
    open_ones = AccessRequest.objects.filter(mine, answered_at=None, membership__removed_at=None)
    return open_ones.select_related("membership__person", "membership__organisation", "asked_of")


@dataclass(frozen=True)
class Cell:
    """What one person may do in one collection. ``is_own``: it differs from every other collection."""

    may: tuple[str, ...]
    ends_on: date | None
    is_own: bool

    @property
    def has_ended(self) -> bool:
        """Whether its last day is over."""
        return not is_running(self.ends_on)


@dataclass(frozen=True)
class GridRow:
    """One person of the grid: what holds in every collection, and each collection."""

    membership: Membership
    every: Cell
    cells: tuple[Cell, ...]


def cell_of(row: Membership | CollectionAccess) -> Cell:
    """What a membership or an exception for one collection says."""
    may = tuple(str(one) for one in Permission if getattr(row, f"can_{one}"))
    if isinstance(row, Membership):
        return Cell(may, row.access_ends_on, False)
    return Cell(may, row.ends_on, True)


def grid(memberships: list[Membership], collections: list[Collection]) -> list[GridRow]:
    """People by collections. Fetch the memberships with ``access`` to ask the database once."""
    found = []
    for membership in memberships:
        own = {row.collection: row for row in rows_of(membership)}
        every = cell_of(membership)
        cells = tuple(cell_of(own.get(str(one.pk), membership)) for one in collections)
        found.append(GridRow(membership, every, cells))
    return found


def members_to_list(organisation: Organisation) -> QuerySet[Membership]:
    """The people of an organisation who are not removed, with their access."""
    rows = organisation.memberships.filter(removed_at=None).select_related("person", "organisation")
    return rows.prefetch_related("access").order_by("pk")
