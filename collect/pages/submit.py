"""Submit: what am I declaring, and what happens next?"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.scope import actor_of
from collect import scope
from collect.actions import NotPossible, Submit
from collect.actions.base import NOT_YOURS, WRONG_STATUS, Reason
from collect.models import Return, Status
from collect.pages.common import crumbs, no_store
from collect.pages.forms.submit import REASON_FIELDS, SubmitForm
from collect.selectors.counts import counts


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def submit(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """The declaration; once it is made, the page says so and what comes next."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    action = Submit(actor, return_)
    if request.method == "POST":
        return send(request, return_)
    reasons = action.reasons()
    if return_.status == Status.SUBMITTED and return_.declared_at:
        return done(request, return_)
    initial = {"version": return_.version, "head_name": return_.head_name, "head_role": return_.head_role}
    return page(request, return_, SubmitForm(initial=initial, wording=return_.collection.wording), reasons)


def send(request: HttpRequest, return_: Return) -> HttpResponse:
    """Make the declaration, once: a second press of the button finds it made."""
    form = SubmitForm(request.POST, wording=return_.collection.wording)
    if not form.is_valid():
        return page(request, return_, form, Submit(actor_of(request), return_).reasons())
    said = form.cleaned_data
    action = Submit(actor_of(request), return_, said["head_name"], said["head_role"], said["declared"])
    try:
        action.perform(expected_version=said["version"])
    except NotPossible as stopped:
        problems = []
        for reason in stopped.reasons:
            if reason.code in REASON_FIELDS:
                form.add_error(reason.code, reason.text)
            else:
                problems.append(reason)
        return_.refresh_from_db()
        return page(request, return_, form, problems)
    return redirect("submit", return_.pk)


def page(request: HttpRequest, return_: Return, form: SubmitForm, reasons: list[Reason]) -> HttpResponse:
    """The form with what is outstanding, or with what stops it."""
    found = counts(return_)
    codes = {reason.code for reason in reasons}
    context = {
        "for_return": return_,
        "form": form,
        "reasons": reasons,
        "is_blocked": bool(reasons) and "out_of_date" not in codes,
        "is_out_of_date": "out_of_date" in codes,
        "counts": found,
        "outstanding": Submit(actor_of(request), return_).outstanding(),
        "crumbs": crumbs(actor_of(request), return_, {"text": "Submit"}),
        "wrong_status": WRONG_STATUS in codes,
    }
    status = 403 if codes & {NOT_YOURS, "no_permission"} else 200
    return render(request, "collect/submit.html", context, status=status)


def done(request: HttpRequest, return_: Return) -> HttpResponse:
    """The confirmation."""
    context = {
        "for_return": return_,
        "submission": return_.current_submission,
        "counts": counts(return_),
        "outstanding": Submit(actor_of(request), return_).outstanding(),
        "is_source": actor_of(request).organisation.pk == return_.organisation_id,
        "crumbs": crumbs(actor_of(request), return_, {"text": "Submitted"}),
    }
    return render(request, "collect/submitted.html", context)
