"""Ending all that somebody may do for an organisation, so that nothing of it comes back when they do."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.access import AccessRequest
from accounts.authority import StandIn
from accounts.invitations import Invitation
from accounts.organisations import Organisation
from accounts.people import Membership, Person

STARTS_WITH: dict[str, Any] = {
    "role": Membership.Role.END_USER,
    "is_support": False,
    "access_ends_on": None,
    "quiet_warnings": 0,
    "quiet_warned_at": None,
    **{f"can_{word}": False for word in ("view", "edit", "submit", "approve", "authorise")},
}
"""What a membership has before anything is given."""


def end_rights(membership: Membership, by: Person | None) -> dict[str, Any]:
    """Take role, permissions, exceptions, the support role, stand-ins, links and requests. Gives what was there.

    The membership is saved; its row stays, because the history names it.
    """
    before = rights_in_words(membership)
    for name, value in STARTS_WITH.items():
        setattr(membership, name, value)
    membership.save(update_fields=list(STARTS_WITH))
    membership.access.all().delete()
    membership.__dict__.pop("known_access", None)
    now = timezone.now()
    Invitation.end_all(membership)
    waiting = AccessRequest.objects.filter(membership=membership, answered_at=None)
    waiting.update(answered_at=now, answered_by=by, was_given=False)
    stands = StandIn.objects.filter(person=membership.person_id, acting_for=membership.organisation_id)
    stands.filter(ends_at__gt=now).update(ends_at=now)
    return before


def end_rights_before(person: Person, organisation: Organisation, by: Person | None) -> dict[str, Any]:
    """The same before somebody starts anew, where they were there once. Gives what was there, empty if nothing."""
    there = Membership.objects.filter(person=person, organisation=organisation).first()
    return end_rights(there, by) if there else {}


def rights_in_words(membership: Membership) -> dict[str, Any]:
    """Role and rights as an event tells them."""
    found: dict[str, Any] = {"role": str(membership.get_role_display()), "may": membership.allowed_words}
    if membership.is_support:
        found["support"] = "yes"
    if membership.access_ends_on:
        found["until"] = f"{membership.access_ends_on:%-d %B %Y}"
    exceptions = membership.access.count()
    if exceptions:
        found["exceptions"] = exceptions
    return found
