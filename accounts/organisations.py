"""Organisations: DfE, local authorities, trusts, schools and suppliers, as Get Information about Schools has them."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from accounts import establishment_types


def digits(count: int, name: str) -> RegexValidator:
    """A validator for a code of exactly ``count`` digits."""
    return RegexValidator(rf"^[0-9]{{{count}}}\Z", f"{name} must be {count} digits")


class Organisation(models.Model):
    """One body that sends, checks or receives returns.

    A school is known by its LAESTAB (``la_number`` and ``estab``) and its URN; an LA by ``la_number`` alone. A school
    that becomes an academy stays the same organisation under its new numbers (``FormerIdentity`` keeps the old ones).
    """

    class Kind(models.TextChoices):
        """What an organisation is in a collection."""

        DFE = "dfe", "Department for Education"
        LA = "la", "Local authority"
        TRUST = "trust", "Academy trust"
        SCHOOL = "school", "School"
        SUPPLIER = "supplier", "Software supplier"

    class Phase(models.TextChoices):
        """School phases of the census (CBDS 200028)."""

        NURSERY = "NS", "Nursery"
        PRIMARY = "PS", "Primary"
        MIDDLE_PRIMARY = "MP", "Middle deemed primary"
        MIDDLE_SECONDARY = "MS", "Middle deemed secondary"
        SECONDARY = "SS", "Secondary"
        SPECIAL = "SP", "Special"
        ALL_THROUGH = "AT", "All-through"
        PRU = "PR", "Pupil referral unit or alternative provision"

    class Governance(models.TextChoices):
        """Who is responsible for a school (CBDS 200014)."""

        COMMUNITY = "CO", "Community"
        VOLUNTARY_AIDED = "VA", "Voluntary aided"
        VOLUNTARY_CONTROLLED = "VC", "Voluntary controlled"
        FOUNDATION = "FO", "Foundation"
        ACADEMY = "CA", "Academy"
        NON_MAINTAINED = "NM", "Non-maintained special"

    class Status(models.TextChoices):
        """Whether an organisation is at work."""

        PROPOSED = "proposed", "Proposed to open"
        OPEN = "open", "Open"
        CLOSING = "closing", "Open, proposed to close"
        CLOSED = "closed", "Closed"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    la_number = models.CharField(max_length=3, blank=True, validators=[digits(3, "LA number")])
    estab = models.CharField(max_length=4, blank=True, validators=[digits(4, "Establishment number")])
    urn = models.CharField("URN", max_length=6, blank=True, validators=[digits(6, "URN")])
    ukprn = models.CharField(
        "UKPRN",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^1[0-9]{7}\Z", "UKPRN must be 8 digits that start with 1")],
    )
    uid = models.CharField(
        "UID",
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{1,6}\Z", "UID must be up to 6 digits")],
        help_text="The group identifier of a trust in Get Information about Schools",
    )
    type_code = models.CharField(max_length=2, blank=True, help_text="The type of establishment of the register")
    phase = models.CharField(max_length=2, choices=Phase, blank=True)
    governance = models.CharField(max_length=2, choices=Governance, blank=True)
    is_academy = models.BooleanField(default=False)
    sends_direct = models.BooleanField(
        default=False, help_text="No academy, and yet without an LA: non-maintained, independent and the like"
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="academies",
        help_text="An academy's trust",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text="The school that took over from a closed one, where that is another organisation",
    )

    class Meta:
        """Codes are unique where they are given; a school always has a LAESTAB and an LA its number."""

        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["kind", "la_number"], name="organisation_kind_la")]
        constraints = [
            models.UniqueConstraint(
                fields=["la_number"], condition=Q(kind="la"), name="one_organisation_per_la_number"
            ),
            models.UniqueConstraint(
                fields=["la_number", "estab"], condition=Q(kind="school"), name="one_school_per_laestab"
            ),
            models.UniqueConstraint(fields=["urn"], condition=~Q(urn=""), name="one_organisation_per_urn"),
            models.UniqueConstraint(fields=["uid"], condition=Q(kind="trust") & ~Q(uid=""), name="one_trust_per_uid"),
            models.CheckConstraint(
                condition=~Q(kind="school") | (~Q(la_number="") & ~Q(estab="")), name="school_has_laestab"
            ),
            models.CheckConstraint(condition=~Q(kind="la") | ~Q(la_number=""), name="la_has_number"),
            models.CheckConstraint(condition=Q(is_academy=False) | Q(kind="school"), name="only_schools_are_academies"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def laestab(self) -> str:
        """The seven digits that name a school in every return, e.g. ``8231001``; empty for others."""
        return self.la_number + self.estab if self.kind == self.Kind.SCHOOL else ""

    @property
    def number(self) -> str:
        """What it is known by in returns: the LAESTAB of a school, the number of an LA; empty for others."""
        return self.laestab or (self.la_number if self.kind == self.Kind.LA else "")

    @property
    def has_agent(self) -> bool:
        """Whether it is a school whose returns an LA checks."""
        return self.kind == self.Kind.SCHOOL and not (self.is_academy or self.sends_direct)

    @property
    def type_name(self) -> str:
        """The type of establishment in words; empty where it is not known."""
        return establishment_types.named(self.type_code) if self.type_code else ""

    def agent(self) -> Organisation | None:
        """The LA that checks and approves this school's returns.

        None for an academy and others that answer to DfE themselves, and for anything that is not a school.
        """
        if not self.has_agent:
            return None
        return Organisation.objects.filter(kind=self.Kind.LA, la_number=self.la_number).first()


class FormerIdentity(models.Model):
    """Numbers and a name that a school had before it went on under new ones, as when it became an academy."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_identities")
    urn = models.CharField("URN", max_length=6, unique=True, validators=[digits(6, "URN")])
    la_number = models.CharField(max_length=3, blank=True)
    estab = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=200)
    type_code = models.CharField(max_length=2, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ["-closed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"
