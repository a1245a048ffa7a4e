"""E-mails: did what the portal sent arrive at least at the mail server?"""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.mail import Mail
from accounts.scope import actor_of
from accounts.support import is_support, note_search
from collect.pages.common import PAGE_SIZE
from collect.selectors.emails import emails_for, may_read


class EmailsForm(forms.Form):
    """What to show. Sent in the body, so that no address keeps an e-mail address."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "Every state"), *Mail.State.choices])
    q = forms.CharField(label="Email address, organisation or subject", required=False, max_length=100)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.auto_id, self.label_suffix = "filter_%s", ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def emails(request: HttpRequest) -> HttpResponse:
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
    page = Paginator(found, PAGE_SIZE).get_page(1 if text else request.GET.get("page"))
    context = {
        "filter_form": form,
        "page": page,
        "states": dict(Mail.State.choices),
        "is_filtered": bool(state or text),
        "is_everything": is_support(actor),
        "limit": PAGE_SIZE if text and page.has_next() else 0,
    }
    return render(request, "collect/emails.html", context)
