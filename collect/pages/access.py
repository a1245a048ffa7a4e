"""Access: who may do what in which collection, changing it, asking for it and answering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import FAMILY, AccessRequest, effective
from accounts.actions import AskForAccess, GiveAccess, NotAllowed, RefuseAccess, SetAccess
from accounts.actions.access import EVERY
from accounts.actions.base import Problem
from accounts.confirming import confirm_identity
from accounts.models import Membership, Organisation
from accounts.pages.forms import Plain
from accounts.pages.people import organisation_run_by
from accounts.scope import Actor, Permission, actor_of, offered
from collect.pages.common import PAGE_SIZE
from collect.pages.forms.access import AccessForm, AskAccessForm, RefuseForm
from collect.selectors.access import cell_of, collections_of, grid, members_to_list, requests_for
from collect.selectors.families import families_among

EVERY_WORDS = "Every collection, those to come included"


@dataclass(frozen=True)
class Place:
    """What access is decided about: one collection, a family of them, or (``key`` empty) every one."""

    key: str
    name: str

    @property
    def is_every(self) -> bool:
        """Whether it is what holds where nothing else is said."""
        return self.key == EVERY


def approver(request: HttpRequest) -> Actor:
    """The actor, where they decide about access. For anyone else there is no such page."""
    actor = actor_of(request)
    if not (actor.is_approver and actor.is_at_work):
        raise Http404
    return actor


def decided_for(request: HttpRequest, organisation_id: int | None) -> tuple[Actor, Organisation]:
    """Who decides, and for whom: their own organisation, or one that they stepped in for. Raises Http404."""
    actor = approver(request)
    if organisation_id is None:
        return actor, actor.organisation
    return actor, organisation_run_by(actor, organisation_id)


def addresses(actor: Actor, organisation: Organisation) -> dict[str, str]:
    """The grid of an organisation and the page that changes it."""
    if organisation.pk == actor.organisation.pk:
        return {"grid": reverse("access"), "change": reverse("access_change")}
    return {
        name: reverse(f"access{end}_of", args=[organisation.pk]) for name, end in (("grid", ""), ("change", "_change"))
    }


@require_safe
def access(request: HttpRequest, organisation_id: int | None = None) -> HttpResponse:
    """The requests to answer, and the grid: people by families and collections."""
    actor, organisation = decided_for(request, organisation_id)
    collections = list(collections_of(organisation))
    families = families_among(collections)
    page = Paginator(members_to_list(organisation), PAGE_SIZE).get_page(request.GET.get("page"))
    is_own = organisation.pk == actor.organisation.pk
    context = {
        "organisation": organisation,
        "is_own": is_own,
        "collections": collections,
        "families": families,
        "page": page,
        "rows": grid(list(page), collections, families),
        "requests": list(requests_for(actor)) if is_own else [],
        "addresses": addresses(actor, organisation),
        "every": EVERY_WORDS,
    }
    return render(request, "collect/access.html", context)


def those_ticked(organisation: Organisation, asked: QueryDict) -> list[Membership]:
    """The people of the organisation that were ticked."""
    wanted = [int(text) for text in asked.getlist("person") if text.isdecimal() and len(text) < 19]
    return list(members_to_list(organisation).filter(pk__in=wanted))


def place_asked(organisation: Organisation, key: str) -> Place:
    """What is meant. Raises Http404 for what is not the organisation's."""
    if key == EVERY:
        return Place(EVERY, EVERY_WORDS)
    found = collections_of(organisation)
    if key.startswith(FAMILY):
        name = families_among(found).get(key)
        if name is None:
            raise Http404
        return Place(key, name)
    try:
        collection = found.filter(pk=UUID(key)).first()
    except ValueError:
        collection = None
    if collection is None:
        raise Http404
    return Place(str(collection.pk), collection.name)


@require_http_methods(["GET", "HEAD", "POST"])
def access_change(request: HttpRequest, organisation_id: int | None = None) -> HttpResponse:
    """What may those who were ticked do in one collection, a family of them, or every one? All are changed or none."""
    actor, organisation = decided_for(request, organisation_id)
    asked, where = request.POST if request.method == "POST" else request.GET, addresses(actor, organisation)
    people, place = those_ticked(organisation, asked), place_asked(organisation, asked.get("collection", EVERY))
    if not people:
        if asked.getlist("person"):
            raise Http404
        messages.info(request, "Tick at least one person.")
        return redirect(where["grid"])
    confirm_identity(request)
    said: dict[str, Any] = {"offers": offered(organisation), "for_every": place.is_every}
    form = AccessForm(request.POST, **said) if request.method == "POST" else first_form(people[0], place, said)
    if request.method == "POST" and form.is_valid():
        try:
            save(actor, people, place, form)
        except NotAllowed as stopped:
            add_problems(form, stopped.problems)
        else:
            who = people[0].name if len(people) == 1 else f"{len(people)} people"
            messages.success(request, f"You changed the access of {who}.")
            return redirect(where["grid"])
    context = {"form": form, "people": people, "place": place, "addresses": where, "organisation": organisation}
    return render(request, "collect/access_change.html", context)


@transaction.atomic
def save(actor: Actor, people: list[Membership], place: Place, form: AccessForm) -> None:
    """Change all of them. Raises ``NotAllowed``, and then none is changed."""
    may = None if form.cleaned_data.get("same") else form.cleaned_data["may"]
    for membership in people:
        SetAccess(actor, membership, place.key, place.name, may, form.cleaned_data["ends_on"]).perform()


def first_form(first: Membership, place: Place, said: dict[str, Any]) -> AccessForm:
    """The form with what the first person has now."""
    row = effective(first).get(place.key)
    cell = cell_of(row or first, place.key)
    same = not place.is_every and not cell.is_own
    return AccessForm(initial={"may": cell.may, "ends_on": cell.ends_on, "same": same}, **said)


@require_http_methods(["GET", "HEAD", "POST"])
def access_ask(request: HttpRequest) -> HttpResponse:
    """Ask for access: everything that may be needed is ticked already, so that one press is enough."""
    actor = actor_of(request)
    collections = list(collections_of(actor.organisation))
    offers = offered(actor.organisation)
    choices = [*((str(one.pk), one.name) for one in collections), *families_among(collections).items()]
    said: dict[str, Any] = {"collections": choices, "offers": offers}
    lacking = [one for one in collections if not all(actor.may(permission, one) for permission in offers)]
    wanted = request.GET.get("collection") or (str(lacking[0].pk) if lacking else "")
    initial = {"collection": wanted, "may": [str(one) for one in offers if one is not Permission.AUTHORISE]}
    form = AskAccessForm(request.POST, **said) if request.method == "POST" else AskAccessForm(initial=initial, **said)
    if request.method == "POST" and form.is_valid():
        name = dict(said["collections"])[form.cleaned_data["collection"]]
        asking = AskForAccess(
            actor, form.cleaned_data["collection"], name, form.cleaned_data["may"], form.cleaned_data["note"]
        )
        try:
            asking.perform()
        except NotAllowed as stopped:
            add_problems(form, stopped.problems)
        else:
            messages.success(
                request, f"We told the approvers of {asking.request.asked_of}. We e-mail you their answer."
            )
            return redirect("home")
    waiting = AccessRequest.objects.filter(membership=actor.membership, answered_at=None)
    context = {"form": form, "has_collections": bool(collections), "is_lacking": bool(lacking), "waiting": waiting}
    return render(request, "collect/access_ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def access_answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Somebody asks: give or refuse."""
    actor = approver(request)
    asked = AccessRequest.objects.filter(pk=request_id).select_related("asked_of", "membership__organisation").first()
    own = asked is not None and actor.organisation.pk in (asked.asked_of_id, asked.membership.organisation_id)
    if asked is None or not own:
        raise Http404
    confirm_identity(request)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        action = RefuseAccess if request.POST.get("answer") == "refuse" else GiveAccess
        try:
            action(actor, asked, form.cleaned_data["reason"]).perform()
        except NotAllowed as stopped:
            add_problems(form, stopped.problems)
            asked.refresh_from_db()
        else:
            messages.success(request, f"You answered {asked.membership.person}. We e-mail them.")
            return redirect("access")
    return render(request, "collect/access_answer.html", {"form": form, "asked": asked})


def add_problems(form: Plain, problems: list[Problem]) -> None:
    """Show what stopped an action beside its field, or above the form."""
    for problem in problems:
        form.add_error(problem.code if problem.code in form.fields else None, problem.text)
