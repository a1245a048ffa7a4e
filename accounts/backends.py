"""Who may sign in where passwords are off: nobody by this way, everybody by the provider's."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class ProviderOnly(AuthenticationBackend):
    """Knows who is signed in; lets nobody sign in with a password."""

    def authenticate(self, request: HttpRequest | None = None, **credentials: Any) -> AbstractBaseUser | None:
        """Nobody."""
        return None
