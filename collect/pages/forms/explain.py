"""The form that explains queries."""

from __future__ import annotations

from typing import Any

from django import forms

from collect.actions.explain import MAX_TEXT
from collect.services.guidance import Advice


class ExplainForm(forms.Form):
    """Why the values are right as they are. A tick is enough where no rule asks for more."""

    reason = forms.ChoiceField(
        label="What comes nearest?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Choose one of the reasons that are listed.",
        },
    )
    text = forms.CharField(
        label="Your explanation",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": f"The explanation must be {MAX_TEXT:,} characters or fewer."},
    )
    confirmed = forms.BooleanField(label="I have checked the values and they are correct", required=False)

    def __init__(self, *args: Any, advice: Advice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if advice.reasons and advice.needed:
            self.fields["reason"].choices = list(advice.reasons.items())  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]
        if advice.needed:
            del self.fields["confirmed"]
        else:
            self.fields["text"].label = "Your explanation (optional if you tick the box)"
