"""Carry forward: last term's explanations, offered for the same queries."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.scope import actor_of
from collect import scope, words
from collect.actions import CarryForward, NotPossible
from collect.actions.base import NOT_YOURS
from collect.models import Return
from collect.pages.common import PAGE_SIZE, Crumb, crumbs, no_store
from collect.selectors.dictionary import dictionary_of
from collect.selectors.people import People, Place, people_at
from collect.services import reads
from collect.services.rulebooks import rule_of


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def carry_forward(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Tick those that still hold, or take all."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    reasons = CarryForward(actor, return_).reasons()
    if reasons:
        status = 403 if {reason.code for reason in reasons} & {NOT_YOURS, "no_permission"} else 200
        context = {"for_return": return_, "blocked": reasons, "crumbs": way(request, return_)}
        return render(request, "collect/carry_forward.html", context, status=status)
    if request.method != "POST":
        return page(request, return_, [])
    take_all = request.POST.get("take") == "all"
    chosen = None if take_all else tuple(ids(request.POST.getlist("earlier")))
    action = CarryForward(actor, return_, chosen)
    try:
        if chosen == ():
            return page(request, return_, ["Tick at least one explanation."])
        action.perform()
    except NotPossible as stopped:
        return page(request, return_, [reason.text for reason in stopped.reasons])
    count = len(action.offers())
    messages.success(request, f"{words.number_of(count, 'explanation')} carried forward.")
    return redirect("return", return_.pk)


def ids(texts: list[str]) -> list[UUID]:
    """What is an id, of what a form sent."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def way(request: HttpRequest, return_: Return) -> list[Crumb]:
    """Where the page stands."""
    found: Crumb = {"text": "What we found", "href": reverse("findings", args=[return_.pk])}
    return crumbs(actor_of(request), return_, found, {"text": "Earlier explanations"})


def page(request: HttpRequest, return_: Return, problems: list[str]) -> HttpResponse:
    """What is offered."""
    offered = CarryForward(actor_of(request), return_).offers()
    found = Paginator(offered, PAGE_SIZE).get_page(request.GET.get("page"))
    submission, language = return_.current_submission, dictionary_of(return_.collection)
    people = People()
    if submission is not None:
        submission.for_return = return_
        reads.note(actor_of(request), submission, reads.Kind.LIST)
        people = people_at(submission, [Place(offer.key.identity) for offer in found])
    rows = [
        {
            "offer": offer,
            "rule": rule_of(return_.collection.ruleset, offer.key.rule),
            "person": people.at(offer.key.identity),
            "shown": language.all_shown(offer.values),
        }
        for offer in found
    ]
    context = {
        "for_return": return_,
        "rows": rows,
        "page": found,
        "total": len(offered),
        "problems": problems,
        "crumbs": way(request, return_),
    }
    return render(request, "collect/carry_forward.html", context)
