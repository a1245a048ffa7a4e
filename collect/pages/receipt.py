"""The receipt of a file: a page to print, and the signed statement to keep."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from collect import scope
from collect.models import Receipt, Submission
from collect.pages.common import crumbs, no_store
from collect.pages.files import OUTCOMES
from collect.services.receipts import document, public_pem


def receipt_of(submission: Submission) -> Receipt | None:
    """The receipt; None while the check goes on."""
    return getattr(submission, "receipt", None)


@require_safe
@no_store
def receipt(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """What the portal vouches for, in words, and how anybody can prove it."""
    submission = scope.get_submission(actor_of(request), submission_id)
    return_ = submission.for_return
    issued = receipt_of(submission)
    context: dict[str, object] = {
        "for_return": return_,
        "submission": submission,
        "receipt": issued,
        "outcome": OUTCOMES[Submission.State(submission.state)][0],
        "crumbs": crumbs(
            actor_of(request),
            return_,
            {"text": "Files", "href": reverse("files", args=[return_.pk])},
            {"text": f"Receipt for file {submission.number}"},
        ),
    }
    if issued is not None:
        body = json.loads(issued.body)
        context |= {
            "body": body,
            "uploaded_at": datetime.fromisoformat(body["uploaded"]["at"]),
            "public_key": public_pem(),
        }
    return render(request, "collect/receipt.html", context)


@require_safe
@no_store
def as_json(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The signed receipt as a file."""
    submission = scope.get_submission(actor_of(request), submission_id)
    issued = receipt_of(submission)
    if issued is None:
        raise Http404("There is no receipt yet.")
    text = json.dumps(document(issued), ensure_ascii=False, indent=2)
    response = HttpResponse(f"{text}\n", content_type="application/json")
    name = f"receipt-{submission.for_return.organisation.laestab or 'return'}-file-{submission.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
