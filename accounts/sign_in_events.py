"""Events of how somebody signs in, told by the libraries that do it; of signing in itself, see ``accounts.adapter``.

The pages of these libraries answer in one transaction (``accounts.together``), so that change and event are one.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth

from accounts.people import Person
from accounts.recording import record

WORDS = {
    "signed_in": "Signed in",
    "signed_out": "Signed out",
    "sign_in_locked": "Was locked out for a while after wrong passwords",
    "password_changed": "Changed their password",
    "password_reset": "Set a new password by e-mail",
    "second_step_added": "Set up a second step of signing in",
    "second_step_removed": "Took away a second step of signing in",
    "session_ended": "Signed out on another device",
    "recovery_codes_made": "Made new recovery codes",
}


def _note(action: str, person: Any, on: str = "") -> None:
    if isinstance(person, Person):
        record(action, person=person, subject=person, on=on)


def _signed_out(user: Any = None, **_: Any) -> None:
    _note("signed_out", user)


def _password_changed(user: Any = None, **_: Any) -> None:
    _note("password_changed", user)


def _password_reset(user: Any = None, **_: Any) -> None:
    _note("password_reset", user)


def _step_added(user: Any = None, authenticator: Any = None, **_: Any) -> None:
    _note("second_step_added", user, str(authenticator.get_type_display()) if authenticator else "")


def _step_removed(user: Any = None, authenticator: Any = None, **_: Any) -> None:
    _note("second_step_removed", user, str(authenticator.get_type_display()) if authenticator else "")


def _codes_made(user: Any = None, **_: Any) -> None:
    _note("recovery_codes_made", user)


def connect() -> None:
    """Listen."""
    for signal, listener in (
        (auth.user_logged_out, _signed_out),
        (account.password_changed, _password_changed),
        (account.password_reset, _password_reset),
        (mfa.authenticator_added, _step_added),
        (mfa.authenticator_removed, _step_removed),
        (mfa.authenticator_reset, _codes_made),
    ):
        signal.connect(listener, dispatch_uid=f"accounts.{listener.__name__}")
