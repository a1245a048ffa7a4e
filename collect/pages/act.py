"""One decision about a return: what will happen, what stands in the way, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.confirming import confirm_identity
from accounts.scope import actor_of
from collect import scope, words
from collect.actions import Approve, Authorise, NotPossible, Reason, Reject, RejectByCollector, Reopen, ReturnAction
from collect.actions.base import NOT_YOURS, ReasonedAction
from collect.actions.conditions import outstanding
from collect.models import Return, Status
from collect.pages.common import Crumb, no_store
from collect.pages.desk_crumbs import return_crumbs
from collect.pages.forms.act import ActForm, ReasonForm
from collect.pages.overview import STATUS_COLOURS
from collect.permissions import Part
from collect.selectors.files import latest_of

DECISIONS: dict[str, type[ReturnAction]] = {
    action.name: action for action in (Approve, Reject, Authorise, RejectByCollector, Reopen)
}


@dataclass(frozen=True)
class Words:
    """What the page of a decision says. Filled in are ``{name}`` and ``{status}`` and the words of the collection."""

    title: str
    button: str
    done: str
    follows: tuple[str, ...]
    hint: str = ""
    gives_back: bool = False


WORDS: dict[str, Words] = {
    Approve.name: Words(
        "Approve this return",
        "Approve return",
        "You approved the return of {name}.",
        (
            "The return goes to DfE, who look at it next.",
            "The {sender} cannot upload or submit again unless the return is reopened or rejected.",
            "We e-mail the {sender}.",
        ),
    ),
    Reject.name: Words(
        "Reject this return",
        "Reject return",
        "You rejected the return of {name}.",
        (
            "The {sender} gets its return back, puts right what you ask for, and submits it again.",
            "We e-mail the {sender} your reason.",
            "Nothing is lost: its file and its explanations stay.",
        ),
        "Say what the {sender} has to put right. The {sender} sees this.",
        True,
    ),
    Authorise.name: Words(
        "Authorise this return",
        "Authorise return",
        "You authorised the return of {name}.",
        (
            "The return is final.",
            "Nobody can change it, unless DfE reopens it.",
            "We e-mail {parties}.",
        ),
    ),
    RejectByCollector.name: Words(
        "Reject this return",
        "Reject return",
        "You rejected the return of {name}.",
        (
            "The {sender} gets its return back. It has to be put right and submitted again.",
            "We e-mail your reason to {parties}.",
            "Nothing is lost: its file and its explanations stay.",
        ),
        "Say what has to be put right. {Parties} can read this.",
        True,
    ),
    Reopen.name: Words(
        "Reopen this return",
        "Reopen return",
        "You reopened the return of {name}. It is now “{status}”.",
        (
            "The return goes back to “{status}”, where it was before.",
            "We e-mail your reason to {parties}.",
        ),
        "Say why it has to be opened again. {Parties} can read this.",
        True,
    ),
}


@dataclass(frozen=True)
class Obstacle:
    """Something that stands in the way, and where to deal with it."""

    text: str
    link: str = ""
    href: str = ""


def obstacle(reason: Reason, return_: Return) -> Obstacle:
    """A reason why not, with the page that helps."""
    findings = reverse("findings", args=[return_.pk])
    places = {
        "structure": ("See the faults of structure", reverse("structure", args=[return_.pk])),
        "queries": ("See the queries to explain", f"{findings}?level=query&state=open"),
        "errors": ("See the errors", f"{findings}?level=error&state=open"),
        "explanations": ("Read the explanations", reverse("judge", args=[return_.pk])),
        "wrong_status": ("See where the return stands", reverse("return", args=[return_.pk])),
    }
    latest = latest_of(return_) if reason.code == "checking" else None
    if latest is not None:
        places["checking"] = ("See how the check is going", reverse("checking", args=[latest.pk]))
    return Obstacle(reason.text, *places.get(reason.code, ()))


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def act(request: HttpRequest, return_id: UUID, action: str) -> HttpResponse:
    """The question; sent, the decision is made once and the return says so."""
    if action not in DECISIONS:
        raise Http404("There is no such decision.")
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    decision = DECISIONS[action]
    if decision in (Approve, Authorise):
        confirm_identity(request)
    form_class = ReasonForm if issubclass(decision, ReasonedAction) else ActForm
    hint = {"hint": words.of(return_, WORDS[action].hint)} if form_class is ReasonForm else {}
    if request.method != "POST":
        form = form_class(initial={"version": return_.version}, **hint)
        return page(request, return_, action, form, [])
    form = form_class(request.POST, **hint)
    if not form.is_valid():
        lost = ["This page lost track of the return. Look at it again, then decide."]
        return page(request, return_, action, form, lost if "version" in form.errors else [])
    said = {"reason": form.cleaned_data["reason"]} if "reason" in form.cleaned_data else {}
    doing = decision(actor, return_, **said)
    try:
        event = doing.perform(expected_version=form.cleaned_data["version"])
    except NotPossible as stopped:
        return_ = scope.get_return(actor, return_id)
        form = form_class(initial={"version": return_.version, **said}, **hint)
        return page(request, return_, action, form, [reason.text for reason in stopped.reasons])
    status = Status(event.status_after).label.lower()
    messages.success(request, words.of(return_, WORDS[action].done, name=return_.organisation, status=status))
    return redirect("return", return_.pk)


def page(request: HttpRequest, return_: Return, action: str, form: ActForm, problems: list[str]) -> HttpResponse:
    """What the decision means, with its form or with what stands in the way."""
    actor = actor_of(request)
    doing = DECISIONS[action](actor, return_)
    reasons = doing.reasons()
    said = WORDS[action]
    before = Reopen.state_before(return_).label.lower() if action == Reopen.name and not reasons else ""
    codes = {reason.code for reason in reasons}
    context = {
        "for_return": return_,
        "words": said,
        "follows": [words.of(return_, line, status=before) for line in said.follows],
        "form": form,
        "problems": [problem for problem in problems if problem not in {str(reason) for reason in reasons}],
        "obstacles": [obstacle(reason, return_) for reason in reasons],
        "counts": doing.counts,
        "outstanding": [] if said.gives_back else outstanding(doing.counts),
        "to_read": doing.counts.to_accept if not said.gives_back else 0,
        "is_agent": doing.part is Part.AGENT,
        "colour": STATUS_COLOURS[Status(return_.status)],
        "crumbs": return_crumbs(actor, return_, Crumb(text=doing.label)),
    }
    status = 403 if codes & {NOT_YOURS, "no_permission"} else 200
    return render(request, "collect/act.html", context, status=status)
