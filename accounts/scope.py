"""What a request acts as, and how far it sees: one object answers "may this person"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from accounts.access import Reach, reach
from accounts.organisations import Organisation
from accounts.people import Membership, Person

SESSION_KEY = "acting_for"
"""Where the session keeps the id of the organisation a person acts for."""


class Permission(StrEnum):
    """What a membership may allow. The value is the name of its field without ``can_``."""

    VIEW = "view"
    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    AUTHORISE = "authorise"


def offered(organisation: Organisation) -> tuple[Permission, ...]:
    """What the people of an organisation can be allowed at all."""
    kinds, every = Organisation.Kind, Permission
    return {
        kinds.SCHOOL: (every.VIEW, every.EDIT, every.SUBMIT),
        kinds.LA: (every.VIEW, every.EDIT, every.SUBMIT, every.APPROVE),
        kinds.DFE: (every.VIEW, every.EDIT, every.AUTHORISE),
    }.get(kinds(organisation.kind), (every.VIEW,))


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organisation."""

    person: Person
    organisation: Organisation
    membership: Membership

    @classmethod
    def of(cls, membership: Membership) -> Actor:
        """The actor a membership makes."""
        return cls(membership.person, membership.organisation, membership)

    def may(self, permission: Permission, collection: Model | None = None) -> bool:
        """Whether this person may do this for the organisation they act for: in this collection, or in any."""
        found = self.reach(permission)
        return found.is_anywhere if collection is None else found.holds(str(collection.pk))

    def reach(self, permission: Permission) -> Reach:
        """The collections in which this person may do this."""
        return reach(self.membership, permission) if self.is_at_work else Reach(False, frozenset())

    @property
    def is_at_work(self) -> bool:
        """Whether the person and their membership are active."""
        return self.person.is_active and self.membership.is_active

    @property
    def is_dfe(self) -> bool:
        """Acts for the collector."""
        return self.organisation.kind == Organisation.Kind.DFE

    @property
    def is_la(self) -> bool:
        """Acts for a local authority."""
        return self.organisation.kind == Organisation.Kind.LA

    @property
    def is_trust(self) -> bool:
        """Acts for an academy trust."""
        return self.organisation.kind == Organisation.Kind.TRUST

    @property
    def is_school(self) -> bool:
        """Acts for a school."""
        return self.organisation.kind == Organisation.Kind.SCHOOL

    @property
    def is_approver(self) -> bool:
        """Runs the accounts of the organisation they act for."""
        return self.membership.is_approver

    def organisations(self) -> QuerySet[Organisation]:
        """Every organisation whose returns this actor may know of.

        DfE: all. An LA: itself and the schools it is agent for, so none that sends to DfE itself. A trust: itself and
        its academies. Anyone else: their own organisation only. Fetch from here, and what is outside is not found.
        """
        everything = Organisation.objects.all()
        own = Q(pk=self.organisation.pk)
        if self.is_dfe:
            return everything
        if self.is_la:
            schools = Q(
                kind=Organisation.Kind.SCHOOL,
                la_number=self.organisation.la_number,
                is_academy=False,
                sends_direct=False,
            )
            return everything.filter(own | schools)
        if self.is_trust:
            return everything.filter(own | Q(parent=self.organisation))
        return everything.filter(own)

    def sees(self, organisation: Organisation) -> bool:
        """Whether one organisation is within this actor's scope."""
        return self.organisations().filter(pk=organisation.pk).exists()


def memberships(person: Person) -> QuerySet[Membership]:
    """The organisations a person may act for, in the order they joined; closed ones too, to finish their work."""
    return Membership.objects.filter(person=person, is_active=True).select_related("organisation", "person")


def choose(person: Person, organisation_id: int | None) -> Actor | None:
    """The actor for a person: for the organisation asked for when it is theirs, else for their first one."""
    first: Membership | None = None
    for membership in memberships(person):
        if membership.organisation_id == organisation_id:
            return Actor.of(membership)
        first = first or membership
    return Actor.of(first) if first else None


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request, for views. Raises PermissionDenied for a person without any organisation."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise PermissionDenied("This person belongs to no organisation.")
    return actor


def idle_minutes(actor: Actor | None) -> int:
    """Minutes without activity after which somebody is signed out."""
    return int(settings.IDLE_MINUTES_DFE if actor is not None and actor.is_dfe else settings.IDLE_MINUTES)
