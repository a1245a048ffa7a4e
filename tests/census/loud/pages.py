"""The portal's addresses, and pages that fail with personal data in their words."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path

from tests.census.loud.tasks import WORDS, fail

KINDS = {"gone": Http404, "forbidden": PermissionDenied, "odd": SuspiciousOperation}


@login_not_required
def failing(request: HttpRequest, kind: str) -> HttpResponse:
    if kind in KINDS:
        raise KINDS[kind](WORDS)
    fail()
    return HttpResponse()


@login_not_required
def streaming(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield "begun"
        fail()

    return StreamingHttpResponse(lines())


urlpatterns = [
    path("loud/streaming/", streaming),
    path("loud/<str:kind>/", failing),
    path("", include("census.urls")),
]
handler400 = "census.errors.bad_request"
handler500 = "census.errors.server_error"
