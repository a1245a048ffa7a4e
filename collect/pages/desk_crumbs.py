"""Where the pages of a desk stand."""

from __future__ import annotations

from django.urls import reverse

from accounts.scope import Actor
from collect.models import Collection, Return
from collect.pages.common import Crumb


def desk_crumbs(collection: Collection, *more: Crumb) -> list[Crumb]:
    """Home, the desk of a collection, and what ``more`` names; the last one is the page itself."""
    way: list[Crumb] = [{"text": "Home", "href": reverse("home")}, {"text": collection.name}]
    if more:
        way[-1]["href"] = reverse("desk", args=[collection.slug])
    return [*way, *more]


def return_crumbs(actor: Actor, return_: Return, *more: Crumb) -> list[Crumb]:
    """The way to a page about one return: over the desk for those who have one, unless it is their own."""
    is_own = actor.organisation.pk == return_.organisation_id
    if is_own or not (actor.is_la or actor.is_dfe):
        name = return_.collection.name
        return [
            {"text": "Home", "href": reverse("home")},
            {"text": name, "href": reverse("return", args=[return_.pk])},
            *more,
        ]
    here: Crumb = {"text": return_.organisation.name, "href": reverse("return", args=[return_.pk])}
    return desk_crumbs(return_.collection, here, *more)
