"""The school register as it was loaded last, and each time that it was loaded."""

from __future__ import annotations

from django.db import models


class Establishment(models.Model):
    """One establishment of the public register (Get Information about Schools), open or closed.

    Codes are kept as the register gives them. ``left_in`` is the load that no longer had it; such a row stays, since
    returns may name a school that is gone.
    """

    urn = models.CharField("URN", max_length=6, primary_key=True)
    la_number = models.CharField(max_length=3, blank=True)
    estab = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=200)
    type_code = models.CharField(max_length=4, blank=True)
    status_code = models.CharField(max_length=2, blank=True)
    phase_code = models.CharField(max_length=2, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    ukprn = models.CharField("UKPRN", max_length=8, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    left_in = models.ForeignKey("RegisterLoad", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["urn"]
        indexes = [models.Index(fields=["la_number", "estab"], name="establishment_by_number")]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"


class RegisterLoad(models.Model):
    """One load of the register: which file, and what it changed."""

    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=255)
    rows = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.rows:,} establishments)"
