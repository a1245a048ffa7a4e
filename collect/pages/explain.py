"""Explain: say why queries are right as they are. One, those that were ticked, or all of a rule."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.scope import actor_of
from collect import scope, words
from collect.actions import Chosen, Explain, NotPossible
from collect.actions.base import NOT_YOURS
from collect.models import Return
from collect.pages.common import Crumb, crumbs, no_store
from collect.pages.forms.explain import ExplainForm
from collect.selectors.finding_rows import rows_of
from collect.selectors.findings import Filter, explanation_to_repeat
from collect.selectors.findings import findings as findings_of
from collect.services import reads
from collect.services.guidance import advice

SHOWN = 20
"""Of what is being explained so many are listed; the others are counted."""


def chosen_in(asked: QueryDict) -> Chosen:
    """The findings that a form or an address names. What is no id is left aside."""
    ids = []
    for text in asked.getlist("finding"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return Chosen(findings=tuple(ids)) if ids else Chosen(rule=asked.get("rule", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def explain(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """The form for what was chosen; sent, it explains. ``step=choose`` comes from the ticks on a list."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = chosen_in(asked)
    action = Explain(actor, return_, chosen)
    reasons = action.reasons()
    if reasons:
        status = 403 if {reason.code for reason in reasons} & {NOT_YOURS, "no_permission"} else 200
        context = {"for_return": return_, "blocked": reasons, "crumbs": way(request, return_)}
        return render(request, "collect/explain.html", context, status=status)
    targets = action.targets()
    rules = sorted({target.key.rule for target in targets})
    known = advice(return_.collection.ruleset, rules)
    if request.method != "POST" or asked.get("step") == "choose":
        earlier = explanation_to_repeat(return_, request.GET.get("use", ""), rules)
        form = ExplainForm(advice=known, initial={"text": earlier})
        none = request.method == "POST" and not targets
        return page(request, return_, chosen, form, ["Tick at least one query to explain."] if none else [])
    form = ExplainForm(request.POST, advice=known)
    if not form.is_valid():
        return page(request, return_, chosen, form, [])
    said = form.cleaned_data
    doing = Explain(actor, return_, chosen, said["text"], said.get("confirmed", False), said.get("reason", ""))
    try:
        doing.perform()
    except NotPossible as stopped:
        problems = []
        for reason in stopped.reasons:
            if reason.code.startswith("text_"):
                form.add_error("text", reason.text)
            elif reason.code.startswith("reason_") and "reason" in form.fields:
                form.add_error("reason", reason.text)
            else:
                problems.append(reason.text)
        return page(request, return_, chosen, form, problems)
    messages.success(request, f"You explained {words.queries(len(targets))}.")
    anchor = f"#rule-{rules[0]}" if len(rules) == 1 else ""
    return redirect(f"{reverse('findings', args=[return_.pk])}?level=query{anchor}")


def way(request: HttpRequest, return_: Return) -> list[Crumb]:
    """Where the page stands."""
    found: Crumb = {"text": "What we found", "href": reverse("findings", args=[return_.pk])}
    return crumbs(actor_of(request), return_, found, {"text": "Explain queries"})


def page(request: HttpRequest, return_: Return, chosen: Chosen, form: ExplainForm, problems: list[str]) -> HttpResponse:
    """The form, with what it is about."""
    action = Explain(actor_of(request), return_, chosen)
    targets, submission = action.targets(), return_.current_submission
    rows = []
    if submission is not None and targets:
        submission.for_return = return_
        reads.note(actor_of(request), submission, reads.Kind.LIST)
        found = findings_of(submission, Filter(level="query", rule=chosen.rule))
        if chosen.findings:
            found = found.filter(pk__in=chosen.findings[: SHOWN * 5])
        rows = rows_of(submission, found[:SHOWN])
    rules = list(dict.fromkeys(target.key.rule for target in targets))
    context = {
        "for_return": return_,
        "submission": submission,
        "form": form,
        "problems": problems,
        "count": len(targets),
        "rows": rows,
        "more": max(0, len(targets) - len(rows)),
        "advice": advice(return_.collection.ruleset, rules),
        "chosen": chosen,
        "people": return_.collection.type.people,
        "crumbs": way(request, return_),
    }
    return render(request, "collect/explain.html", context)
