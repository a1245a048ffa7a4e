"""One finding: what exactly is wrong with this value?"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from collect.actions import AcceptError, Edit, Explain
from collect.pages.common import crumbs, no_store
from collect.selectors.dictionary import dictionary_of
from collect.selectors.editing import record_of_finding
from collect.selectors.finding_rows import rows_of
from collect.selectors.findings import Filter, finding_detail
from collect.selectors.findings import findings as findings_of
from collect.services import reads
from collect.services.guidance import advice, label_of
from collect.services.matching import Match
from validation.models import Level


@require_safe
@no_store
def finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """The fields side by side, the rule in English, how to put it right, and what was said of it."""
    actor = actor_of(request)
    detail = finding_detail(actor, finding_id)
    submission, found = detail.submission, detail.finding
    reads.note(actor, submission, reads.Kind.FINDING, found.record, found.row)
    return_ = submission.for_return
    (row,) = rows_of(submission, [found])
    words = dictionary_of(return_.collection)
    is_current = return_.current_submission_id == submission.pk
    is_query = found.level == Level.QUERY
    same_rule = findings_of(submission, Filter(rule=found.rule, state="open"))
    context = {
        "detail": detail,
        "row": row,
        "for_return": return_,
        "submission": submission,
        "is_current": is_current,
        "is_query": is_query,
        "is_open": detail.match in (Match.NONE, Match.CHANGED, Match.SENT_BACK),
        "allowed": [(shown.label, values) for shown in row.shown if (values := words.allowed(shown.tag, found.record))],
        "edit_key": record_of_finding(submission, found.record, found.row)
        if is_current and not Edit(actor, return_).reasons()
        else "",
        "may_explain": is_query and is_current and not Explain(actor, return_).reasons(),
        "may_accept": not is_query and is_current and not AcceptError(actor, return_, reason="?").reasons(),
        "next": same_rule.filter(position__gt=found.position).first() if is_current else None,
        "others": same_rule.count(),
        "guide": advice(return_.collection.ruleset, [found.rule]) if is_query else None,
        "reason": label_of(return_.collection.type.family, detail.explanation.reason) if detail.explanation else "",
        "crumbs": crumbs(
            actor_of(request),
            return_,
            {"text": "What we found", "href": reverse("findings", args=[return_.pk])},
            {"text": f"Rule {found.rule}"},
        ),
    }
    return render(request, "collect/finding.html", context)
