"""Who read pupils' data, for the organisation whose data it is."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.scope import Actor
from collect import scope
from collect.models import PupilDataRead, Return


def may_see_reads(actor: Actor, return_: Return) -> bool:
    """The organisation whose data it is, its trust, and DfE."""
    source = return_.organisation
    return actor.is_dfe or actor.organisation.pk in (source.pk, source.parent_id)


def reads(actor: Actor, return_: Return, kind: str = "", organisation: str = "") -> QuerySet[PupilDataRead]:
    """The reads of a return that the actor may see, newest first: of one kind, by one organisation (key), or all."""
    found = scope.reads_for(actor).filter(for_return=return_)
    if kind:
        found = found.filter(kind=kind)
    if organisation:
        found = found.filter(organisation=int(organisation))
    return found


def organisations_that_read(found: QuerySet[PupilDataRead]) -> dict[str, str]:
    """Key → name of the organisations whose people read."""
    rows = found.order_by("organisation__name").values_list("organisation", "organisation__name").distinct()
    return {str(pk): name for pk, name in rows}
