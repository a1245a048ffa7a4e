"""People, who sign in with their e-mail address, and what each may do for an organisation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.addresses import AddressField, validate_address
from accounts.organisations import Organisation


class People(BaseUserManager["Person"]):
    """Makes people; finds them whatever the case of their address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person who may sign in. Without a password they must set one by email first.

        Raises ``ValidationError`` for an address that the portal does not take.
        """
        if not email:
            raise ValueError("A person needs an e-mail address to sign in with.")
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person for whom Django's own permission checks always pass. It opens no return: only memberships do."""
        return self.create_user(email, password, **{**fields, "is_superuser": True})

    def get_by_natural_key(self, email: str | None) -> Person:
        """The person with this address, in any case."""
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do is in their memberships."""

    email = AddressField("email address", max_length=254, unique=True)
    full_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True, help_text="Untick to stop this person signing in")
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    organisations: models.ManyToManyField[Organisation, Membership] = models.ManyToManyField(
        Organisation, through="accounts.Membership", related_name="people"
    )

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        """One person per address, whatever its case."""

        verbose_name_plural = "people"
        ordering = ["full_name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raise ``ValidationError`` where an address would be written that the portal does not take."""
        written = kwargs.get("update_fields")
        if written is None or "email" in written:
            validate_address(self.email)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """Full name as the person writes it."""
        return self.full_name

    def get_short_name(self) -> str:
        """The same: names do not split safely."""
        return self.full_name


class Membership(models.Model):
    """One person in one organisation: their role there and what they may do for it."""

    class Role(models.TextChoices):
        """An approver also runs the accounts of their organisation."""

        END_USER = "end_user", "End user"
        DEPUTY = "deputy", "Deputy approver"
        APPROVER = "approver", "Approver"

    class State(models.TextChoices):
        """How far a person is in an organisation."""

        INVITED = "invited", "Invited"
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        REMOVED = "removed", "Removed"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.END_USER)
    is_active = models.BooleanField(default=True)
    active_since = models.DateTimeField(null=True, blank=True, help_text="When they were last reinstated")
    quiet_warnings = models.PositiveSmallIntegerField(default=0, help_text="How often they were told to sign in")
    quiet_warned_at = models.DateTimeField(null=True, blank=True)
    invited_name = models.CharField(max_length=120, blank=True, help_text="What the person is called until they join")
    joined_at = models.DateTimeField(default=timezone.now, null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    can_view = models.BooleanField(default=True)
    can_edit = models.BooleanField(default=False)
    can_submit = models.BooleanField(default=False)
    can_approve = models.BooleanField(default=False)
    can_authorise = models.BooleanField(default=False)
    is_support = models.BooleanField(default=False, help_text="Helps the people of every organisation; only at DfE")
    access_ends_on = models.DateField(null=True, blank=True, help_text="The last day on which these hold")

    class Meta:
        """A person is in an organisation once."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.person} at {self.organisation}"

    @property
    def allowed_words(self) -> list[str]:
        """What this person may do, in words: ``["view", "edit"]``."""
        return [word for word in ("view", "edit", "submit", "approve", "authorise") if getattr(self, f"can_{word}")]

    @property
    def state(self) -> State:
        """Invited, active, suspended or removed."""
        if self.removed_at is not None:
            return self.State.REMOVED
        if self.joined_at is None:
            return self.State.INVITED
        return self.State.ACTIVE if self.is_active and self.person.is_active else self.State.SUSPENDED

    @property
    def name(self) -> str:
        """What to call the person here: as they were invited until they join, so that no account is given away."""
        return self.invited_name if self.joined_at is None and self.invited_name else str(self.person)

    @property
    def is_approver(self) -> bool:
        """Whether this person runs the accounts of the organisation, as approver or deputy."""
        return self.role in (self.Role.APPROVER, self.Role.DEPUTY)

    @property
    def is_full_approver(self) -> bool:
        """Whether this person also decides who is approver and deputy."""
        return self.role == self.Role.APPROVER
