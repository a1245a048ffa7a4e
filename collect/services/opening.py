"""Opening a collection: a return for each organisation that has to send one."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Organisation
from collect.models import Collection, Return


def open_returns(collection: Collection, organisations: Iterable[Organisation]) -> list[Return]:
    """Make the return of each organisation that has none yet, with the agent it has now. Gives those that were made."""
    have = set(Return.objects.filter(collection=collection).values_list("organisation", flat=True))
    missing = [organisation for organisation in organisations if organisation.pk not in have]
    authorities = {
        la.la_number: la
        for la in Organisation.objects.filter(kind=Organisation.Kind.LA, la_number__in={o.la_number for o in missing})
    }
    return Return.objects.bulk_create(
        (
            Return(
                collection=collection,
                organisation=organisation,
                agent=authorities.get(organisation.la_number) if organisation.has_agent else None,
            )
            for organisation in missing
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
