"""Changing values on screen: what was typed so far, and having it checked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.scope import Actor, actor_of
from collect import scope
from collect.actions import Edit, NotPossible
from collect.actions.base import NOT_YOURS
from collect.actions.edit import SUPERSEDED
from collect.models import Draft, Return, Status
from collect.pages.common import crumbs, no_store
from collect.permissions import Part
from collect.selectors.editing import Line, Record, Sheet
from collect.services import drafts, reads

SUBMIT_AGAIN = (Status.SUBMITTED, Status.AMENDED_BY_SOURCE)


@dataclass(frozen=True)
class Card:
    """What is to become of one record. ``way`` names the records around it."""

    record: Record
    way: list[Record]
    lines: list[Line]

    @property
    def title(self) -> str:
        """What the record is called."""
        return self.record.title

    @property
    def what(self) -> str:
        """In a word."""
        return "Removed" if self.record.is_removed else "Added" if self.record.is_new else "Changed"


def refused(actor: Actor, return_: Return) -> tuple[list[str], int]:
    """Why values cannot be changed on screen now, and the answer's status."""
    reasons = Edit(actor, return_).reasons()
    status = 403 if {reason.code for reason in reasons} & {NOT_YOURS, "no_permission"} else 200
    return [str(reason) for reason in reasons], status


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def edit(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Check your changes: every record with what it held and what it is to hold."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    blocked, status = refused(actor, return_)
    draft = scope.draft_of(actor, return_)
    if status == 403 or request.method != "POST":
        return page(request, return_, draft, blocked, status)
    if key := request.POST.get("undo"):
        drafts.undo(actor, return_, key)
        return redirect("edit", return_.pk)
    if "discard" in request.POST:
        drafts.discard(actor, return_)
        messages.info(request, "Your changes were thrown away. The return is as it was.")
        return redirect("return", return_.pk)
    if "check" not in request.POST:
        return page(request, return_, draft, blocked)
    try:
        received = Edit(actor, return_, draft).receive()
    except NotPossible as stopped:
        if SUPERSEDED in stopped.codes:
            return page(request, scope.get_return(actor, return_id), draft, blocked)
        newest = return_.latest_submission
        if not scope.draft_of(actor, return_) and newest is not None and newest.is_edit and newest.is_in_hand:
            return redirect("checking", newest.pk)  # the second of two clicks
        return page(request, return_, draft, [str(reason) for reason in stopped.reasons])
    return redirect("checking", received.submission.pk)


def page(
    request: HttpRequest, return_: Return, draft: Draft | None, blocked: list[str], status: int = 200
) -> HttpResponse:
    """The page with the changes, and what stops them from being checked."""
    actor, current = actor_of(request), return_.current_submission
    sheet = Sheet(draft.based_on, draft.changes) if draft is not None else None
    if sheet is not None:
        reads.note(actor, sheet.submission, reads.Kind.LIST)
    readable = current is not None and current.state in current.READ
    context = {
        "for_return": return_,
        "blocked": blocked,
        "cards": cards(sheet) if sheet is not None else [],
        "based_on": draft.based_on if draft is not None else None,
        "is_superseded": draft is not None and draft.based_on_id != return_.current_submission_id,
        "root": Sheet.of(current, None).root_key if current is not None and readable else "",
        "again": Edit(actor, return_).part is Part.SOURCE and return_.status in SUBMIT_AGAIN,
        "for_another": actor.organisation.pk != return_.organisation_id,
        "people": return_.collection.type.people,
        "crumbs": crumbs(actor, return_, {"text": "Change values on screen"}),
    }
    return render(request, "collect/edit.html", context, status=status)


def cards(sheet: Sheet) -> list[Card]:
    """Each record that changes, in the order in which it was changed first."""
    records = [sheet.record(key) for key in sheet.changes]
    return [Card(record, sheet.way_to(record), sheet.lines(record)) for record in records]


def at(return_: Return, name: str, *args: object) -> str:
    """The address of one of the pages."""
    return reverse(name, args=[return_.pk, *args])
