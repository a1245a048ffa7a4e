"""Home: what whoever signs in has to do, and by when."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.scope import Permission, actor_of
from collect import scope
from collect.models import Return
from collect.pages.common import no_store
from collect.pages.desk_home import desk_home
from collect.pages.task_cards import tasks_of
from collect.selectors.access import requests_for
from collect.selectors.desks import with_counts


@require_safe
@no_store
def home(request: HttpRequest) -> HttpResponse:
    """A school's collections as tasks; the desk of an LA or of DfE; a trust's academies."""
    if getattr(request, "actor", None) is None:
        return render(request, "collect/home_nobody.html")
    actor = actor_of(request)
    if actor.is_la or actor.is_dfe:
        return desk_home(request)
    if actor.is_trust:
        return trust_home(request)
    context = {
        "tasks": tasks_of(actor),
        "may_view": actor.may(Permission.VIEW),
        "requests": list(requests_for(actor)),
    }
    return render(request, "collect/home.html", context)


def trust_home(request: HttpRequest) -> HttpResponse:
    """A trust reads the returns of its academies."""
    actor = actor_of(request)
    rows = with_counts(scope.returns_for(actor)).order_by(
        "collection__due_on", "-collection__blade", "collection", "organisation__name"
    )
    groups: list[tuple[object, list[Return]]] = [
        (collection, list(returns)) for collection, returns in groupby(rows, key=lambda row: row.collection)
    ]
    return render(request, "collect/home_trust.html", {"groups": groups, "requests": list(requests_for(actor))})
