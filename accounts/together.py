"""What a page of signing in changes, and the event that tells of it: together or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver


def in_one_transaction(addresses: Iterable[URLPattern | URLResolver]) -> None:
    """Have every page of a library answer inside one transaction: its change and our event are two statements."""
    for address in addresses:
        if isinstance(address, URLResolver):
            in_one_transaction(address.url_patterns)
        elif not hasattr(address.callback, "is_together"):
            address.callback = _together(address.callback)


def _together(view: Any) -> Any:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            found: HttpResponseBase = view(request, *args, **kwargs)
            return found
        with transaction.atomic():
            done: HttpResponseBase = view(request, *args, **kwargs)
            return done

    answer.is_together = True  # type: ignore[attr-defined]
    return answer
