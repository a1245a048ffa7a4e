"""The history: who did what, when, acting for whom. Rows are only ever added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from collect.models.returns import Return, Status, Submission
from scoping import ScopedManager


class Event(models.Model):
    """One thing that happened to a return. Triggers in the database refuse to change or delete a row.

    ``person`` and ``organisation`` are empty for what the portal did by itself. ``details`` holds what the action
    changed and what was said; never a pupil's values.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    for_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="events", db_column="return_id")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events", null=True, blank=True)
    action = models.CharField(max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    status_before = models.CharField(max_length=25, choices=Status.choices)
    status_after = models.CharField(max_length=25, choices=Status.choices)
    version_before = models.PositiveIntegerField()
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField(auto_now_add=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = ScopedManager["Event"]()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["for_return", "-id"], name="event_of_return")]

    def __str__(self) -> str:
        return f"{self.action} ({self.happened_at:%d %B %Y %H:%M})"
