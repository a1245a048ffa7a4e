"""The forms of the decisions about a return: each carries the version of the return that the person saw."""

from __future__ import annotations

from typing import Any

from django import forms

MAX_REASON = 2000


class ActForm(forms.Form):
    """A decision without words."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class ReasonForm(ActForm):
    """A decision that needs a reason."""

    reason = forms.CharField(
        label="Reason",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Say why.",
            "max_length": f"The reason must be {MAX_REASON:,} characters or fewer.",
        },
    )

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint


class AcceptErrorForm(ReasonForm):
    """Let one error stand, or all of its rule."""

    scope = forms.ChoiceField(label="What do you accept?", widget=forms.RadioSelect)
    field_order = ("scope", "reason", "version")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["scope"].widget = forms.HiddenInput()
        self.fields["scope"].error_messages["required"] = "Choose whether you accept this error or all of this rule."


class QuestionForm(forms.Form):
    """What a reader of an explanation still wants to know."""

    question = forms.CharField(
        label="Your question",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Enter your question.",
            "max_length": f"The question must be {MAX_REASON:,} characters or fewer.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
