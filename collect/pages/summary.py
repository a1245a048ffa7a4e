"""The summary: would the head sign this?"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from collect import scope
from collect.actions import Submit
from collect.pages.common import crumbs, no_store
from collect.selectors.counts import counts
from collect.selectors.summary import summary as summary_of


@require_safe
@no_store
def summary(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """The return in a few tables, with last term's or the last file's numbers beside them."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    context = {
        "for_return": return_,
        "submission": return_.current_submission,
        "summary": summary_of(return_),
        "counts": counts(return_),
        "may_submit": not Submit(actor, return_).reasons(),
        "crumbs": crumbs(actor_of(request), return_, {"text": "Summary"}),
    }
    return render(request, "collect/summary.html", context)
