"""Changes of rules: the list, a proposal, and what becomes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.scope import Actor
from collect.actions.base import NotPossible
from collect.pages.common import Crumb
from collect.services.rulebooks import rule_of
from rulechanges import scope
from rulechanges.actions import Confirm, Move, PatchAction, Propose, Undo, Withdraw
from rulechanges.models import ChangeEvent, Patch
from rulechanges.pages.forms import OFF, MoveForm, PreviewForm, ProposeForm, UndoForm
from rulechanges.pages.targets import choice_of
from rulechanges.services import in_force
from rulechanges.services.spread import progress

DECISIONS: dict[str, type[PatchAction]] = {"confirm": Confirm, "withdraw": Withdraw}
COLOURS = {Patch.State.PROPOSED: "yellow", Patch.State.CONFIRMED: "green", Patch.State.WITHDRAWN: "grey"}
SAID = {
    "confirm": "You confirmed the change. Returns that it touches are checked again.",
    "withdraw": "You withdrew the proposal. Nothing has changed.",
}
EVENTS = {
    "propose": "proposed this change",
    "confirm": "confirmed it",
    "withdraw": "withdrew it",
    "spread": "put it into force",
}


def way(*more: Crumb) -> list[Crumb]:
    """Where a page stands."""
    here: Crumb = {"text": "Rule changes"}
    if more:
        here["href"] = reverse("patches")
    return [{"text": "Home", "href": reverse("home")}, here, *more]


def line(patch: Patch, working: set[UUID]) -> dict[str, Any]:
    """A patch as lists and pages show it."""
    stands, colour = patch.get_state_display(), COLOURS[Patch.State(patch.state)]
    if patch.state == Patch.State.CONFIRMED:
        if patch.spread_at is None:
            stands, colour = "Confirmed, not started", "blue"
        elif patch.kind in (Patch.Kind.UNDO, Patch.Kind.MOVE):
            stands, colour = "Done", "grey"
        elif patch.pk in working:
            stands = "In force"
        else:
            stands, colour = "Not in force any more", "grey"
    rule = None if patch.is_move else rule_of(patch.ruleset, patch.rule)
    return {"patch": patch, "rule": rule, "stands": stands, "colour": colour}


def working_now(rulesets: set[str]) -> set[UUID]:
    """Ids of the patches of these rule sets that are in force."""
    return {patch.pk for ruleset in rulesets for patch in in_force.rows_in_force(ruleset)}


@require_safe
def patches(request: HttpRequest) -> HttpResponse:
    """Every change, those that wait for a second person first."""
    actor = scope.staff(request)
    every = list(scope.patches()[:500])
    working = working_now({patch.ruleset for patch in every})
    rows = [line(patch, working) for patch in every]
    waiting = [row for row in rows if row["patch"].state == Patch.State.PROPOSED]
    context = {
        "waiting": waiting,
        "others": [row for row in rows if row not in waiting],
        "may_propose": not _why_not(actor),
        "crumbs": way(),
    }
    return render(request, "rulechanges/patches.html", context)


def _why_not(actor: Actor) -> list[str]:
    """What stops this person from changing rules at all."""
    reasons = Propose(actor, "", "", "", "").reasons()
    return [reason.text for reason in reasons if reason.code in ("not_yours", "no_permission")]


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The proposal. It changes nothing by itself."""
    actor = scope.staff(request)
    if blocked := _why_not(actor):
        context = {"blocked": blocked, "crumbs": way({"text": "Propose a change"})}
        return render(request, "rulechanges/propose.html", context, status=403)
    problems: list[str] = []
    form = ProposeForm(request.POST if request.method == "POST" else None, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kind = Patch.Kind.SWITCH_OFF if said["change"] == OFF else Patch.Kind.SET_LEVEL
        level = "" if kind == Patch.Kind.SWITCH_OFF else said["change"]
        doing = Propose(
            actor,
            said["ruleset"],
            said["rule"],
            kind,
            said["reason"],
            level=level,
            starts_at=said["starts_on"],
            token=said["token"],
        )
        try:
            patch = doing.perform()
        except NotPossible as stopped:
            problems = [reason.text for reason in stopped.reasons]
        else:
            messages.success(request, "You proposed a change. See what it would do, then have it confirmed.")
            return redirect("patch", patch.pk)
    context = {"form": form, "problems": problems, "crumbs": way({"text": "Propose a change"})}
    return render(request, "rulechanges/propose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """Propose that a collection is checked with another released rule set."""
    actor = scope.staff(request)
    crumbs = way({"text": "Move a collection"})
    if blocked := _why_not(actor):
        return render(request, "rulechanges/move.html", {"blocked": blocked, "crumbs": crumbs}, status=403)
    problems: list[str] = []
    asked = {"target": request.GET["target"]} if "target" in request.GET else {}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=asked)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        doing = Move(
            actor,
            said["target"].collection,
            said["target"].ruleset,
            said["reason"],
            starts_at=said["starts_on"],
            token=said["token"],
        )
        try:
            made = doing.perform()
        except NotPossible as stopped:
            problems = [reason.text for reason in stopped.reasons]
        else:
            messages.success(request, "You proposed to move the collection. Another person has to confirm it.")
            return redirect("patch", made.pk)
    return render(request, "rulechanges/move.html", {"form": form, "problems": problems, "crumbs": crumbs})


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("ruleset", "rule", "change") if name in request.GET}


@require_http_methods(["GET", "HEAD", "POST"])
def patch(request: HttpRequest, patch_id: UUID) -> HttpResponse:
    """One change: what, why, who, what it would do; sent, it is confirmed or withdrawn."""
    actor = scope.staff(request)
    found = scope.get_patch(patch_id)
    problems: list[str] = []
    if request.method == "POST":
        decision = DECISIONS.get(request.POST.get("decision", ""))
        if decision is None:
            problems = ["Choose to confirm or to withdraw."]
        else:
            try:
                decision(actor, found).perform()
            except NotPossible as stopped:
                problems = [reason.text for reason in stopped.reasons]
                found = scope.get_patch(patch_id)
            else:
                messages.success(request, SAID[decision.name])
                return redirect("patch", patch_id)
    status = 403 if problems and _why_not(actor) else 200
    return render(request, "rulechanges/patch.html", _context(actor, found, problems), status=status)


def _context(actor: Actor, found: Patch, problems: list[str]) -> dict[str, Any]:
    undone = found.undone_by.exclude(state=Patch.State.WITHDRAWN).first()
    is_proposed = found.state == Patch.State.PROPOSED
    return {
        **line(found, working_now({found.ruleset})),
        "problems": problems,
        "is_proposed": is_proposed,
        "starts_later": is_proposed and found.starts_at > found.proposed_at,
        "why_not_confirm": [reason.text for reason in Confirm(actor, found).reasons()] if is_proposed else [],
        "may_withdraw": is_proposed and not Withdraw(actor, found).reasons(),
        "may_undo": not found.is_move and _may_end(actor, found) and undone is None,
        "may_move_back": found.is_move and _may_end(actor, found) and found.spread_at is not None,
        "left_behind": in_force.rows_in_force(found.ruleset) if found.is_move else [],
        "undone": undone,
        "progress": progress(found) if found.spread_at else None,
        "not_done": found.rechecks.filter(job__state="failed").select_related("for_return__organisation")[:20],
        "previews": scope.previews_of(found)[:10],
        "preview_form": PreviewForm(of=found, auto_id="preview-%s"),
        "events": [(EVENTS.get(event.action, event.action), event) for event in _events(found)],
        "collection_type": found.ruleset.partition(":")[0],
        "back": choice_of(found.collection, found.ruleset) if found.collection is not None else "",
        "versions": [coordinate.partition(":")[2] for coordinate in (found.ruleset, found.ruleset_after)],
        "crumbs": way({"text": found.subject}),
    }


def _may_end(actor: Actor, found: Patch) -> bool:
    return found.state == Patch.State.CONFIRMED and not _why_not(actor)


def _events(found: Patch) -> list[ChangeEvent]:
    return list(found.events.select_related("person", "organisation"))


@require_safe
def patch_progress(request: HttpRequest, patch_id: UUID) -> HttpResponse:
    """How far the checks of the returns are: the part of the page that renews itself."""
    scope.staff(request)
    found = scope.get_patch(patch_id)
    return render(request, "rulechanges/patch_progress.html", {"patch": found, "progress": progress(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, patch_id: UUID) -> HttpResponse:
    """Propose that a change is undone."""
    actor = scope.staff(request)
    found = scope.get_patch(patch_id)
    if found.is_move:
        raise Http404("A move is not undone.")
    crumbs = way({"text": f"Rule {found.rule}", "href": reverse("patch", args=[found.pk])}, {"text": "Undo"})
    context: dict[str, Any] = {"patch": found, "rule": rule_of(found.ruleset, found.rule), "crumbs": crumbs}
    if blocked := _why_not(actor):
        return render(request, "rulechanges/undo.html", {**context, "blocked": blocked}, status=403)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = Undo(actor, found, said["reason"], said["token"]).perform()
        except NotPossible as stopped:
            context["problems"] = [reason.text for reason in stopped.reasons]
        else:
            messages.success(request, "You proposed to undo the change. Another person has to confirm it.")
            return redirect("patch", made.pk)
    return render(request, "rulechanges/undo.html", {**context, "form": form})
