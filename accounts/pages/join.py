"""Join: the page behind the link of an invitation.

The link's token goes into the session at once, so that it stands in no address that is kept, sent on or logged.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import Join, NotAllowed
from accounts.invitations import Invitation
from accounts.pages.forms import JoinForm
from accounts.scope import SESSION_KEY

TOKEN = "invitation"  # noqa: S105 - where the session keeps it


@require_safe
@login_not_required
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The address of the e-mail: on to the page, without the token."""
    if Invitation.find(token) is None:
        return render(request, "accounts/join_gone.html")
    request.session[TOKEN] = token
    return redirect("account-join")


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Somebody new sets a password; somebody known signs in. Only who holds the e-mail learns which they are."""
    invitation = Invitation.find(request.session.get(TOKEN, ""))
    if invitation is None:
        return render(request, "accounts/join_gone.html")
    person = invitation.membership.person
    if person.has_usable_password() or request.user == person or not settings.PASSWORD_SIGN_IN:
        return known(request, invitation)
    return new(request, invitation)


def new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The first password."""
    membership = invitation.membership
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        person=membership.person,
        initial={"full_name": membership.invited_name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            Join(invitation, form.cleaned_data["password1"], form.cleaned_data["full_name"]).perform()
        except NotAllowed:
            return render(request, "accounts/join_gone.html")
        messages.success(request, "Your account is ready. Sign in with your email address and password.")
        return redirect("account_login")
    return render(request, "accounts/join.html", {"form": form, "membership": membership})


def known(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """One click, once signed in as the person it was sent to."""
    membership = invitation.membership
    is_theirs = request.user.is_authenticated and request.user.pk == membership.person_id
    if request.method == "POST" and is_theirs:
        try:
            Join(invitation, known=True).perform()
        except NotAllowed:
            return render(request, "accounts/join_gone.html")
        request.session[SESSION_KEY] = membership.organisation_id
        messages.success(request, f"You joined {membership.organisation}.")
        return redirect("home")
    return render(request, "accounts/join_known.html", {"membership": membership, "is_theirs": is_theirs})
