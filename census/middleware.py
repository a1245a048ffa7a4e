"""Guards that come before anything is read from a request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
