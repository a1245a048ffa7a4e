"""Account pages: my details, and the organisation acted for."""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import ActForForm
from accounts.models import Person
from accounts.scope import SESSION_KEY, memberships


def signed_in(request: HttpRequest) -> Person:
    """The person of a request; every page of this module that asks is closed to strangers."""
    return cast("Person", request.user)


@require_safe
def details(request: HttpRequest) -> HttpResponse:
    """My details: who I am, where I work, how I sign in."""
    person = signed_in(request)
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return render(
        request,
        "accounts/details.html",
        {
            "memberships": memberships(person),
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        },
    )


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Change the organisation acted for. One that is not the person's own is not found."""
    person = signed_in(request)
    choices = [(membership.organisation_id, membership.organisation.name) for membership in memberships(person)]
    form = ActForForm(request.POST, choices=choices)
    if not form.is_valid():
        raise Http404
    request.session[SESSION_KEY] = form.cleaned_data["organisation"]
    return redirect("/")


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "accounts/accessibility.html")
