"""Support: finding people and organisations to help them. Every look is an event that the organisation sees."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from accounts.authority import found_by
from accounts.organisations import Organisation
from accounts.people import Membership, Person
from accounts.recording import record
from accounts.scope import Actor

WORDS = {
    "support_searched": "Support searched for somebody",
    "support_viewed_organisation": "Support looked at the organisation and its people",
    "support_viewed_person": "Support looked at what somebody may open",
}
"""Action of an account event → what the list says."""


def is_support(actor: Actor) -> bool:
    """Whether the actor helps other organisations: somebody of DfE who was given that role."""
    return actor.is_dfe and actor.is_at_work and actor.membership.is_support


def people_found(text: str) -> QuerySet[Person]:
    """People whose name or address holds each word, with where they belong."""
    rows = Person.objects.all()
    for word in text.split():
        invited = Q(memberships__invited_name__icontains=word)
        rows = rows.filter(Q(full_name__icontains=word) | Q(email__icontains=word) | invited)
    belongs = Membership.objects.select_related("organisation", "person")
    return rows.distinct().order_by("full_name", "pk").prefetch_related(Prefetch("memberships", belongs))


def organisations_found(text: str) -> QuerySet[Organisation]:
    """Organisations by name or number, numbers that they had before included."""
    everyone = Organisation.objects.all()
    former = Q(former_identities__urn=text) | Q(former_identities__name__icontains=text)
    if len(text) == 7:
        former |= Q(former_identities__la_number=text[:3], former_identities__estab=text[3:])
    now = found_by(everyone, text).values("pk")
    return everyone.filter(Q(pk__in=now) | former).distinct().order_by("name", "pk")


def note_search(actor: Actor, text: str, count: int) -> None:
    """Keep what was searched for."""
    record("support_searched", person=actor.person, acting_for=actor.organisation, on=text, after={"found": count})


def note_organisation(actor: Actor, organisation: Organisation) -> None:
    """Keep that an organisation was looked at; it sees this."""
    record("support_viewed_organisation", person=actor.person, acting_for=actor.organisation, organisation=organisation)


def note_person(actor: Actor, memberships: list[Membership]) -> None:
    """Keep that somebody was looked at; each of their organisations sees this, and calls them as it knows them."""
    for membership in memberships:
        joined = membership.joined_at is not None
        record(
            "support_viewed_person",
            person=actor.person,
            acting_for=actor.organisation,
            organisation=membership.organisation,
            subject=membership.person if joined else None,
            on="" if joined else membership.name,
        )
