"""Forms of the account pages: allauth's, in the service's own words, and the portal's own."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest

from accounts.addresses import take_only_addresses
from accounts.asked import Asked, write_down

PASSWORD_HINT = "At least 14 characters. Three words you can remember make a good one."  # noqa: S105 - a hint


class Words(NamedTuple):
    """How one field is presented."""

    label: str
    missing: str
    hint: str = ""


class Retold(forms.Form):
    """Mixed in before a form of allauth: replaces the words of its fields, and takes only our kind of address."""

    words: ClassVar[dict[str, Words]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_only_addresses(self)
        for name, words in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = words.label, words.hint
            field.error_messages["required"] = words.missing


class SignInForm(Retold, account.LoginForm):
    """E-mail address and password."""

    words = {
        "login": Words("Email address", "Enter your email address"),
        "password": Words("Password", "Enter your password"),
    }


class ChangePasswordForm(Retold, account.ChangePasswordForm):
    """The password of today, and the new one twice."""

    words = {
        "oldpassword": Words("Current password", "Enter your current password"),
        "password1": Words("New password", "Enter a new password", PASSWORD_HINT),
        "password2": Words("New password again", "Enter the new password again"),
    }


class ResetPasswordForm(Retold, account.ResetPasswordForm):
    """Where to send the link for a new password."""

    words = {"email": Words("Email address", "Enter your email address")}

    def save(self, request: HttpRequest, **_: Any) -> str:
        """Write down what was asked; a worker makes and sends the link. Gives the address."""
        email = str(self.cleaned_data["email"])
        write_down(Asked.Kind.NEW_PASSWORD, email)
        return email


class ResetPasswordKeyForm(Retold, account.ResetPasswordKeyForm):
    """The new password, twice, after following the link."""

    words = {
        "password1": Words("New password", "Enter a new password", PASSWORD_HINT),
        "password2": Words("New password again", "Enter the new password again"),
    }


class ReauthenticateForm(Retold, account.ReauthenticateForm):
    """The password once more, before a change to how somebody signs in."""

    words = {"password": Words("Password", "Enter your password")}


class RequestCodeForm(Retold, account.RequestLoginCodeForm):
    """Where to send a code to sign in with."""

    words = {"email": Words("Email address", "Enter your email address")}


class EmailedCodeForm(Retold, account.ConfirmLoginCodeForm):
    """The code from the e-mail."""

    words = {"code": Words("Code", "Enter the code from the email")}


class CodeForm(Retold, mfa.AuthenticateForm):
    """The second step of signing in."""

    words = {"code": Words("Security code", "Enter the code your app shows")}


class ReauthenticateCodeForm(Retold, mfa.ReauthenticateForm):
    """A code, before a change to how somebody signs in."""

    words = {"code": Words("Security code", "Enter the code your app shows")}


class AppForm(Retold, ActivateTOTPForm):
    """The first code of an authenticator app, which proves that it is set up."""

    words = {"code": Words("Code the app shows", "Enter the code your app shows")}


class KeyForm(Retold, AddWebAuthnForm):
    """A passkey or a security key."""

    words = {
        "name": Words("Name of the key", "Enter a name", "For example: office laptop"),
        "passwordless": Words(
            "Use it instead of my password", "", "The key then asks for your fingerprint, face or PIN each time."
        ),
    }


class ActForForm(forms.Form):
    """Choose the organisation to act for, among the person's own."""

    organisation = forms.TypedChoiceField(
        coerce=int, label="Organisation", error_messages={"required": "Select an organisation"}
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
