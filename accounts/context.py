"""What every page needs to know: the service's name, who is signed in and for whom they act."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.provider import name
from accounts.scope import idle_minutes, memberships


def portal(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page. The list of organisations is read only where the page shows it."""
    actor = getattr(request, "actor", None)
    return {
        "service_name": settings.SERVICE_NAME,
        "actor": actor,
        "provider_name": name(),
        "password_sign_in": settings.PASSWORD_SIGN_IN,
        "idle_minutes": idle_minutes(actor),
        "acting_for_choices": (lambda: list(memberships(actor.person))) if actor else list,
    }
