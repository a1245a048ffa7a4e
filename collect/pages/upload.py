"""Upload: is this the right file, and is it in?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.scope import actor_of
from collect import scope
from collect.actions import NotPossible, Upload
from collect.actions.base import NOT_YOURS
from collect.models import Return
from collect.pages.common import crumbs
from collect.pages.forms.upload import UploadForm
from collect.selectors.files import latest_of
from schemas.intake import Refused

BY_SCRIPT, GO_TO = "X-Upload", "X-Go-To"
"""Headers between the page's script and this view."""


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Choose a file and send it; the same bytes again lead to the receipt that is there."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    action = Upload(actor, return_)
    wording, reasons = return_.collection.wording, action.reasons() or action.too_many()
    if reasons:
        status = 403 if {reason.code for reason in reasons} & {NOT_YOURS, "no_permission"} else 200
        return page(
            request,
            return_,
            UploadForm(wording=wording),
            [str(reason) for reason in reasons],
            status,
        )
    if request.method != "POST":
        return page(request, return_, UploadForm(wording=wording), [])
    form = UploadForm(request.POST, request.FILES, wording=wording)
    if not form.is_valid():
        return page(request, return_, form, [])
    file = form.cleaned_data["file"]
    try:
        received = Upload(actor, return_, file.file, file.name or "").receive()
    except Refused as refused:
        form.refuse(refused.sentence)
        return page(request, return_, form, [])
    except NotPossible as stopped:
        return page(request, return_, form, [str(reason) for reason in stopped.reasons])
    submission = received.submission
    if received.same_as_before and not submission.is_in_hand:
        words = f"This is the same file as file {submission.number}, byte for byte. Nothing has changed."
        messages.info(request, f"{words} Here is its receipt.")
        return go(request, "receipt", submission.pk)
    if received.same_as_before:
        messages.info(request, f"This is the same file as file {submission.number}, which is being checked.")
    return go(request, "checking", submission.pk)


def go(request: HttpRequest, name: str, submission_id: UUID) -> HttpResponse:
    """On to another page. A script that sends the file is told the address, so that the browser opens it once."""
    if BY_SCRIPT not in request.headers:
        return redirect(name, submission_id)
    return HttpResponse(status=204, headers={GO_TO: reverse(name, args=[submission_id])})


def page(
    request: HttpRequest, return_: Return, form: UploadForm, blocked: list[str], status: int = 200
) -> HttpResponse:
    """The page with its form, or with what stops an upload."""
    actor = actor_of(request)
    context = {
        "for_return": return_,
        "form": form,
        "blocked": blocked,
        "crumbs": crumbs(actor_of(request), return_, {"text": "Upload a file"}),
        "for_another": actor.organisation.pk != return_.organisation_id,
        "latest": latest_of(return_),
    }
    return render(request, "collect/upload.html", context, status=status)
