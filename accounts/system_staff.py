"""DfE's system staff: those who look behind the portal, and have it try again what it gave up."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.confirming import took_second_step
from accounts.scope import Actor


def is_of_system_staff(actor: Actor | None) -> bool:
    """Whether the actor is somebody of DfE who is marked as superuser."""
    return actor is not None and actor.is_dfe and actor.is_at_work and actor.person.is_superuser


def is_system_staff(request: HttpRequest) -> bool:
    """Whether one of them asks, signed in with a second step, whatever is asked of others."""
    return is_of_system_staff(getattr(request, "actor", None)) and took_second_step(request)
