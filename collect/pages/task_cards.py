"""The returns that somebody's organisation sends, as tasks: what to do next about each, and by when."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from accounts.scope import Actor, Permission
from collect.models import Collection, Status
from collect.permissions import Part
from collect.selectors.desks import Task, school_home
from collect.selectors.overview import GIVEN_BACK, meaning

TO_SEND = (Status.LOADED, Status.AMENDED_BY_SOURCE, Status.REJECTED, Status.REJECTED_BY_COLLECTOR)


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
        return meaning(self.task.return_, Part.SOURCE)

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
    if status in GIVEN_BACK:
        return Card(task, "See what you were asked for", page, True)
    if task.counts.queries_to_explain:
        return Card(task, "Explain queries", f"{findings}?state=open", True)
    return Card(task, "Submit your return", reverse("submit", args=[return_.pk]), True)


@dataclass(frozen=True)
class Tasks:
    """The cards of an organisation by what can be done: now, no more, and not yet."""

    open_cards: list[Card]
    closed_cards: list[Card]
    coming: list[Collection]

    @property
    def are_none(self) -> bool:
        """Whether there is not one."""
        return not (self.open_cards or self.closed_cards or self.coming)


def tasks_of(actor: Actor) -> Tasks:
    """The cards of the actor's own organisation."""
    cards = [card(task, may_edit=actor.may(Permission.EDIT, task.return_.collection)) for task in school_home(actor)]
    opened = [one for one in cards if one.task.return_.collection.has_opened()]
    return Tasks(
        [one for one in opened if one.task.return_.collection.is_open()],
        [one for one in opened if not one.task.return_.collection.is_open()],
        [one.task.return_.collection for one in cards if not one.task.return_.collection.has_opened()],
    )
