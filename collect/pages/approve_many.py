"""Approve many: what can be approved of what was ticked, what cannot and why; then each through its own action."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.confirming import confirm_identity
from accounts.scope import Actor, Permission, actor_of
from collect import words
from collect.actions import Approve, NotPossible
from collect.actions.conditions import outstanding
from collect.models import Collection, Return, Status
from collect.pages.common import Crumb, no_store
from collect.pages.desk import collection_at_desk
from collect.pages.desk_crumbs import desk_crumbs
from collect.selectors.counts import counts_of
from collect.selectors.desk_rows import desk_rows
from collect.selectors.desks import latest_submissions

MOST = 200
"""So many returns at once, so that a request ends in good time."""


@dataclass(frozen=True)
class Candidate:
    """One ticked return: why it cannot be approved now, and what is open although it can."""

    for_return: Return
    reasons: tuple[str, ...]
    outstanding: tuple[str, ...]

    @property
    def is_approved(self) -> bool:
        """Whether that is done."""
        return self.for_return.status == Status.APPROVED


def ticked(asked: QueryDict) -> dict[UUID, int | None]:
    """Return → the version that the person saw, as ``id:version`` or ``id``. What is neither is left aside."""
    found: dict[UUID, int | None] = {}
    for text in asked.getlist("return")[:MOST]:
        name, _, version = text.partition(":")
        try:
            found[UUID(name)] = int(version) if version else None
        except ValueError:
            continue
    return found


def candidates(actor: Actor, collection: Collection, wanted: dict[UUID, int | None]) -> list[Candidate]:
    """The ticked returns of the actor's own desk, in a fixed number of queries."""
    returns = list(desk_rows(actor, collection).filter(pk__in=wanted).order_by("organisation__name", "pk"))
    counts, newest = counts_of(returns), latest_submissions(returns)
    made = []
    for return_ in returns:
        action = Approve(actor, return_)
        latest = newest.get(return_.pk)
        action.known_counts, action.known_check = counts[return_.pk], latest is not None and latest.is_in_hand
        reasons = tuple(str(reason) for reason in action.reasons())
        made.append(Candidate(return_, reasons, tuple(outstanding(counts[return_.pk]))))
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def approve_many(request: HttpRequest, slug: str) -> HttpResponse:
    """The question; sent, it approves and leads to what came of it (``done``)."""
    actor = actor_of(request)
    if not actor.is_la:
        raise Http404("Only a local authority approves.")
    collection = collection_at_desk(actor, slug)
    if not actor.may(Permission.APPROVE, collection):
        context = {"collection": collection, "crumbs": way(collection), "may_approve": False}
        return render(request, "collect/approve_many.html", context, status=403)
    if "done" not in request.GET:
        confirm_identity(request)
    if request.method == "POST":
        return approve(request, collection)
    wanted = ticked(request.GET)
    found = candidates(actor, collection, wanted)
    if not found:
        messages.info(request, "Tick at least one return to approve.")
        return redirect("desk", slug)
    is_done = "done" in request.GET
    context = {
        "collection": collection,
        "crumbs": way(collection),
        "may_approve": True,
        "is_done": is_done,
        "approved": [one for one in found if one.is_approved] if is_done else [],
        "can": [one for one in found if not one.reasons],
        "cannot": [one for one in found if one.reasons and not (is_done and one.is_approved)],
    }
    return render(request, "collect/approve_many.html", context)


def approve(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Approve each by itself: one that cannot be does not stop the others."""
    actor, wanted = actor_of(request), ticked(request.POST)
    done = 0
    returns = list(desk_rows(actor, collection).filter(pk__in=wanted))
    for return_ in returns:
        version = wanted[return_.pk]
        try:
            Approve(actor, return_).perform(expected_version=return_.version if version is None else version)
        except NotPossible:
            continue  # the page that follows says which and why
        done += 1
    if done:
        messages.success(request, f"You approved {words.number_of(done, 'return')}.")
    if not returns:
        return redirect("desk", collection.slug)
    query = urlencode([*(("return", str(return_.pk)) for return_ in returns), ("done", "1")])
    return redirect(f"{reverse('approve_many', args=[collection.slug])}?{query}")


def way(collection: Collection) -> list[Crumb]:
    """Where the page stands."""
    return desk_crumbs(collection, Crumb(text="Approve returns"))
