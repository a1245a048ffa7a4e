"""Explanations: what have we told them, and did they accept?"""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from collect import scope
from collect.actions import AcceptExplanation, CarryForward, Explain
from collect.models import Explanation
from collect.pages.common import PAGE_SIZE, Crumb, no_store
from collect.pages.desk_crumbs import return_crumbs
from collect.pages.forms.explanations import ExplanationsForm
from collect.permissions import Part
from collect.selectors import explanations as selectors
from collect.selectors.counts import counts
from collect.services import reads


@require_safe
@no_store
def explanations(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Each query rule and how far it is; below, what was said, by rule."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    if return_.current_submission is not None:
        reads.note(actor, return_.current_submission, reads.Kind.LIST)
    lines = selectors.by_rule(return_)
    known = Explanation.objects.none() if return_.current_submission is None else selectors.explanations(return_)
    codes = sorted({*known.order_by().values_list("rule", flat=True).distinct(), *(line.rule.code for line in lines)})
    form = ExplanationsForm(request.GET, rules={code: code for code in codes})
    form.is_valid()
    asked = {name: str(form.cleaned_data.get(name) or "").strip() for name in form.fields}
    page = Paginator(selectors.explanations(return_, **asked), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = selectors.in_words(return_, page)
    found = counts(return_)
    carry = CarryForward(actor, return_)
    context = {
        "for_return": return_,
        "counts": found,
        "lines": lines,
        "filter_form": form,
        "is_narrowed": any(asked.values()),
        "page": page,
        "groups": [(rule, list(of)) for rule, of in groupby(rows, key=lambda row: row.rule)],
        "may_explain": found.queries_to_explain > 0 and not Explain(actor, return_).reasons(),
        "may_judge": found.to_accept > 0 and not AcceptExplanation(actor, return_).reasons(),
        "may_carry": found.queries_to_explain > 0 and not carry.reasons() and bool(carry.offers()),
        "is_source": carry.part is Part.SOURCE,
        "people": return_.collection.type.people,
        "crumbs": return_crumbs(actor, return_, Crumb(text="Explanations")),
    }
    return render(request, "collect/explanations.html", context)
