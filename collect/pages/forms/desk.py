"""The search and the filters of a desk."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Organisation
from collect.models import Status
from collect.selectors.desk_rows import SORTS, STAGES, Wanted
from schemas.collections import CollectionType

NEEDS = (
    ("", "All"),
    ("me", "Waiting for me"),
    ("ready", "Waiting for me, nothing in the way"),
    ("late", "Overdue"),
)
OF_AN_AGENT = (Status.AMENDED_BY_AGENT, Status.APPROVED, Status.REJECTED)
"""Statuses that no return has which nobody checks between its source and DfE."""
SORT_CHOICES = [("", ""), *((sign + name, name) for name in SORTS for sign in ("", "-"))]


def search_label(kind: CollectionType) -> str:
    """By what the sender of a return can be found."""
    return kind.wording.fill("{Sender} name, LAESTAB or URN" if kind.is_from_schools else "{Sender} name or number")


class DeskForm(forms.Form):
    """What to show. Everything is optional; a value that is not offered is left aside."""

    search = forms.CharField(required=False, max_length=80)
    needs = forms.ChoiceField(label="Who it waits for", required=False, choices=NEEDS)
    status = forms.ChoiceField(label="Status", required=False, choices=(("", "All"), *Status.choices))
    phase = forms.ChoiceField(label="Phase", required=False, choices=(("", "All"), *Organisation.Phase.choices))
    la = forms.ChoiceField(label="Area", required=False)
    academies = forms.ChoiceField(
        label="Academies", required=False, choices=(("", "All schools"), ("yes", "Academies"), ("no", "Other schools"))
    )
    stage = forms.ChoiceField(
        required=False,
        choices=(("", ""), *((str(stage), name) for stage, (name, _) in STAGES.items())),
        widget=forms.HiddenInput,
    )
    rule = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    sort = forms.ChoiceField(required=False, choices=SORT_CHOICES, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: CollectionType, areas: dict[str, str] | None, **kwargs: Any) -> None:
        """``areas``: number → name of the areas to choose from; None for a desk that has one area only."""
        super().__init__(*args, **kwargs)
        self.auto_id, self.label_suffix = "filter_%s", ""
        self.fields["search"].label = search_label(kind)
        if not kind.phase_item:
            del self.fields["phase"]
        if not kind.is_from_schools:
            statuses = [(status, name) for status, name in Status.choices if status not in OF_AN_AGENT]
            self.fields["status"].choices = [("", "All"), *statuses]  # type: ignore[attr-defined]
        if areas is None or not kind.is_from_schools:
            del self.fields["la"], self.fields["academies"]
            return
        named = ((number, f"{name} ({number})") for number, name in areas.items())
        self.fields["la"].choices = [("", "All"), *named]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What the address asks for."""
        self.is_valid()
        kept = {name: str(self.cleaned_data.get(name) or "").strip() for name in self.fields}
        return Wanted(**{**kept, "sort": kept["sort"] or "need"})
