"""What the pages share: how pupil-level answers are sent, and where a page stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypedDict

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts.scope import Actor
from collect.models import Return

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PAGE_SIZE = 50
"""Rows on one page of a list."""


class Crumb(TypedDict, total=False):
    """One step of the way to a page."""

    text: str
    href: str


def no_store(view: View[P]) -> View[P]:
    """Answers of ``view`` hold data about pupils: no browser and no proxy keeps them."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def crumbs(actor: Actor, return_: Return, *more: Crumb) -> list[Crumb]:
    """Home, the desk for those who have one, the return, and what ``more`` names; the last one is the page itself."""
    way: list[Crumb] = [{"text": "Home", "href": reverse("home")}]
    name = return_.collection.name
    if actor.organisation.pk != return_.organisation_id:
        if actor.is_la or actor.is_dfe:
            way.append({"text": name, "href": reverse("desk", args=[return_.collection.slug])})
        name = return_.organisation.name
    here: Crumb = {"text": name}
    if more:
        here["href"] = reverse("return", args=[return_.pk])
    return [*way, here, *more]
