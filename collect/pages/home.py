"""Home: what whoever signs in has to do, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.scope import Permission, actor_of
from collect import scope
from collect.models import Return, Status
from collect.pages.common import no_store
from collect.pages.desk_home import desk_home
from collect.permissions import Part
from collect.selectors.access import requests_for
from collect.selectors.desks import Task, school_home, with_counts
from collect.selectors.overview import MEANING

TO_SEND = (Status.LOADED, Status.AMENDED_BY_SOURCE, Status.REJECTED, Status.REJECTED_BY_COLLECTOR)
GIVEN_BACK = {Status.REJECTED: "Your local authority", Status.REJECTED_BY_COLLECTOR: "DfE"}


@dataclass(frozen=True)
class Card:
    """One collection on the page. ``step`` is what the button says and ``href`` where it leads."""

    task: Task
    step: str
    href: str
    is_urgent: bool

    @property
    def meaning(self) -> str:
        """The status in a sentence."""
        return MEANING[Status(self.task.return_.status)][Part.SOURCE]

    @property
    def asked_by(self) -> str:
        """Who gave the return back or opened it again, where somebody did."""
        return_ = self.task.return_
        return GIVEN_BACK.get(Status(return_.status), "Whoever reopened it") if return_.last_reason else ""


def card(task: Task, *, may_edit: bool) -> Card:
    """What to do next about one collection."""
    return_ = task.return_
    status, is_open = Status(return_.status), return_.collection.is_open()
    page = reverse("return", args=[return_.pk])
    findings = reverse("findings", args=[return_.pk])
    if task.is_checking and task.latest is not None:
        return Card(task, "See how the check is going", reverse("checking", args=[task.latest.pk]), True)
    if not is_open or not may_edit:
        return Card(task, "View your return", page, False)
    if status is Status.NO_DATA:
        return Card(task, "Upload a file", reverse("upload", args=[return_.pk]), True)
    if status not in TO_SEND:
        return Card(task, "View your return", page, False)
    if task.counts.structural_faults:
        return Card(task, "See what to put right", reverse("structure", args=[return_.pk]), True)
    if task.counts.errors_to_correct:
        return Card(task, "See what to put right", f"{findings}?state=open", True)
    if task.counts.queries_to_explain:
        return Card(task, "Explain queries", f"{findings}?state=open", True)
    return Card(task, "Submit your return", reverse("submit", args=[return_.pk]), True)


@require_safe
@no_store
def home(request: HttpRequest) -> HttpResponse:
    """A school's collections as tasks; the desk of an LA or of DfE; a trust's academies."""
    if getattr(request, "actor", None) is None:
        return render(request, "collect/home_nobody.html")
    actor = actor_of(request)
    if actor.is_la or actor.is_dfe:
        return desk_home(request)
    if actor.is_trust:
        return trust_home(request)
    cards = [card(task, may_edit=actor.may(Permission.EDIT, task.return_.collection)) for task in school_home(actor)]
    opened = [c for c in cards if c.task.return_.collection.has_opened()]
    context = {
        "open_cards": [c for c in opened if c.task.return_.collection.is_open()],
        "closed_cards": [c for c in opened if not c.task.return_.collection.is_open()],
        "coming": [c.task.return_.collection for c in cards if not c.task.return_.collection.has_opened()],
        "may_view": actor.may(Permission.VIEW),
        "requests": list(requests_for(actor)),
    }
    return render(request, "collect/home.html", context)


def trust_home(request: HttpRequest) -> HttpResponse:
    """A trust reads the returns of its academies."""
    actor = actor_of(request)
    rows = with_counts(scope.returns_for(actor)).order_by(
        "collection__due_on", "-collection__blade", "collection", "organisation__name"
    )
    groups: list[tuple[object, list[Return]]] = [
        (collection, list(returns)) for collection, returns in groupby(rows, key=lambda row: row.collection)
    ]
    return render(request, "collect/home_trust.html", {"groups": groups, "requests": list(requests_for(actor))})
