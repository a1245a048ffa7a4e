"""Searches for people and organisations: what is typed goes in the body and stays in the session.

So no address, history of a browser or log of a proxy keeps a name, and turning a page or taking the list away still
finds the same.
"""

from __future__ import annotations

from django.http import HttpRequest

LONGEST = 100


def sought(request: HttpRequest, page: str) -> str:
    """What is searched for on a page; empty where nothing is."""
    return str(request.session.get(_key(page), ""))


def seek(request: HttpRequest, page: str, text: str) -> None:
    """Search for this from now on; nothing ends the search."""
    text = text.strip()[:LONGEST]
    if text:
        request.session[_key(page)] = text
    else:
        request.session.pop(_key(page), None)


def _key(page: str) -> str:
    return f"sought_{page}"
