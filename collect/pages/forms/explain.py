"""The form that explains queries."""

from __future__ import annotations

from typing import Any

from django import forms

from collect.actions.explain import MAX_TEXT


class ExplainForm(forms.Form):
    """Why the values are right as they are. A tick is enough where no rule asks for more."""

    text = forms.CharField(
        label="Your explanation",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": f"The explanation must be {MAX_TEXT:,} characters or fewer."},
    )
    confirmed = forms.BooleanField(label="I have checked the values and they are correct", required=False)

    def __init__(self, *args: Any, reason_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if reason_needed:
            del self.fields["confirmed"]
        else:
            self.fields["text"].label = "Your explanation (optional if you tick the box)"
