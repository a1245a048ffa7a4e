"""Faults of structure: where the file is not built as a return must be."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from collect import scope
from collect.actions import Upload
from collect.models import Submission
from collect.pages.common import PAGE_SIZE, crumbs, no_store
from collect.selectors.dictionary import dictionary_of
from collect.selectors.files import latest_of
from collect.selectors.findings import faults, repeated_faults
from collect.selectors.people import Place, people_at
from collect.services import reads


@require_safe
@no_store
def structure(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Line, pupil and plain words for each fault, of the return's file or of a newer one that did not replace it."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    submission, newest = return_.current_submission, latest_of(return_)
    if newest is not None and newest.state == Submission.State.STRUCTURE:
        submission = newest
    context: dict[str, object] = {
        "for_return": return_,
        "submission": submission,
        "crumbs": crumbs(actor_of(request), return_, {"text": "Faults of structure"}),
        "is_current": submission is not None and submission.pk == return_.current_submission_id,
        "may_upload": not Upload(actor, return_).reasons(),
    }
    if submission is not None and submission.run_id is not None:
        submission.for_return = return_
        reads.note(actor, submission, reads.Kind.LIST)
        page = Paginator(faults(submission), PAGE_SIZE).get_page(request.GET.get("page"))
        people = people_at(submission, [Place(fault.key or "", fault.record or "", fault.row) for fault in page])
        words = dictionary_of(return_.collection)
        context |= {
            "page": page,
            "repeated": repeated_faults(submission),
            "rows": [
                {
                    "fault": fault,
                    "person": people.at(fault.key or "", fault.record or "", fault.row),
                    "record": words.label(fault.record) if fault.record else "",
                }
                for fault in page
            ],
            "total": submission.run.structure_faults if submission.run else 0,
        }
    return render(request, "collect/structure.html", context)
