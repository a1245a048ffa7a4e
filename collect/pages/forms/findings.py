"""The filters of the lists of findings."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from collect.selectors.findings import Filter
from schemas.collections import CollectionType

STATES = (
    ("", "All"),
    ("open", "Still to do"),
    ("explained", "Explained"),
    ("given", "Explained, not yet accepted"),
    ("accepted", "Explanation accepted"),
    ("sent_back", "Sent back with a question"),
    ("changed", "Values changed since explained"),
    ("accepted_error", "Error accepted by DfE"),
)


class FilterForm(forms.Form):
    """What to show. Everything is optional; a value that is not offered is left aside."""

    level = forms.ChoiceField(
        label="Level", required=False, choices=(("", "Errors and queries"), ("error", "Errors"), ("query", "Queries"))
    )
    state = forms.ChoiceField(label="State", required=False, choices=STATES)
    block = forms.ChoiceField(label="Part of the return", required=False)
    pupil = forms.CharField(required=False, max_length=80)
    rule = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict, blocks: dict[str, str], kind: CollectionType) -> None:
        super().__init__(asked, auto_id="filter_%s")
        self.label_suffix = ""
        choices = [("", "All parts"), *sorted(blocks.items(), key=lambda block: block[1])]
        self.fields["pupil"].label = f"Name or {kind.key_label}" if kind.has_names else kind.key_label
        self.fields["block"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        """The filter that the address asks for."""
        self.is_valid()
        kept = {name: str(self.cleaned_data.get(name) or "").strip() for name in self.fields}
        return Filter(**kept)
