"""Who runs the accounts of which organisation: its own approvers, or those who stepped in for them."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.organisations import Organisation
from accounts.people import Membership, Person
from accounts.scope import Actor

STAND_IN_FOR = timedelta(hours=8)


class StandIn(models.Model):
    """Somebody of an LA or of DfE who runs the accounts of another organisation for a while, and why."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stand_ins")
    reason = models.CharField(max_length=400)
    started_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} for {self.organisation}"


def full_approvers(organisation: Organisation) -> QuerySet[Membership]:
    """The approvers at work there, without deputies."""
    return organisation.memberships.filter(
        role=Membership.Role.APPROVER, is_active=True, removed_at=None, person__is_active=True
    )


def approvers(organisation: Organisation) -> QuerySet[Membership]:
    """Approvers and deputies at work there: those who hear of what waits for a decision."""
    roles = (Membership.Role.APPROVER, Membership.Role.DEPUTY)
    rows = organisation.memberships.filter(role__in=roles, is_active=True, removed_at=None, person__is_active=True)
    return rows.select_related("person")


def is_last_approver(membership: Membership) -> bool:
    """Whether the organisation would be without an approver if this one went."""
    here = full_approvers(membership.organisation)
    return here.filter(pk=membership.pk).exists() and not here.exclude(pk=membership.pk).exists()


def answerers(membership: Membership, level: Organisation) -> QuerySet[Membership]:
    """Who of an organisation may answer what somebody asks for: not they themselves, and of approvers no deputy.

    The only approver of an organisation answers their own request, as there is nobody else.
    """
    rows = approvers(level)
    if membership.is_approver:
        rows = rows.filter(role=Membership.Role.APPROVER)
    return rows if is_last_approver(membership) else rows.exclude(person=membership.person_id)


def may_step_in(actor: Actor, organisation: Organisation) -> bool:
    """LA approvers for a maintained school of theirs that has no approver; approvers of DfE for anybody."""
    if not actor.is_approver or organisation.pk == actor.organisation.pk:
        return False
    if actor.is_dfe:
        return True
    return actor.is_la and organisation.agent() == actor.organisation and not full_approvers(organisation).exists()


def stand_in(actor: Actor, organisation: Organisation) -> StandIn | None:
    """The actor's stepping in for this organisation, while it lasts and its grounds do."""
    if not may_step_in(actor, organisation):
        return None
    rows = StandIn.objects.filter(
        person=actor.person, acting_for=actor.organisation, organisation=organisation, ends_at__gt=timezone.now()
    )
    return rows.order_by("-pk").first()


def runs_accounts(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor may invite, suspend and remove people there now."""
    if organisation.pk == actor.organisation.pk:
        return actor.is_approver and actor.is_at_work
    return stand_in(actor, organisation) is not None


def may_name_approvers(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor also decides who is approver and deputy: not for deputies."""
    return runs_accounts(actor, organisation) and actor.membership.is_full_approver


def to_step_in_for(actor: Actor, text: str = "") -> QuerySet[Organisation]:
    """The organisations for which the actor may step in, found by name or number."""
    if not actor.is_approver or not (actor.is_la or actor.is_dfe):
        return Organisation.objects.none()
    rows = Organisation.objects.exclude(pk=actor.organisation.pk)
    if actor.is_la:
        at_work = Membership.objects.filter(
            organisation=OuterRef("pk"),
            role=Membership.Role.APPROVER,
            is_active=True,
            removed_at=None,
            person__is_active=True,
        )
        rows = rows.filter(
            ~Exists(at_work),
            kind=Organisation.Kind.SCHOOL,
            la_number=actor.organisation.la_number,
            is_academy=False,
            sends_direct=False,
        )
    return found_by(rows, text).order_by("name", "pk")


def found_by(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Those whose name holds, or one of whose numbers is, each word."""
    for word in text.split():
        number = Q(urn=word) | Q(ukprn=word) | Q(uid=word) | Q(la_number=word) | Q(estab=word)
        if len(word) == 7:
            number |= Q(la_number=word[:3], estab=word[3:])
        rows = rows.filter(Q(name__icontains=word) | number)
    return rows
