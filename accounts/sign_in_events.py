"""Events of how somebody signs in, told by the libraries that do it; of signing in itself, see ``accounts.adapter``.

The pages of these libraries answer in one transaction (``accounts.together``), so that change and event are one.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.db.models.signals import post_delete, post_save

from accounts import mail
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
    "recovery_code_used": "Signed in with a recovery code",
}

USED = (
    "Somebody, probably you, signed in to your account with one of your recovery codes. It does not work again; "
    "{codes} left.\n\n"
    "If it was you and you lost your phone or key, take that away under “Two-step sign-in” and set up another.\n\n"
    "If it was not you, set a new password and make new recovery codes now."
)


def _note(action: str, person: Any, on: str = "") -> None:
    if isinstance(person, Person):
        record(action, person=person, subject=person, on=on)


def _signed_out(user: Any = None, **_: Any) -> None:
    _note("signed_out", user)


def _password_changed(user: Any = None, **_: Any) -> None:
    _note("password_changed", user)


def _password_reset(user: Any = None, **_: Any) -> None:
    _note("password_reset", user)


def _step_added(instance: Any = None, created: bool = False, **_: Any) -> None:
    """Told by the row itself: the library tells of it only after the transaction, when the event could be lost."""
    if not created:
        return
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        _note("recovery_codes_made", instance.user)
    else:
        _note("second_step_added", instance.user, str(instance.get_type_display()))


def _step_removed(instance: Any = None, **_: Any) -> None:
    """Recovery codes go with the last step, or when new ones are made: that is told already."""
    if instance.type != Authenticator.Type.RECOVERY_CODES:
        _note("second_step_removed", instance.user, str(instance.get_type_display()))


def _step_used(user: Any = None, authenticator: Any = None, **_: Any) -> None:
    """A recovery code is used where a phone is lost, or where somebody found the codes: the person is told."""
    if not isinstance(user, Person) or authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    authenticator.refresh_from_db(fields=["data"])  # the library used the code up on a row of its own
    left = len(authenticator.wrap().get_unused_codes())
    _note("recovery_code_used", user)
    codes = "1 recovery code is" if left == 1 else f"{left} recovery codes are"
    mail.queue(user.email, "recovery_code_used", "a recovery code was used", USED.format(codes=codes))


def connect() -> None:
    """Listen."""
    for signal, listener in (
        (auth.user_logged_out, _signed_out),
        (account.password_changed, _password_changed),
        (account.password_reset, _password_reset),
        (mfa.authenticator_used, _step_used),
    ):
        signal.connect(listener, dispatch_uid=f"accounts.{listener.__name__}")
    post_save.connect(_step_added, Authenticator, dispatch_uid="accounts._step_added")
    post_delete.connect(_step_removed, Authenticator, dispatch_uid="accounts._step_removed")
