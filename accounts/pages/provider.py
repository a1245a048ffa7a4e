"""To the provider and back: signing in, and confirming who one is."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import provider


@require_POST
@login_not_required
@never_cache
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the provider."""
    return _answer(OAuth2LoginView, request, provider_id)


@require_safe
@login_not_required
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from there, with a code or without."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(
    view: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest, provider_id: str
) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(provider.VerifyingAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as unknown:
        raise Http404("There is no such provider.") from unknown
    return answer


@require_safe
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask somebody whom the provider signed in to confirm there who they are."""
    if not provider.signed_in_through_it(request):
        raise Http404("Not signed in through a provider.")
    asked = {"next": get_next_redirect_url(request) or "/", "auth_params": urlencode({"prompt": "login"})}
    address = reverse("openid_connect_login", args=[provider.KEY])
    context = {"provider_name": provider.name(), "action": f"{address}?{urlencode(asked)}"}
    return render(request, "accounts/provider_confirm.html", context)
