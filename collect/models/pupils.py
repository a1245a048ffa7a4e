"""The narrow index of pupils: what is needed to find the same child in two returns, and nothing more."""

from __future__ import annotations

from django.db import models

from collect.models.returns import Return
from scoping import ScopedManager


class PupilIndex(models.Model):
    """One pupil of a return's current file. All other values stay in the tables beside the file.

    ``record`` and ``row`` say where in the file the pupil stands.
    """

    for_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="pupils", db_column="return_id")
    record = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    upn = models.CharField(max_length=40, null=True)
    surname = models.CharField(max_length=60, null=True)
    forename = models.CharField(max_length=60, null=True)
    date_of_birth = models.DateField(null=True)
    enrol_status = models.CharField(max_length=4, null=True)
    likeness = models.CharField(max_length=32, null=True)
    """What the pupil is known by besides the number, one way (``schemas.likeness``)."""

    objects = ScopedManager["PupilIndex"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["for_return", "record", "row"], name="pupil_once_in_index")]
        indexes = [
            models.Index(fields=["upn"], name="pupil_by_upn"),
            models.Index(fields=["likeness"], name="pupil_by_likeness"),
            models.Index(fields=["date_of_birth", "surname"], name="pupil_by_birth_and_name"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.row}"
