"""What each refresh from the register changed: kept, so that DfE can read it."""

from __future__ import annotations

from django.db import models

from accounts.organisations import Organisation


class RegisterRefresh(models.Model):
    """One time that the organisations were taken from a file of the register."""

    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.rows:,} rows)"


class RegisterChange(models.Model):
    """One thing that a refresh changed, or a row of the file that it could not use."""

    class Kind(models.TextChoices):
        """What happened."""

        FAILED = "failed", "Row that could not be used"
        ACADEMY = "academy", "Became an academy"
        CLOSED = "closed", "Closed"
        SUCCESSOR = "successor", "Taken over by another school"
        NEW = "new", "New organisation"
        NUMBERS = "numbers", "New number"
        NAME = "name", "New name"
        STATUS = "status", "New status"
        TYPE = "type", "New type"
        TRUST = "trust", "New trust"
        DETAILS = "details", "Other details"
        GONE = "gone", "No longer in the register"

    refresh = models.ForeignKey(RegisterRefresh, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200, blank=True, help_text="What the organisation was called in the file")
    number = models.CharField(max_length=12, blank=True, help_text="URN, UID or LA number; of a bad row, its line")
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)

    class Meta:
        """In the order they happened; asked for by kind."""

        ordering = ["pk"]
        indexes = [models.Index(fields=["refresh", "kind"], name="register_change_by_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name} ({self.number})"
