"""Once a year approvers say of each of their people whether they still belong there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.organisations import Organisation
from accounts.people import Membership, Person
from accounts.scope import Actor

EVERY = timedelta(days=365)
DUE_WITHIN = timedelta(days=28)


class PeopleCheck(models.Model):
    """One year's question to the approvers of one organisation. Any of them answers it for all."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people_checks")
    opened_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        """One that is open for each organisation."""

        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(completed_at=None), name="one_open_people_check_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: people to check by {self.due_on:%-d %B %Y}"

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.completed_at is None and timezone.localdate() > self.due_on


def approvers_at_work() -> QuerySet[Membership]:
    """Those who joined and are asked: approvers and deputies."""
    roles = (Membership.Role.APPROVER, Membership.Role.DEPUTY)
    return Membership.objects.filter(
        role__in=roles, is_active=True, removed_at=None, person__is_active=True, joined_at__isnull=False
    )


def to_open(now: datetime) -> list[Organisation]:
    """Organisations at work whose last check, or whose first approver, is a year old, and that are not asked now."""
    asked = PeopleCheck.objects.filter(organisation=OuterRef("pk"), completed_at=None)
    here = approvers_at_work().filter(organisation=OuterRef("pk"))
    rows = Organisation.objects.exclude(status=Organisation.Status.CLOSED).filter(Exists(here), ~Exists(asked))
    checked = dict(PeopleCheck.objects.values_list("organisation").annotate(Max("completed_at")).order_by())
    first = dict(approvers_at_work().values_list("organisation").annotate(Min("joined_at")).order_by())
    return [one for one in rows.order_by("pk") if (checked.get(one.pk) or first[one.pk]) <= now - EVERY]


def open_check(organisation: Organisation) -> PeopleCheck | None:
    """What the approvers of an organisation are asked now."""
    return PeopleCheck.objects.filter(organisation=organisation, completed_at=None).first()


def last_check(organisation: Organisation) -> PeopleCheck | None:
    """The check that was finished last; None where there never was one."""
    done = PeopleCheck.objects.filter(organisation=organisation, completed_at__isnull=False)
    return done.order_by("-completed_at").first()


def overdue_below(actor: Actor, today: date | None = None) -> QuerySet[PeopleCheck]:
    """Overdue checks of those that the actor stands above: an LA's schools, a trust's academies, for DfE everybody."""
    late = PeopleCheck.objects.filter(completed_at=None, due_on__lt=today or timezone.localdate())
    late = late.exclude(organisation=actor.organisation).select_related("organisation")
    if not (actor.is_approver and actor.is_at_work):
        return late.none()
    if actor.is_dfe:
        return late
    if actor.is_la:
        return late.filter(
            organisation__kind=Organisation.Kind.SCHOOL,
            organisation__la_number=actor.organisation.la_number,
            organisation__is_academy=False,
            organisation__sends_direct=False,
        )
    return late.filter(organisation__parent=actor.organisation) if actor.is_trust else late.none()


def people_to_check(actor: Actor, organisation: Organisation) -> QuerySet[Membership]:
    """Everybody who is not removed, but for the person who answers."""
    rows = organisation.memberships.filter(removed_at=None).exclude(person=actor.person)
    return rows.select_related("person", "organisation").order_by("person__full_name", "pk")


@transaction.atomic
def answer(actor: Actor, check: PeopleCheck, stays: list[Membership], goes: list[Membership]) -> None:
    """Note what was said of each person, and that the check is done: all of it or nothing. Raises ``NotAllowed``."""
    from accounts.actions import ConfirmPerson, FinishPeopleCheck, Remove

    for membership in goes:
        Remove(actor, membership, "Yearly check of people").perform()
    for membership in stays:
        ConfirmPerson(actor, membership).perform()
    FinishPeopleCheck(actor, check, {one.pk for one in (*stays, *goes)}).perform()
