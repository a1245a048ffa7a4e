"""Error pages in the look of the portal. None of them needs the database, so that 500 can always be shown."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from collect.services.storage_faults import storage_fault

RETRY_SECONDS = "60"


def page(template: str, status: int) -> HttpResponse:
    """An error page rendered without a request: no session, no person, no query."""
    return HttpResponse(render_to_string(f"errors/{template}.html"), status=status)


def unavailable(problem: BaseException | None) -> HttpResponse | None:
    """503 where the database or the place for files does not answer, or is full: it passes. None for what else."""
    if isinstance(problem, OperationalError | InterfaceError):
        found = page("503", 503)
    elif problem is not None and storage_fault(problem):
        found = page("503_files", 503)
    else:
        return None
    found["Retry-After"] = RETRY_SECONDS
    return found


@requires_csrf_token
@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood."""
    return page("400", 400)


@requires_csrf_token
@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may see this but not do it."""
    return page("403", 403)


@requires_csrf_token
@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was sent after its protection ran out."""
    return page("403_csrf", 403)


@requires_csrf_token
@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing this person may know of."""
    return page("404", 404)


@login_not_required
def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than the portal takes."""
    return page("413", 413)


@requires_csrf_token
@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. 503 where it is known to pass. Django calls this while it handles the error."""
    return unavailable(sys.exc_info()[1]) or page("500", 500)


@login_not_required
def closed(request: HttpRequest, name: str = "") -> HttpResponse:
    """A page of a library that this portal does not offer: not found, for anyone."""
    raise Http404(name)
