"""Sessions: where am I signed in, and how do I sign out there?"""

from __future__ import annotations

from typing import cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.sessions import EndSession
from accounts.people import Person


@require_safe
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in now."""
    found = UserSession.objects.purge_and_list(cast("Person", request.user))
    found.sort(key=lambda session: session.pk, reverse=True)
    return render(request, "accounts/sessions.html", {"sessions": found})


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out there. A session of somebody else is not found."""
    person = cast("Person", request.user)
    session = get_object_or_404(UserSession, pk=session_id, user=person)
    EndSession(person, session).perform()
    messages.success(request, "You are signed out on that device.")
    return redirect("account-sessions")


@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is at the keyboard: like every page, this keeps the session."""
    return HttpResponse(status=204)
