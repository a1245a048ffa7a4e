"""How django-allauth is bent to the portal: no self-registration, and secrets of two-step sign-in kept encrypted."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from accounts import limits
from accounts.asked import Asked, write_down
from accounts.locked import tell_of_lock_once
from accounts.mail import put
from accounts.provider import name, signed_in_through_it
from accounts.recording import record

CODE, NO_ACCOUNT = "account/email/login_code", "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an approver, never by whoever finds the page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or password is not right. Check both and try again",
        "incorrect_code": "The code is not right. Use the one in the newest email",
        "too_many_login_attempts": "Too many attempts to sign in. Wait 5 minutes, then try again",
        "rate_limited": "Too many attempts. Wait a few minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: there is no self-registration."""
        return False

    def get_login_stages(self) -> list[str]:
        """Those of allauth; the second step is left to the provider for those who come from there."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.provider.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody confirms who they are: where they signed in through the provider, there."""
        if signed_in_through_it(self.request):
            address = f"{reverse('account-provider-confirm')}"
            return [{"id": "provider", "url": address, "description": f"Confirm with {name()}"}]
        return list(super().get_reauthentication_methods(user))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, by whatever way, and record it: both or neither."""
        with transaction.atomic():
            super().login(request, user)
            limits.forget_code(user.email)
            through = f"through {name()}" if signed_in_through_it(request) else ""
            record("signed_in", person=user, subject=user, on=through)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """As allauth does, within the limits. Where an account is locked, the person is told once, if there is one."""
        email = str(credentials.get("email") or "")
        if not limits.take_try(request, email):
            raise self.validation_error("too_many_login_attempts")
        try:
            person = super().authenticate(request, **credentials)
        except ValidationError:
            limits.note_wrong(request)
            tell_of_lock_once(email)
            raise
        if person is None:
            limits.note_wrong(request)
        else:
            limits.note_right(request, email)
        return person

    def generate_login_code(self) -> str:
        """Whoever asks while a code is on its way waits for the same one: see ``accounts.limits``."""
        return limits.shared_code(str(self.request.POST.get("email") or ""), super().generate_login_code)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the queue: it is tried again. A code is asked for by strangers, so the answer does the same work
        whether or not there is an account: a worker looks.
        """
        if template_prefix in (CODE, NO_ACCOUNT):
            code = context["code"] if template_prefix == CODE else self.generate_login_code()
            return write_down(Asked.Kind.CODE, email, code) if limits.is_first_with(email, code) else None
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        put(email, template_prefix.rpartition("/")[2][:40], message.subject, message.body, holds_link=True)
        return None

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user name besides their e-mail address."""


class MFAAdapter(DefaultMFAAdapter):
    """Authenticator secrets and recovery codes are encrypted with a key made from SECRET_KEY."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Use the code your app shows now",
    }

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002 - allauth's name
        """What a new key is called until its owner says otherwise: Key 1, Key 2."""
        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        """The text as stored."""
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; also with a key that SECRET_KEY_FALLBACKS still names."""
        return self._box().decrypt(encrypted_text.encode()).decode()

    @staticmethod
    def _box() -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = [hashlib.sha256(b"census.mfa:" + key.encode()).digest() for key in keys]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
