"""Claim: how does our organisation get its first approver?"""

from __future__ import annotations

from contextlib import suppress

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.actions import NotAllowed
from accounts.actions.claim import NOBODY, Claim, MakePin
from accounts.addresses import AddressFormField
from accounts.claims import organisation_named
from accounts.confirming import confirm_identity
from accounts.organisations import Organisation
from accounts.pages.forms import Plain
from accounts.scope import actor_of

TRIES_AN_HOUR = 20
"""From one address, so that PINs are not guessed one organisation after the other."""


class ClaimForm(Plain):
    """Which organisation, its PIN, and who asks."""

    number = forms.CharField(
        label="Number of your organisation",
        help_text="LAESTAB (7 digits), URN, UKPRN, UID, or the number of a local authority.",
        max_length=12,
        error_messages={"required": "Enter the number of your organisation"},
    )
    pin = forms.CharField(
        label="PIN",
        help_text="From the letter sent to your organisation. It looks like ABCD-2345-EFGH.",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the PIN"},
    )
    full_name = forms.CharField(
        label="Your full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )
    email = AddressFormField(
        label="Your work email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your email address",
        },
    )


def too_many(request: HttpRequest) -> bool:
    """Whether this address has tried too often within the hour."""
    return limits.count(f"claim:{limits.digest(limits.address_of(request))}", 3600) > TRIES_AN_HOUR


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def claim(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the organisation exists, has an approver, and whether the PIN was right."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if too_many(request):
            form.add_error(None, "Too many attempts. Wait an hour, then try again.")
        else:
            ask(form)
            return redirect("account-claim-sent")
    return render(request, "accounts/claim.html", {"form": form})


def ask(form: ClaimForm) -> None:
    """Send the link where all is right."""
    said = form.cleaned_data
    organisation = organisation_named(said["number"]) or NOBODY
    with suppress(NotAllowed):
        Claim(organisation, said["pin"], said["email"], said["full_name"]).perform()


@require_safe
@login_not_required
def claim_sent(request: HttpRequest) -> HttpResponse:
    """What happens next, if all was right."""
    return render(request, "accounts/claim_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def make_pin(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """DfE makes a PIN for an organisation; the answer shows it, once."""
    actor = actor_of(request)
    if not (actor.is_dfe and actor.is_approver):
        raise Http404
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    confirm_identity(request)
    action, problems = MakePin(actor, organisation), []
    if request.method == "POST":
        try:
            action.perform()
        except NotAllowed as stopped:
            problems = stopped.problems
    else:
        problems = action.problems()
    context = {"organisation": organisation, "pin": action.pin, "problems": problems}
    return render(request, "accounts/make_pin.html", context)
