"""Who somebody is, confirmed anew: before decisions, changes of access and downloads of pupils' data."""

from __future__ import annotations

import time
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts.people import Person
from accounts.provider import signed_in_through_it
from accounts.scope import Actor


def confirm_identity(request: HttpRequest) -> None:
    """Go on when the person signed in or confirmed who they are within the last minutes.

    Otherwise the page that asks comes first, and what was asked for, a form that was sent included, follows it.
    Call it after the object was fetched in scope, so that what is foreign stays not found.
    """
    if not settings.CONFIRM_IDENTITY:
        return
    records: list[dict[str, Any]] = get_authentication_records(request, cast("Person", request.user))
    latest = max((float(record.get("at", 0)) for record in records), default=0.0)
    if time.time() - latest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        raise ReauthenticationRequired


def needs_second_step(actor: Actor | None) -> bool:
    """Whether signing in must take two steps: for approvers, deputies and DfE."""
    return bool(settings.SECOND_FACTOR_REQUIRED and actor is not None and (actor.is_approver or actor.is_dfe))


def took_second_step(request: HttpRequest) -> bool:
    """Whether this session was signed in with a second step: ours, or the provider's."""
    if not request.user.is_authenticated:
        return False
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return signed_in_through_it(request) or any(record.get("method") == "mfa" for record in records)


def has_second_step(person: Person) -> bool:
    """Whether an app, a passkey or a key is set up. Recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=person, type__in=kinds).exists()
