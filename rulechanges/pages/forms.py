"""The forms of rule changes."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Organisation
from collect.models import Collection
from rulechanges.actions.base import MAX_REASON
from rulechanges.models import Patch
from rulechanges.pages.targets import TargetField
from validation import book
from validation.rule import code_order

OFF, ERROR, QUERY = "switch_off", "error", "query"


def rulesets_in_use() -> list[tuple[str, str]]:
    """The rule sets that collections are checked with, with the collections: those that are live and open first."""
    found: dict[str, list[str]] = {}
    in_order = sorted(Collection.objects.all(), key=lambda c: (c.blade != Collection.Blade.LIVE, not c.is_open()))
    for collection in in_order:
        found.setdefault(collection.ruleset, []).append(collection.name)
    return [(ruleset, f"{', '.join(names)} ({ruleset})") for ruleset, names in found.items()]


class Base(forms.Form):
    """No colon after labels; ``token`` is the form's own id, so that sending it twice is sending it once."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["token"].initial = uuid.uuid4


class ReasonField(forms.CharField):
    """Why, for everybody to read."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            max_length=MAX_REASON,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text="Everybody can read this on the page of the rule. Do not name a school or a child.",
            error_messages={
                "required": "Say why.",
                "max_length": f"The reason must be {MAX_REASON:,} characters or fewer.",
            },
        )


class StartForm(Base):
    """From when a change counts."""

    starts_on = forms.DateTimeField(
        label="When does it start?",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        help_text="Leave it empty to start when another person confirms it.",
        error_messages={"invalid": "Enter a day and a time, for example 24/11/2026 08:00."},
    )

    def clean_starts_on(self) -> datetime | None:
        starts: datetime | None = self.cleaned_data["starts_on"]
        if starts is not None and starts < timezone.now():
            raise forms.ValidationError("The start must be in the future. Leave it empty to start at once.")
        return starts


class ProposeForm(StartForm):
    """Which rule, what, why and from when."""

    ruleset = forms.ChoiceField(label="Collection and its rule set")
    rule = forms.CharField(
        label="Rule",
        max_length=20,
        help_text="Its number, for example 1870Q.",
        error_messages={"required": "Enter the number of the rule."},
    )
    change = forms.ChoiceField(
        label="What should change?",
        choices=[(OFF, "Switch it off"), (QUERY, "Make it a query"), (ERROR, "Make it an error")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should change."},
    )
    reason = ReasonField("Why?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ruleset"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = rulesets_in_use()

    def clean_rule(self) -> str:
        return str(self.cleaned_data["rule"]).strip().upper().replace("TONT", "TonT")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        ruleset, rule = said.get("ruleset"), said.get("rule")
        if ruleset and rule:
            try:
                known = book.load(ruleset).rules
            except LookupError:
                self.add_error("ruleset", "Choose a rule set.")
            else:
                if rule not in known:
                    near = sorted((code for code in known if code.startswith(rule[:3])), key=code_order)[:6]
                    more = f" There are {', '.join(near)}." if near else ""
                    self.add_error("rule", f"{ruleset} has no rule {rule}.{more}")
        return said


class MoveForm(StartForm):
    """Which collection, to which rule set, why and from when."""

    field_order = ("token", "target", "reason", "starts_on")

    target = TargetField(
        label="Collection, and the rule set to check it with",
        error_messages={"required": "Choose a rule set.", "invalid_choice": "Choose a rule set from the list."},
    )
    reason = ReasonField("Why?")


class UndoForm(Base):
    """Why a change is undone."""

    reason = ReasonField("Why should it be undone?")


class PreviewForm(forms.Form):
    """Over which returns; where it is not about the change ``of`` somebody, also which rule set to compare with."""

    collection = forms.ModelChoiceField(
        label="Collection", queryset=Collection.objects.none(), empty_label=None, to_field_name="slug"
    )
    target = TargetField(
        label="Collection, and the rule set to compare with",
        error_messages={"required": "Choose a rule set.", "invalid_choice": "Choose a rule set from the list."},
    )
    la = forms.ModelChoiceField(
        label="Schools",
        queryset=Organisation.objects.filter(kind=Organisation.Kind.LA).order_by("name"),
        required=False,
        empty_label="All schools",
        to_field_name="la_number",
    )

    def __init__(self, *args: Any, of: Patch | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if of is None:
            del self.fields["collection"]
            return
        del self.fields["target"]
        choices = self.fields["collection"]
        assert isinstance(choices, forms.ModelChoiceField)
        about = {"pk": of.collection_id} if of.is_move else {"ruleset": of.ruleset}
        choices.queryset = Collection.objects.filter(**about)
