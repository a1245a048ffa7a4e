"""The declaration of whoever signs for the return."""

from __future__ import annotations

from typing import Any

from django import forms

from schemas.wording import Wording

REASON_FIELDS = ("head_name", "head_role", "declared")
"""Fields whose problems the action names by the same code."""


class SubmitForm(forms.Form):
    """Who declares the return to be right, and the tick. What is missing the action says, in its own words."""

    head_name = forms.CharField(
        label="Full name",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"max_length": "The name must be 120 characters or fewer."},
    )
    head_role = forms.CharField(
        label="Role",
        help_text="For example, {signer}.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"max_length": "The role must be 120 characters or fewer."},
    )
    declared = forms.BooleanField(
        label="This person has seen the summary of the return and declares that it is complete and correct as far as "
        "they know",
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        role = self.fields["head_role"]
        role.help_text = wording.fill(str(role.help_text))
