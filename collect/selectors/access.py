"""Who may do what in which collection, for those who decide it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.access import AccessRequest, CollectionAccess, effective, is_running
from accounts.authority import is_last_approver
from accounts.models import Membership, Organisation
from accounts.scope import Actor, Permission
from collect.models import Collection, Return
from collect.selectors.families import families_by_collection
from scoping import unscoped


def collections_of(organisation: Organisation) -> QuerySet[Collection]:
    """The collections that an organisation has a part in, whoever may see them."""
    if organisation.kind == Organisation.Kind.DFE:
        return Collection.objects.all()
    part = Q(organisation=organisation) | Q(agent=organisation) | Q(organisation__parent=organisation, agent=None)
    with unscoped("which collections there are to ask for is known before one may see them"):
        return Collection.objects.filter(pk__in=Return.objects.filter(part).values("collection"))


def requests_for(actor: Actor) -> QuerySet[AccessRequest]:
    """The open requests that the actor can answer, oldest first."""
    if not (actor.is_approver and actor.is_at_work):
        return AccessRequest.objects.none()
    mine = Q(asked_of=actor.organisation) | Q(membership__organisation=actor.organisation)
    open_ones = AccessRequest.objects.filter(mine, answered_at=None, membership__removed_at=None)
    if not actor.membership.is_full_approver:
        open_ones = open_ones.filter(membership__role=Membership.Role.END_USER)
    if not is_last_approver(actor.membership):
        open_ones = open_ones.exclude(membership__person=actor.person)
    return open_ones.select_related("membership__person", "membership__organisation", "asked_of")


@dataclass(frozen=True)
class Cell:
    """What one person may do in one collection or family of them.

    ``is_own``: it is said of this one alone. ``is_family``: it is said of the family that the collection belongs to.
    """

    may: tuple[str, ...]
    ends_on: date | None
    is_own: bool
    is_family: bool = False

    @property
    def has_ended(self) -> bool:
        """Whether its last day is over."""
        return not is_running(self.ends_on)


@dataclass(frozen=True)
class GridRow:
    """One person of the grid: what holds in every collection, in each family of them, and in each collection."""

    membership: Membership
    every: Cell
    families: tuple[Cell, ...]
    cells: tuple[Cell, ...]


def cell_of(row: Membership | CollectionAccess, key: str = "") -> Cell:
    """What a membership or an exception says of the collection or family ``key``."""
    may = tuple(str(one) for one in Permission if getattr(row, f"can_{one}"))
    if isinstance(row, Membership):
        return Cell(may, row.access_ends_on, False)
    is_own = row.collection == key
    return Cell(may, row.ends_on, is_own, not is_own)


def grid(memberships: list[Membership], collections: list[Collection], families: Iterable[str] = ()) -> list[GridRow]:
    """People by collections and families. Fetch the memberships with ``access`` to ask the database once."""
    found, keys, belongs = [], [str(one.pk) for one in collections], families_by_collection()
    for membership in memberships:
        membership.__dict__["known_families"] = belongs
        said = effective(membership)
        families_cells = tuple(cell_of(said.get(key, membership), key) for key in families)
        cells = tuple(cell_of(said.get(key, membership), key) for key in keys)
        found.append(GridRow(membership, cell_of(membership), families_cells, cells))
    return found


def members_to_list(organisation: Organisation) -> QuerySet[Membership]:
    """The people of an organisation who are not removed, with their access."""
    rows = organisation.memberships.filter(removed_at=None).select_related("person", "organisation")
    return rows.prefetch_related("access").order_by("pk")
