"""What each request acts as, and signing out those who left their desk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.confirming import has_second_step, needs_second_step, took_second_step
from accounts.models import Person
from accounts.recording import request_from
from accounts.scope import SESSION_KEY, Actor, choose, idle_minutes
from scoping import seen_by

LAST_SEEN = "last_seen"
SET_UP_HERE = "second_step_set_up_here"
"""Where a session keeps who set up a second step in it."""

WRITE_EVERY = 60
"""Seconds between two notes of the last activity, so that not every page view writes to the session."""

POLL_HEADER = "X-Poll"
"""Sent by a page that refreshes itself: nobody is at the keyboard, so it does not keep the session alive."""

Respond = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Set ``request.actor``: the signed-in person acting for one organisation, or None."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the actor, then go on."""
        person = request.user
        request.actor = (  # type: ignore[attr-defined]
            choose(person, request.session.get(SESSION_KEY)) if isinstance(person, Person) else None
        )
        actor = request.actor  # type: ignore[attr-defined]
        with request_from(address_of(request)), seen_by(actor):
            response = self.get_response(request)
        # What is streamed is asked for while it is sent, after the request is over; a file asks for nothing.
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = in_scope(actor, iter(response))
        return response


def in_scope(actor: Actor | None, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts of an answer, each made on behalf of who asked."""
    while True:
        with seen_by(actor):
            part = next(parts, None)
        if part is None:
            return
        yield part


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from, for the account events; None where that cannot be told."""
    try:
        return get_adapter().get_client_ip(request) or None
    except PermissionDenied:
        return None


class SecondStepMiddleware:
    """Let approvers and DfE go on only in a session that took a second step, or in which it was set up.

    Somebody without one is led to the page where it is set up. A session of somebody who has one by now, but that was
    opened without it, ends: whoever learnt the password may have opened it.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, set up first, or sign in again."""
        actor = getattr(request, "actor", None)
        if request.path.startswith(reverse("mfa_index")):
            return self.note_setting_up(request)
        open_ones = tuple(map(reverse, ("account_logout", "account_reauthenticate", "account-act-for")))
        if (
            request.path.startswith(open_ones)
            or actor is None
            or not needs_second_step(actor)
            or took_second_step(request)
            or request.session.get(SET_UP_HERE) == actor.person.pk
        ):
            return self.get_response(request)
        if has_second_step(actor.person):
            return sign_out(request, "Sign in again, with your second step.")
        messages.info(request, "Set up a second step of signing in first. Approvers and DfE need one.")
        return led_to(request, reverse("mfa_index"))

    def note_setting_up(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep in the session that the second step was set up in it."""
        person = request.user
        if request.method != "POST" or not isinstance(person, Person) or has_second_step(person):
            return self.get_response(request)
        response = self.get_response(request)
        if has_second_step(person):
            request.session[SET_UP_HERE] = person.pk
        return response


def led_to(request: HttpRequest, address: str) -> HttpResponse:
    """On to another page, also where only a part of a page was asked for."""
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else redirect(address)


def sign_out(request: HttpRequest, why: str) -> HttpResponse:
    """Back to the sign-in page, and from there to the page the person wanted."""
    with transaction.atomic():  # the event of it is written by a listener
        logout(request)
    messages.info(request, why)
    address = resolve_url(settings.LOGIN_URL)
    if request.method == "GET" and not request.headers.get("HX-Request"):
        address = f"{address}?{urlencode({'next': request.get_full_path()})}"
    return led_to(request, address)


class IdleMiddleware:
    """Sign a person out after too long without activity: sooner for DfE, whose pages show the whole country."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, or sign out."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        last_seen = request.session.get(LAST_SEEN, now)
        actor = request.actor  # type: ignore[attr-defined]
        minutes = idle_minutes(actor)
        if now - last_seen > minutes * 60:
            return sign_out(request, f"You were signed out because you did nothing here for {minutes} minutes.")
        if LAST_SEEN not in request.session or (now - last_seen >= WRITE_EVERY and POLL_HEADER not in request.headers):
            request.session[LAST_SEEN] = now
        return self.get_response(request)
