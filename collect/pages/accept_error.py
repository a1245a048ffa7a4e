"""Accept an error: DfE lets it stand, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.scope import actor_of
from collect import scope, words
from collect.actions import AcceptError, Chosen, NotPossible
from collect.actions.base import NOT_YOURS
from collect.pages.common import Crumb, no_store
from collect.pages.desk_crumbs import return_crumbs
from collect.pages.forms.act import AcceptErrorForm
from collect.selectors.finding_rows import FindingRow, rows_of
from collect.selectors.findings import FindingDetail, finding_detail
from collect.services import reads
from collect.services.matching import Match
from validation.models import Level


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def accept_error(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """This error, or all of its rule in the return, and why."""
    actor = actor_of(request)
    detail = finding_detail(actor, finding_id)
    if detail.finding.level != Level.ERROR:
        raise Http404("Only errors are accepted; a query is explained.")
    (row,) = rows_of(detail.submission, [detail.finding])
    return_ = scope.get_return(actor, detail.submission.for_return_id)
    rule = Chosen(rule=detail.finding.rule)
    one = Chosen(findings=(detail.finding.pk,))
    doing = AcceptError(actor, return_, rule)
    reasons = doing.reasons()
    problems = [str(reason) for reason in reasons]
    if not problems and return_.current_submission_id != detail.submission.pk:
        problems = ["This error is in an earlier file. Only errors in the current file can be accepted."]
    if not problems and detail.match is Match.ACCEPTED_ERROR:
        problems = ["This error is accepted already."]
    if problems:
        status = 403 if {reason.code for reason in reasons} & {NOT_YOURS, "no_permission"} else 200
        return page(request, detail, row, None, problems, status)
    choices = [("one", "This error only")]
    count = len(doing.targets())
    if count > 1:
        choices.append(("rule", f"All {words.errors(count)} of rule {detail.finding.rule} in this return"))
    hint = "The school sees this, and so do those who look at the return later."
    initial = {"version": return_.version, "scope": "one" if count == 1 else ""}
    if request.method != "POST":
        return page(request, detail, row, AcceptErrorForm(initial=initial, choices=choices, hint=hint), [])
    form = AcceptErrorForm(request.POST, choices=choices, hint=hint)
    if not form.is_valid():
        return page(request, detail, row, form, [])
    said = form.cleaned_data
    if said["version"] != return_.version:
        words_ = "This return changed while you had the page open. Look at it again, then decide."
        again = {**initial, "scope": said["scope"], "reason": said["reason"]}
        return page(request, detail, row, AcceptErrorForm(initial=again, choices=choices, hint=hint), [words_])
    action = AcceptError(actor, return_, rule if said["scope"] == "rule" else one, said["reason"])
    try:
        event = action.perform()
    except NotPossible as stopped:
        return page(request, detail, row, form, [reason.text for reason in stopped.reasons])
    done = sum(event.details["rules"].values())
    messages.success(request, f"You accepted {words.errors(done)} of rule {detail.finding.rule}.")
    return redirect(f"{reverse('findings', args=[return_.pk])}?level=error&state=open")


def page(
    request: HttpRequest,
    detail: FindingDetail,
    row: FindingRow,
    form: AcceptErrorForm | None,
    problems: list[str],
    status: int = 200,
) -> HttpResponse:
    """The error, with the form or with what stands in the way."""
    return_ = detail.submission.for_return
    about = detail.finding
    reads.note(actor_of(request), detail.submission, reads.Kind.FINDING, about.record, about.row)
    found = Crumb(text="What we found", href=reverse("findings", args=[return_.pk]))
    context = {
        "for_return": return_,
        "detail": detail,
        "row": row,
        "submission": detail.submission,
        "form": form,
        "problems": problems,
        "crumbs": return_crumbs(actor_of(request), return_, found, Crumb(text="Accept an error")),
    }
    return render(request, "collect/accept_error.html", context, status=status)
