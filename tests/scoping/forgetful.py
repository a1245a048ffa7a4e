"""Pages that forgot their filter, planted by the tests of isolation."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import include, path

from collect.models import Collection
from scoping import ScopedManager

SCOPED = [model for model in apps.get_models() if isinstance(model._default_manager, ScopedManager)]


def everything(request: HttpRequest, table: str) -> HttpResponse:
    """All rows of a table: what a page without a filter asks for."""
    rows = apps.get_model(table)._default_manager.all()
    return JsonResponse({"rows": [str(row.pk) for row in rows]})


def streamed(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """The same, asked for while it is sent."""

    def lines() -> Iterator[str]:
        for row in apps.get_model(table)._default_manager.all():
            yield f"{row.pk}\n"

    return StreamingHttpResponse(lines())


def of_the_collection(request: HttpRequest) -> HttpResponse:
    """What hangs on something that everybody shares."""
    return JsonResponse({"rows": [str(row.pk) for c in Collection.objects.all() for row in c.returns.all()]})


urlpatterns = [
    path("everything/<str:table>/", everything),
    path("streamed/<str:table>/", streamed),
    path("collection/", of_the_collection),
    path("open/<str:table>/", login_not_required(everything)),
    path("", include("census.urls")),
]
