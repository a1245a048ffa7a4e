"""Forms about access to collections."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.pages.forms import MAY_WORDS, Plain
from accounts.scope import Permission


class AccessForm(Plain):
    """What may they do, and until when?"""

    same = forms.BooleanField(label="The same as elsewhere: nothing special is said of this one", required=False)
    may = forms.MultipleChoiceField(label="They may", widget=forms.CheckboxSelectMultiple, required=False)
    ends_on = forms.DateField(
        label="Last day (optional)",
        required=False,
        help_text="Leave empty for no end. For example, 2026-12-31.",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Enter a real date, like 2026-12-31"},
    )

    def __init__(self, *args: Any, offers: tuple[Permission, ...], for_every: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["may"].choices = [(str(one), MAY_WORDS[one]) for one in offers]  # type: ignore[attr-defined]
        if for_every:
            del self.fields["same"]


class AskAccessForm(Plain):
    """What somebody needs, in which collection."""

    collection = forms.ChoiceField(label="Collection", error_messages={"required": "Select a collection"})
    may = forms.MultipleChoiceField(
        label="What do you need to do?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what you need to do"},
    )
    note = forms.CharField(
        label="Note for your approver (optional)", required=False, max_length=200, help_text="Do not name pupils."
    )

    def __init__(
        self, *args: Any, collections: list[tuple[str, str]], offers: tuple[Permission, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"].choices = collections  # type: ignore[attr-defined]
        self.fields["may"].choices = [(str(one), MAY_WORDS[one]) for one in offers]  # type: ignore[attr-defined]


class RefuseForm(Plain):
    """Why a request is refused."""

    reason = forms.CharField(
        label="Reason, where you refuse",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person who asked sees this.",
        error_messages={"max_length": "The reason must be 400 characters or fewer"},
    )
