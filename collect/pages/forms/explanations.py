"""The filters of the list of explanations."""

from __future__ import annotations

from typing import Any

from django import forms

from collect.selectors.explanations import STATES
from schemas.collections import CollectionType


class ExplanationsForm(forms.Form):
    """What to show. A value that is not offered is left aside."""

    state = forms.ChoiceField(
        label="State", required=False, choices=(("", "All"), *((state, text) for state, (text, _) in STATES.items()))
    )
    rule = forms.ChoiceField(label="Query", required=False)
    search = forms.CharField(required=False, max_length=80)

    def __init__(self, *args: Any, rules: dict[str, str], kind: CollectionType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id, self.label_suffix = "filter_%s", ""
        who = f"Name, {kind.key_label}" if kind.has_names else kind.key_label
        self.fields["search"].label = f"{who} or words of the explanation"
        self.fields["rule"].choices = [("", "All"), *rules.items()]  # type: ignore[attr-defined]
