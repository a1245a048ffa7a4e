"""Health pages for the load balancer: no sign-in, no detail."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from collect.services import dependencies


@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("live\n", content_type="text/plain")


@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """This process answers and reaches its database, files and broker: 200, else 503 and which it does not."""
    if problems := dependencies.problems():
        return HttpResponse("".join(f"{problem}\n" for problem in problems), content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
