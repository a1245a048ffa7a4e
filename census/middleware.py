"""Guards that come before anything is read from a request, and what is logged of it."""

import re
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django_structlog.middlewares import RequestMiddleware

from census.errors import too_large


class RequestSizeMiddleware:
    """Refuse a request that says it is larger than the largest file, before a byte of it is stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, or answer 413."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_REQUEST_BYTES:
            return too_large(request)
        return self.get_response(request)


class NoStoreMiddleware:
    """Let no browser and no proxy keep an answer to somebody who is signed in, nor the one that signs them in or out.

    Every page then names a person, and most name more. Static files are served before this, and are kept as long as
    they like. Stands just inside the sign-in, so that answers of all that comes after it pass here too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say that it is not to be kept."""
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in or request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
            # They would contradict it.
            for name in ("Expires", "ETag", "Last-Modified"):
                response.headers.pop(name, None)
        return response


class RequestLogMiddleware(RequestMiddleware):
    """Logs each request by its route and ids. Tokens stand in paths and names in queries, so neither is told."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """``GET /returns/0197…/findings/``: texts stay as the route has them, ``<str:token>``."""
        try:
            match = request.resolver_match or resolve(request.path_info)
        except Resolver404:
            return f"{request.method} (no such page)"
        route = match.route
        for name, value in match.kwargs.items():
            if isinstance(value, int | UUID):
                route = re.sub(rf"<(\w+:)?{name}>", str(value), route)
        return f"{request.method} /{route}"
