"""Service: does the portal work, and what did it give up? For DfE's system staff."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.confirming import confirm_identity
from accounts.pages.forms import Plain
from accounts.scope import actor_of
from accounts.system_staff import is_system_staff
from collect import words
from collect.actions.base import NotPossible
from collect.actions.try_again import TryAgain
from collect.selectors.service_health import service_health


class TryAgainForm(Plain):
    """Which checks: one of them, or all that one thing stopped."""

    job = forms.IntegerField(required=False, widget=forms.HiddenInput)
    cause = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Reason",
        help_text="What stopped the checks, and what has been put right. Schools see it in the history.",
        max_length=500,
        error_messages={"required": "Enter a reason"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def service(request: HttpRequest) -> HttpResponse:
    """What answers, what waits and what was given up; a form to have it tried again. Others find no such page."""
    if not is_system_staff(request):
        raise Http404
    actor = actor_of(request)
    form = TryAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        confirm_identity(request)
        if form.is_valid() and try_again(request, form):
            return redirect("service")
    context = {"health": service_health(), "form": form, "actor": actor}
    return render(request, "collect/service.html", context)


def try_again(request: HttpRequest, form: TryAgainForm) -> bool:
    """Do what the form asks for. Gives whether it was done; what stops it is said beside the form."""
    said = form.cleaned_data
    try:
        done = TryAgain(actor_of(request), said["reason"], cause=said["cause"], job_id=said["job"]).perform()
    except NotPossible as stopped:
        form.add_error(None, str(stopped))
        return False
    messages.success(request, f"{words.number_of(len(done), 'check')} will be tried again.")
    return True
