"""Access: who may do what in which collection, changing it, asking for it and answering."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import AccessRequest
from accounts.actions import AskForAccess, GiveAccess, NotAllowed, RefuseAccess, SetAccess
from accounts.actions.access import EVERY
from accounts.actions.base import Problem
from accounts.confirming import confirm_identity
from accounts.models import Membership
from accounts.pages.forms import Plain
from accounts.scope import Actor, Permission, actor_of, offered
from collect.models import Collection
from collect.pages.common import PAGE_SIZE
from collect.pages.forms.access import AccessForm, AskAccessForm, RefuseForm
from collect.selectors.access import cell_of, collections_of, grid, members_to_list, requests_for

EVERY_WORDS = "Every collection, those to come included"


def approver(request: HttpRequest) -> Actor:
    """The actor, where they decide about access. For anyone else there is no such page."""
    actor = actor_of(request)
    if not (actor.is_approver and actor.is_at_work):
        raise Http404
    return actor


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """The requests to answer, and the grid: people by collections."""
    actor = approver(request)
    collections = list(collections_of(actor.organisation))
    page = Paginator(members_to_list(actor.organisation), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "collections": collections,
        "page": page,
        "rows": grid(list(page), collections),
        "requests": list(requests_for(actor)),
    }
    return render(request, "collect/access.html", context)


def those_ticked(actor: Actor, asked: QueryDict) -> list[Membership]:
    """The people of the actor's organisation that were ticked."""
    wanted = [int(text) for text in asked.getlist("person") if text.isdecimal() and len(text) < 19]
    return list(members_to_list(actor.organisation).filter(pk__in=wanted))


def collection_asked(actor: Actor, key: str) -> Collection | None:
    """The collection that is meant; None means every one. Raises Http404 for what is not the organisation's."""
    if key == EVERY:
        return None
    try:
        found = collections_of(actor.organisation).filter(pk=UUID(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def access_change(request: HttpRequest) -> HttpResponse:
    """What may those who were ticked do in one collection, or in every one? All of them or none are changed."""
    actor = approver(request)
    asked = request.POST if request.method == "POST" else request.GET
    people, collection = those_ticked(actor, asked), collection_asked(actor, asked.get("collection", EVERY))
    if not people:
        if asked.getlist("person"):
            raise Http404
        messages.info(request, "Tick at least one person.")
        return redirect("access")
    confirm_identity(request)
    said: dict[str, Any] = {"offers": offered(actor.organisation), "for_every": collection is None}
    form = AccessForm(request.POST, **said) if request.method == "POST" else first_form(people, collection, said)
    if request.method == "POST" and form.is_valid():
        key, name = (str(collection.pk), collection.name) if collection else (EVERY, EVERY_WORDS)
        may = None if form.cleaned_data.get("same") else form.cleaned_data["may"]
        try:
            with transaction.atomic():
                for membership in people:
                    SetAccess(actor, membership, key, name, may, form.cleaned_data["ends_on"]).perform()
        except NotAllowed as stopped:
            add_problems(form, stopped.problems)
        else:
            who = people[0].name if len(people) == 1 else f"{len(people)} people"
            messages.success(request, f"You changed the access of {who}.")
            return redirect("access")
    context = {"form": form, "people": people, "collection": collection, "every": EVERY_WORDS}
    return render(request, "collect/access_change.html", context)


def first_form(people: list[Membership], collection: Collection | None, said: dict[str, Any]) -> AccessForm:
    """The form with what the first of them has now."""
    first = people[0]
    row = first.access.filter(collection=str(collection.pk)).first() if collection else None
    cell = cell_of(row or first)
    same = collection is not None and row is None
    return AccessForm(initial={"may": cell.may, "ends_on": cell.ends_on, "same": same}, **said)


@require_http_methods(["GET", "HEAD", "POST"])
def access_ask(request: HttpRequest) -> HttpResponse:
    """Ask for access: everything that may be needed is ticked already, so that one press is enough."""
    actor = actor_of(request)
    collections = list(collections_of(actor.organisation))
    offers = offered(actor.organisation)
    said: dict[str, Any] = {"collections": [(str(one.pk), one.name) for one in collections], "offers": offers}
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
