"""Support: what can this person open, and can they sign in? Their access is shown; nobody acts as them."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.confirming import has_second_step
from accounts.lockout import is_locked
from accounts.models import Person
from accounts.pages.support import support
from accounts.support import note_person
from collect.selectors.emails import emails_to
from collect.selectors.sight import sights

EMAILS = 10


@require_safe
@never_cache
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: how they sign in, where they belong, and what each place opens for them."""
    actor = support(request)
    found = get_object_or_404(Person, pk=person_id)
    seen = sights(found)
    note_person(actor, [one.membership for one in seen])
    context = {
        "person": found,
        "sights": seen,
        "is_locked": is_locked(request, found),
        "has_second_step": has_second_step(found),
        "sessions": UserSession.objects.filter(user=found).count(),
        "emails": list(emails_to(found.email)[:EMAILS]),
    }
    return render(request, "collect/support_person.html", context)
