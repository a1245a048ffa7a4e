"""Checking: how long does it take, and can I go away?"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.scope import actor_of
from collect import scope
from collect.conf import conf
from collect.models import Job, Submission
from collect.pages.common import crumbs, no_store
from collect.selectors.files import progress as progress_of

STAGE_WORDS = {
    Job.Stage.RECEIVED: "We are looking for viruses in your file.",
    Job.Stage.SCANNED: "We are reading your file.",
    Job.Stage.READ: "We are checking your data against the rules.",
    Job.Stage.CHECKED: "We are saving what we found.",
    Job.Stage.SAVED: "We have checked your file.",
}
NO_SCANNER = "Virus scan: none is set up here"


def context_of(submission: Submission) -> dict[str, object]:
    """How far the check is, and what is happening now in a sentence."""
    found = progress_of(submission)
    scans = bool(conf().clamav_address)
    return {
        "scans": scans,
        "steps": [
            (NO_SCANNER if name == Job.Stage.SCANNED.label and not scans else name, done) for name, done in found.steps
        ],
        "submission": submission,
        "for_return": submission.for_return,
        "progress": found,
        "ahead": found.place - 1 if found.place else 0,
        "now": STAGE_WORDS[Job.Stage(found.stage) if scans or found.stage != Job.Stage.RECEIVED else Job.Stage.SCANNED],
    }


@require_safe
@no_store
def checking(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Steps with ticks while the check goes on; what came of it where that is bad news; else the return."""
    submission = scope.get_submission(actor_of(request), submission_id)
    if submission.state in Submission.READ:
        return redirect("return", submission.for_return_id)
    context = {
        **context_of(submission),
        "crumbs": crumbs(actor_of(request), submission.for_return, {"text": "Checking your file"}),
    }
    template = "collect/checking.html" if submission.is_in_hand else "collect/checking_stopped.html"
    return render(request, template, context)


@require_safe
@no_store
def progress(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The part of the page that renews itself. When the check is done, the whole page moves on."""
    submission = scope.get_submission(actor_of(request), submission_id)
    if not submission.is_in_hand:
        return HttpResponseClientRedirect(reverse("checking", args=[submission.pk]))
    return render(request, "collect/checking_progress.html", context_of(submission))
