"""Add a supplier: which company makes the software?"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import AddSupplier, NotAllowed
from accounts.confirming import confirm_identity
from accounts.pages.forms import Plain
from accounts.pages.people import add_problems
from accounts.scope import actor_of


class SupplierForm(Plain):
    """Its name and, where it has one, its UKPRN."""

    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the name of the supplier"})
    ukprn = forms.CharField(
        label="UKPRN (optional)",
        required=False,
        max_length=8,
        help_text="8 digits. With it, the supplier can claim the role of approver with a PIN.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_supplier(request: HttpRequest) -> HttpResponse:
    """The form. For anyone but approvers of DfE there is no such page."""
    actor = actor_of(request)
    if not (actor.is_dfe and actor.is_approver):
        raise Http404
    confirm_identity(request)
    form = SupplierForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        adding = AddSupplier(actor, form.cleaned_data["name"], form.cleaned_data["ukprn"])
        try:
            adding.perform()
        except NotAllowed as stopped:
            add_problems(form, stopped.problems)
        else:
            messages.success(request, f"{adding.made} is added. Step in to invite its first approver.")
            return redirect("account-step-in", adding.made.pk)
    return render(request, "accounts/add_supplier.html", {"form": form})
