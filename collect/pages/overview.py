"""The overview of a return: am I done?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from collect.actions import Available
from collect.models import Return, Status, Submission
from collect.pages.common import crumbs, no_store
from collect.permissions import Part
from collect.selectors import files
from collect.selectors.counts import Counts
from collect.selectors.overview import Overview
from collect.selectors.overview import overview as overview_of
from collect.selectors.reads import may_see_reads
from collect.services.offers import earlier_returns

STATUS_COLOURS = {
    Status.NO_DATA: "grey",
    Status.LOADED: "blue",
    Status.SUBMITTED: "teal",
    Status.AMENDED_BY_SOURCE: "orange",
    Status.AMENDED_BY_AGENT: "orange",
    Status.APPROVED: "green",
    Status.REJECTED: "red",
    Status.AMENDED_BY_COLLECTOR: "orange",
    Status.REJECTED_BY_COLLECTOR: "red",
    Status.AUTHORISED: "green",
}

TO_SEND = (Status.LOADED, Status.AMENDED_BY_SOURCE, Status.REJECTED, Status.REJECTED_BY_COLLECTOR)
LABELS = {
    "explain": "Explain queries",
    "submit": "Submit the return",
    "accept_explanation": "Read explanations",
}
"""Where the page it leads to does more, or says more, than the action's own name."""


@dataclass(frozen=True)
class Door:
    """An action as the page offers it: where it leads, or what stops it."""

    label: str
    href: str
    reasons: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether it can be done now."""
        return not self.reasons


def address(action: Available, return_: Return) -> str:
    """The page on which an action is done."""
    findings = reverse("findings", args=[return_.pk])
    match action.name:
        case "upload" | "edit" | "carry_forward" | "submit":
            return reverse(action.name, args=[return_.pk])
        case "explain":
            return f"{findings}?level=query&state=open"
        case "accept_error":
            return f"{findings}?level=error&state=open"
        case "accept_explanation" | "send_back_explanation":
            return reverse("judge", args=[return_.pk])
        case _:
            return reverse("act", args=[return_.pk, action.name])


def doors(found: Overview) -> list[Door]:
    """What can be done, each page once. Explaining and judging are offered where there is something to do."""
    counts, seen, made = found.counts, set(), []
    something = {
        "explain": counts.queries_to_explain,
        "carry_forward": counts.queries_to_explain and len(earlier_returns(found.return_)),
        "accept_error": counts.errors_to_correct,
        "accept_explanation": counts.queries_explained or counts.sent_back,
        "send_back_explanation": 0,
    }
    for action in found.actions:
        href = address(action, found.return_) if something.get(action.name, 1) else ""
        if not href or href in seen:
            continue
        seen.add(href)
        made.append(Door(LABELS.get(action.name, action.label), href, tuple(str(reason) for reason in action.reasons)))
    return made


def main_door(found: Overview, offered: list[Door]) -> Door | None:
    """The one thing to do next, for the green button."""
    return_, counts = found.return_, found.counts
    by_label = {action.name: address(action, return_) for action in found.actions if action.is_open}
    by_part: dict[Part | None, list[tuple[str, bool]]] = {
        Part.SOURCE: [
            ("upload", Status(return_.status) is Status.NO_DATA or (found.is_given_back and counts.is_clean)),
            ("explain", bool(counts.queries_to_explain and not counts.errors_to_correct)),
            ("submit", counts.is_clean),
        ],
        Part.AGENT: [("accept_explanation", bool(counts.to_accept)), ("approve", True)],
        Part.COLLECTOR: [("accept_explanation", bool(counts.to_accept)), ("authorise", True)],
    }
    if found.part is Part.SOURCE and "submit" in {action.name for action in found.actions}:
        if counts.structural_faults:
            return Door("See the faults of structure", reverse("structure", args=[return_.pk]), ())
        if counts.errors_to_correct:
            return Door("See what to correct", f"{reverse('findings', args=[return_.pk])}?state=open", ())
    for name, wanted in by_part.get(found.part, []):
        if wanted and name in by_label:
            return next((door for door in offered if door.href == by_label[name]), None)
    return None


def changes(submission: Submission | None) -> dict[str, object] | None:
    """How many findings went, came and stayed since the file before; None where there is nothing to compare."""
    if submission is None:
        return None
    earlier = files.previous_submission(submission)
    if earlier is None:
        return None
    found = files.compare(submission, earlier)
    return {
        "fixed": len(found.fixed),
        "new": len(found.new),
        "still_there": len(found.still_there),
        "earlier": earlier,
    }


def comes_next(found: Overview) -> str:
    """Whose turn it is, where it is not the reader's."""
    return_, status = found.return_, Status(found.return_.status)
    agent = return_.agent
    if status in (Status.SUBMITTED, Status.AMENDED_BY_AGENT):
        if found.part is Part.AGENT:
            return ""
        checker = f"{agent} checks the return next, then DfE." if agent else "DfE checks the return next."
        return f"{checker} You do not need to do anything now."
    if status in (Status.APPROVED, Status.AMENDED_BY_COLLECTOR) and found.part is not Part.COLLECTOR:
        return "DfE checks the return next. You do not need to do anything now."
    if status in TO_SEND and found.part is not Part.SOURCE:
        return f"{return_.organisation} puts right or explains what is left, then submits the return."
    return ""


def tiles(counts: Counts, return_: Return) -> list[dict[str, object]]:
    """The counts, each with the list of what it counts."""
    findings = reverse("findings", args=[return_.pk])
    found: list[dict[str, object]] = [
        {
            "number": counts.errors_to_correct,
            "text": "error to correct" if counts.errors_to_correct == 1 else "errors to correct",
            "href": f"{findings}?level=error&state=open",
            "is_error": counts.errors_to_correct > 0,
        },
        {
            "number": counts.queries_to_explain,
            "text": "query to explain" if counts.queries_to_explain == 1 else "queries to explain",
            "href": f"{findings}?level=query&state=open",
        },
        {
            "number": counts.queries_explained,
            "text": "query explained" if counts.queries_explained == 1 else "queries explained",
            "href": f"{findings}?level=query&state=explained",
        },
        {
            "number": counts.accepted,
            "text": "explanation accepted" if counts.accepted == 1 else "explanations accepted",
            "href": f"{findings}?level=query&state=accepted",
        },
    ]
    if counts.errors_accepted:
        found.append(
            {
                "number": counts.errors_accepted,
                "text": "error accepted by DfE" if counts.errors_accepted == 1 else "errors accepted by DfE",
                "href": f"{findings}?level=error&state=accepted_error",
            }
        )
    return found


@require_safe
@no_store
def overview(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Where a return stands, for whoever looks."""
    actor = actor_of(request)
    found = overview_of(actor, return_id)
    return_ = found.return_
    offered = doors(found)
    main = main_door(found, offered)
    context = {
        "found": found,
        "for_return": return_,
        "counts": found.counts,
        "tiles": tiles(found.counts, return_),
        "colour": STATUS_COLOURS[Status(return_.status)],
        "changes": changes(return_.current_submission),
        "main": main,
        "next_step": found.next_step or comes_next(found),
        "doors": [door for door in offered if main is None or door.href != main.href],
        "is_source": found.part is Part.SOURCE,
        "may_see_reads": may_see_reads(actor, return_),
        "people": return_.collection.type.people,
        "crumbs": crumbs(actor_of(request), return_),
        "days_left": return_.collection.days_left(),
    }
    return render(request, "collect/return.html", context)
