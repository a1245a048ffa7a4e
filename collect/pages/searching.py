"""Whom a list is searched for: typed into the body of a form and kept in the session, so that no address holds a name.

An address holds a token instead. It finds what was typed in the same session only, so pages, filters and downloads of a
search work, and a link to it that somebody else opens shows the whole list.
"""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

TYPED, TOKEN = "pupil", "who"
LONGEST, KEPT = 80, 20
_KEY = "searched_for"


def filled(request: HttpRequest) -> QueryDict:
    """What the address asks for, with whom it is searched for."""
    said = request.GET.copy()
    typed = request.session.get(_KEY, {}).get(said.get(TOKEN, ""))
    if typed:
        said[TYPED] = typed
    return said


def to_address(request: HttpRequest) -> HttpResponse:
    """From a sent form to the address of what it asks for."""
    said = request.POST.copy()
    said.pop("csrfmiddlewaretoken", None)
    typed = "".join(said.pop(TYPED, [""])).strip()[:LONGEST]
    asked = QueryDict(mutable=True)
    for name in said:
        if (value := str(said[name])) and name != "page":
            asked[name] = value
    if typed:
        asked[TOKEN] = _keep(request, typed)
    query = asked.urlencode()
    return redirect(f"{request.path}?{query}" if query else request.path)


def _keep(request: HttpRequest, typed: str) -> str:
    """A token for what was typed; the oldest of many are forgotten."""
    kept: dict[str, str] = request.session.get(_KEY, {})
    known = next((token for token, text in kept.items() if text == typed), None)
    token = known or secrets.token_urlsafe(6)
    request.session[_KEY] = dict(list({**kept, token: typed}.items())[-KEPT:])
    return token
