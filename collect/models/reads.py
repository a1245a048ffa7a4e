"""Who read and who took away pupils' data. Rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from collect.models.returns import Return, Submission
from scoping import ScopedManager


class PupilDataRead(models.Model):
    """Somebody, acting for an organisation, read a page with pupils in it, or took a file away.

    One row for each person, thing and hour (``hour``); each time for what was taken away (``hour`` is null).
    ``record`` and ``row`` say where in the file the pupil stands: never who the pupil is.
    """

    class Kind(models.TextChoices):
        PUPIL = "pupil", "Read one person’s page"
        FINDING = "finding", "Read a finding about one person"
        LIST = "list", "Read lists that name people"
        FILE = "file", "Downloaded the file"
        EXPORT = "export", "Downloaded the findings"

    TAKEN_AWAY = (Kind.FILE, Kind.EXPORT)

    for_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="reads", db_column="return_id")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reads")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    record = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField(default=0)
    """From 1; 0 where it is not about one record."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """For whom the person acted."""
    hour = models.DateTimeField(null=True)
    read_at = models.DateTimeField(auto_now_add=True)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = ScopedManager["PupilDataRead"]()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "submission", "kind", "record", "row", "hour"],
                name="one_read_an_hour",
            )
        ]
        indexes = [models.Index(fields=["for_return", "-id"], name="read_of_return")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.read_at:%d %B %Y %H:%M})"
