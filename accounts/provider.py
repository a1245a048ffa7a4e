"""Signing in through an OpenID Connect provider, DfE Sign-in for instance, where the settings name one."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from accounts.addresses import is_address
from accounts.people import Person

METHOD = "socialaccount"
"""What allauth notes in the session as the way of such a sign-in."""

KEY = "provider"
"""The provider's name in addresses: there is one."""


def name() -> str:
    """What the provider is called on pages; empty where there is none."""
    return str(settings.OIDC_NAME) if settings.OIDC_ISSUER else ""


def signed_in_through_it(request: HttpRequest) -> bool:
    """Whether this session was signed in by the provider. Its second step is then the provider's."""
    if not request.user.is_authenticated:
        return False
    return any(record.get("method") == METHOD for record in get_authentication_records(request, request.user))


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):
    """Verifies the signature of every id token, also of one that came straight from the provider."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        self.did_fetch_access_token = False  # allauth would otherwise rely on the connection alone
        return dict(super()._decode_id_token(app, id_token))


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Lets in whom the portal knows by an address that the provider has verified. Makes no accounts and no links."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Closed: an approver makes accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person, or answer that there is none."""
        claims = sociallogin.account.extra_data.get("id_token") or {}
        person = self.known(sociallogin)
        if person is None or not person.is_active or not has_wanted_strength(claims):
            raise ImmediateHttpResponse(refusal(request))
        if request.user == person:
            raise ImmediateHttpResponse(confirmed(request, sociallogin, claims))
        sociallogin.user = person

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Somebody who stopped there is told so here; allauth's page for that is closed."""
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(render(request, "socialaccount/login_cancelled.html"))

    @staticmethod
    def known(sociallogin: SocialLogin) -> Person | None:
        """The person with the one address that the provider says is verified; None where it does not say so,
        or where that is no address the portal takes."""
        verified = [address.email for address in sociallogin.email_addresses if address.verified is True]
        if len(verified) != 1 or not is_address(verified[0]):
            return None
        return Person.objects.filter(email__iexact=verified[0]).first()


class SecondStep(AuthenticateStage):
    """The portal's second step, left to the provider for those who come from there."""

    def _should_handle(self, request: HttpRequest) -> bool:
        came_from_there = "sociallogin" in (self.login.signal_kwargs or {})
        return not came_from_there and bool(super()._should_handle(request))


def has_wanted_strength(claims: dict[str, Any]) -> bool:
    """Whether the provider vouches for the strength of sign-in (``acr``) that the settings ask for."""
    return not settings.OIDC_ACR or claims.get("acr") == settings.OIDC_ACR


def refusal(request: HttpRequest) -> HttpResponse:
    """One answer for all: no account, an address that is not verified, a suspended person, a sign-in too weak."""
    return render(request, "accounts/provider_refused.html", {"provider_name": name()}, status=403)


def confirmed(request: HttpRequest, sociallogin: SocialLogin, claims: dict[str, Any]) -> HttpResponse:
    """Somebody who is signed in confirmed who they are: on to what they asked for, in the same session.

    A provider that says when somebody last signed in there is held to it.
    """
    signed_in_at = claims.get("auth_time")
    if signed_in_at is not None and time.time() - float(signed_in_at) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return refusal(request)
    record_authentication(request, request.user, METHOD, reauthenticated=True, provider=KEY)
    address = sociallogin.state.get("next") or "/"
    request.GET = QueryDict(urlencode({"next": address}))
    return resume_request(request) or HttpResponseRedirect(address)
