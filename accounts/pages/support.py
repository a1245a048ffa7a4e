"""Support: who is this person or organisation, and how can I help them? Never as them."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import NotAllowed
from accounts.actions.support import SupportResend, Unlock
from accounts.authority import StandIn, may_step_in
from accounts.confirming import confirm_identity
from accounts.lockout import unlock as forget_tries
from accounts.organisations import Organisation
from accounts.pages.forms import Plain
from accounts.people import Membership, Person
from accounts.scope import Actor, actor_of
from accounts.support import (
    is_support,
    note_organisation,
    note_search,
    organisations_found,
    people_found,
)

SHOWN = 25
STAND_INS = 10


class SearchForm(Plain):
    """Whom or what to find."""

    q = forms.CharField(
        label="Name, email address or number",
        help_text="LAESTAB, URN (a former one too), UKPRN, UID or the number of a local authority.",
        max_length=100,
        min_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter a name, an email address or a number",
            "min_length": "Enter two characters or more",
        },
    )


def support(request: HttpRequest) -> Actor:
    """The actor, where they are support. For anyone else there is no such page."""
    actor = actor_of(request)
    if not is_support(actor):
        raise Http404
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Find people and organisations. What is searched for is sent in the body, so that no address keeps a name."""
    actor = support(request)
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "limit": SHOWN}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["q"].strip()
        people, organisations = list(people_found(text)[: SHOWN + 1]), list(organisations_found(text)[: SHOWN + 1])
        note_search(actor, text, len(people) + len(organisations))
        context |= {
            "text": text,
            "people": people[:SHOWN],
            "organisations": organisations[:SHOWN],
            "has_more": max(len(people), len(organisations)) > SHOWN,
        }
    return render(request, "accounts/support.html", context)


@require_safe
@never_cache
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: its numbers, what it was before, and its people."""
    actor = support(request)
    found = get_object_or_404(Organisation.objects.select_related("parent", "successor"), pk=organisation_id)
    note_organisation(actor, found)
    context = {
        "organisation": found,
        "agent": found.agent(),
        "former": list(found.former_identities.all()),
        "predecessors": list(found.predecessors.all()),
        "people": list(people_of(found)),
        "stand_ins": list(
            StandIn.objects.filter(organisation=found).select_related("person").order_by("-pk")[:STAND_INS]
        ),
        "may_step_in": may_step_in(actor, found),
    }
    return render(request, "accounts/support_organisation.html", context)


def people_of(found: Organisation) -> QuerySet[Membership]:
    """The people of an organisation, those removed last."""
    rows = found.memberships.select_related("person", "organisation")
    return rows.order_by("removed_at", "-role", "person__full_name", "pk")


@require_POST
def resend(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Send an invitation again."""
    actor = support(request)
    membership = get_object_or_404(Membership.objects.select_related("person", "organisation"), pk=membership_id)
    confirm_identity(request)
    try:
        SupportResend(actor, membership).perform()
    except NotAllowed as stopped:
        messages.error(request, str(stopped))
    else:
        messages.success(request, f"We sent {membership.name} a new link. It works for 48 hours.")
    return redirect("support_person", membership.person_id)


@require_POST
def unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let somebody try their password again."""
    actor = support(request)
    person = get_object_or_404(Person, pk=person_id)
    confirm_identity(request)
    Unlock(actor, person, partial(forget_tries, request, person)).perform()
    messages.success(request, f"{person} can try to sign in again now.")
    return redirect("support_person", person.pk)
