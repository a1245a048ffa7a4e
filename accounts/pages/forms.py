"""Forms of the pages about people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.addresses import AddressFormField
from accounts.forms import PASSWORD_HINT
from accounts.people import Membership, Person
from accounts.scope import Permission

MAY_WORDS = {
    Permission.VIEW: "View returns",
    Permission.EDIT: "Edit: upload files and explain queries",
    Permission.SUBMIT: "Submit returns",
    Permission.APPROVE: "Approve returns",
    Permission.AUTHORISE: "Authorise returns",
}


class Plain(forms.Form):
    """Labels without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class InviteForm(Plain):
    """Whom to invite, as what, and what they may do in every collection."""

    full_name = forms.CharField(label="Full name", max_length=120, error_messages={"required": "Enter their name"})
    email = AddressFormField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their email address",
        },
    )
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, initial=Membership.Role.END_USER)
    may = forms.MultipleChoiceField(
        label="What may they do in every collection?",
        help_text="You can change this for each collection later.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[Permission.VIEW],
    )

    def __init__(self, *args: Any, offers: Sequence[Permission], names_approvers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = Membership.Role.choices if names_approvers else Membership.Role.choices[:1]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["role"].error_messages["required"] = "Select a role"
        self.fields["may"].choices = [(str(one), MAY_WORDS[one]) for one in offers]  # type: ignore[attr-defined]


class AskForm(Plain):
    """A step that may be given a reason."""

    reason = forms.CharField(
        label="Reason (optional)",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the account events. Do not name pupils.",
        error_messages={"max_length": "The reason must be 400 characters or fewer"},
    )


class RoleForm(Plain):
    """The role of somebody."""

    role = forms.ChoiceField(
        label="Role",
        choices=Membership.Role.choices,
        widget=forms.RadioSelect,
        help_text="An approver runs the accounts. A deputy does too, but does not choose approvers and deputies.",
        error_messages={"required": "Select a role"},
    )


class StepInForm(Plain):
    """Why somebody steps in."""

    reason = forms.CharField(
        label="Why do you step in?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The organisation sees this.",
        error_messages={"required": "Say why", "max_length": "The reason must be 400 characters or fewer"},
    )


class JoinForm(Plain):
    """Name and first password of somebody new."""

    full_name = forms.CharField(
        label="Your full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )
    password1 = forms.CharField(
        label="Password",
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )
    password2 = forms.CharField(
        label="Password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Both the same, and a good one."""
        found = super().clean() or self.cleaned_data
        first, second = found.get("password1"), found.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords are not the same")
        if first:
            try:
                validate_password(first, Person(email=self.person.email, full_name=found.get("full_name", "")))
            except forms.ValidationError as problem:
                self.add_error("password1", problem)
        return found
