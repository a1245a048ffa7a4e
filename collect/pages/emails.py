"""E-mails: did what the portal sent arrive at least at the mail server?"""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.mail import Mail
from accounts.scope import actor_of
from accounts.spreadsheet import download
from accounts.support import is_support, note_search
from collect.pages.common import PAGE_SIZE
from collect.selectors.emails import Rows, emails_for, may_read

COLUMNS = ("Written", "To", "Organisation", "Subject", "State", "Sent")


class EmailsForm(forms.Form):
    """What to show. Sent in the body, so that no address keeps an e-mail address."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "Every state"), *Mail.State.choices])
    q = forms.CharField(label="Email address, organisation or subject", required=False, max_length=100)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.auto_id, self.label_suffix = "filter_%s", ""


def lines(found: Rows) -> Iterator[list[str]]:
    """The e-mails as lines of a spreadsheet."""
    states = dict(Mail.State.choices)
    for one in found.iterator():
        moments = [
            f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "" for at in (one["created_at"], one["sent_at"])
        ]
        yield [moments[0], one["address"], one["about"] or "", one["subject"], states[one["state"]], moments[1]]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def emails(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list, newest first. For anyone but approvers and support there is no such page."""
    actor = actor_of(request)
    if not may_read(actor):
        raise Http404
    form = EmailsForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    state, text = form.cleaned_data.get("state", ""), (form.cleaned_data.get("q") or "").strip()
    if request.method != "POST":
        text = ""
    found = emails_for(actor, state=state, text=text)
    if text and is_support(actor):
        note_search(actor, text, found.count())
    if request.GET.get("format") == "csv":
        return download("emails.csv", COLUMNS, lines(found))
    page = Paginator(found, PAGE_SIZE).get_page(1 if text else request.GET.get("page"))
    context = {
        "filter_form": form,
        "page": page,
        "states": dict(Mail.State.choices),
        "is_filtered": bool(state or text),
        "state": state,
        "is_everything": is_support(actor),
        "limit": PAGE_SIZE if text and page.has_next() else 0,
    }
    return render(request, "collect/emails.html", context)
