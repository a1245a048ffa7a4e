"""Every address of the portal. ``collect`` owns the front page and all that is about returns."""

from typing import Any

from django.conf import settings
from django.urls import include, path, re_path

from accounts.together import in_one_transaction
from census import errors, health, system

signing_in: tuple[Any, Any, Any] = include("allauth.urls")
in_one_transaction(signing_in[0].urlpatterns)

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path(settings.ADMIN_PATH, system.site.urls),
    path("account/", include("accounts.urls")),
    # An approver vouches for a person's address, so people do not add addresses of their own.
    # People are known to a provider by that address, so there is nothing to connect and nobody signs up.
    re_path(r"^account/(email|confirm-email|password/set|3rdparty|social)/", errors.closed),
    path("account/", signing_in),
    path("", include("reference.urls")),
    path("", include("rulechanges.urls")),
    path("", include("collect.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
