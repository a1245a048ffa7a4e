"""E-mails that the portal sends, and whether they went."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from collect.models.returns import Return


class Notification(models.Model):
    """One e-mail to one person about one return. It never names a pupil."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    for_return = models.ForeignKey(
        Return, on_delete=models.PROTECT, related_name="notifications", db_column="return_id"
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="notification_by_state")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"
