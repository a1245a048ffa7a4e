"""Judge: do these explanations do? Accept many at once, or send one back with a question."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from accounts.scope import actor_of
from collect import scope, words
from collect.actions import AcceptExplanation, NotPossible, SendBackExplanation
from collect.actions.base import NOT_YOURS
from collect.actions.judge_explanations import JudgeExplanations
from collect.models import Return
from collect.pages.common import PAGE_SIZE, Crumb, no_store
from collect.pages.desk_crumbs import return_crumbs
from collect.pages.forms.act import QuestionForm
from collect.selectors import explanations as selectors
from collect.selectors.counts import counts
from collect.services import reads

SEEN = "seen_at"
"""When the page was made: what was explained later is not decided on unread."""


def ids(texts: list[str]) -> list[UUID]:
    """What is an id, of what a form sent."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def moment(asked: QueryDict) -> datetime | None:
    """When the page was made that this form came from; None where it does not say."""
    try:
        found = parse_datetime(asked.get(SEEN, ""))
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def judge(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """What waits to be read, by rule; ``ask`` names one to send back with a question."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    reasons = AcceptExplanation(actor, return_).reasons()
    if reasons:
        status = 403 if {reason.code for reason in reasons} & {NOT_YOURS, "no_permission"} else 200
        context = {"for_return": return_, "blocked": reasons, "crumbs": way(request, return_)}
        return render(request, "collect/judge.html", context, status=status)
    asked = request.POST if request.method == "POST" else request.GET
    if "ask" in asked:
        return ask(request, return_, asked["ask"])
    if request.method == "POST":
        return accept(request, return_)
    return page(request, return_, [])


def note_read(request: HttpRequest, return_: Return) -> None:
    """What is explained names people."""
    if return_.current_submission is not None:
        reads.note(actor_of(request), return_.current_submission, reads.Kind.LIST)


def way(request: HttpRequest, return_: Return, *more: Crumb) -> list[Crumb]:
    """Where the page stands."""
    here = Crumb(text="Read explanations")
    if more:
        here["href"] = reverse("judge", args=[return_.pk])
    return return_crumbs(actor_of(request), return_, here, *more)


def page(request: HttpRequest, return_: Return, problems: list[str]) -> HttpResponse:
    """The list."""
    note_read(request, return_)
    seen_at = timezone.now()
    waiting = selectors.to_read(return_)
    found = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = selectors.in_words(return_, found)
    totals = {line.rule.code: line.standing.given for line in selectors.by_rule(return_)}
    groups = [
        {"rule": rule, "rows": list(of), "total": totals.get(rule.code, 0)}
        for rule, of in groupby(rows, key=lambda row: row.rule)
    ]
    context: dict[str, Any] = {
        "for_return": return_,
        "counts": counts(return_),
        "total": found.paginator.count,
        "page": found,
        "groups": groups,
        "problems": problems,
        "seen_at": seen_at.isoformat(),
        "people": return_.collection.type.people,
        "crumbs": way(request, return_),
    }
    return render(request, "collect/judge.html", context)


def accept(request: HttpRequest, return_: Return) -> HttpResponse:
    """Accept those that were ticked, or all of a rule."""
    asked = request.POST
    rule, chosen, seen_at = asked.get("rule", ""), ids(asked.getlist("explanation")), moment(asked)
    if not rule and not chosen:
        return page(request, return_, ["Tick at least one explanation to accept."])
    if seen_at is None:
        return page(request, return_, ["This page lost track of when you opened it. Look at it again, then decide."])
    doing = AcceptExplanation(actor_of(request), return_, () if rule else chosen, rule)
    doing.seen_at = seen_at
    done = perform(request, doing)
    if done is None:
        again = "These explanations changed, or were decided on, after you opened the page. Look at them again."
        return page(request, return_, [again])
    messages.success(request, f"You accepted {words.number_of(done, 'explanation')}.")
    left_out = 0 if rule else len(set(chosen)) - done
    if left_out > 0:
        was = words.number_of(left_out, "explanation was", "explanations were")
        messages.info(request, f"{was} left out, because somebody changed or accepted it after you opened the page.")
    return redirect("judge" if counts(return_).to_accept else "return", return_.pk)


def perform(request: HttpRequest, doing: JudgeExplanations) -> int | None:
    """How many were decided on; None where none could be."""
    try:
        event = doing.perform()
    except NotPossible:
        return None
    return sum(event.details["rules"].values())


def ask(request: HttpRequest, return_: Return, explanation_id: str) -> HttpResponse:
    """One explanation, and the question that it goes back with."""
    note_read(request, return_)
    row = selectors.explanations(return_).filter(pk__in=ids([explanation_id])).first()
    if row is None:
        raise Http404("There is no such explanation.")
    form = QuestionForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        doing = SendBackExplanation(actor_of(request), return_, [row.pk], question=form.cleaned_data["question"])
        doing.seen_at = moment(request.POST)
        if doing.seen_at is not None and perform(request, doing):
            messages.success(request, "You sent the explanation back with your question. We e-mail the school.")
            return redirect("judge" if counts(return_).to_accept else "return", return_.pk)
        problems = ["This explanation changed after you opened the page. Read it again, then decide."]
        row.refresh_from_db()
    (shown,) = selectors.in_words(return_, [row])
    context = {
        "for_return": return_,
        "row": shown,
        "form": form,
        "problems": problems,
        "seen_at": timezone.now().isoformat(),
        "can_be_sent_back": row.raised and row.state in SendBackExplanation.judged_states,
        "people": return_.collection.type.people,
        "crumbs": way(request, return_, Crumb(text="Ask a question")),
    }
    return render(request, "collect/judge_ask.html", context)
