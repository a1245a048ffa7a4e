"""What happened to accounts: who did what, for which organisation, to whom, before and after. Rows are only added."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.organisations import Organisation
from accounts.people import Person
from scoping import ScopedManager


class AccountEvent(models.Model):
    """One thing that happened to an account or to access. Triggers in the database refuse to change or delete a row.

    ``person`` did it (empty for what the portal did by itself) acting for ``acting_for``. ``organisation`` is the one
    it concerns, which sees it in its list; ``subject`` is the person it is about. ``before`` and ``after`` hold what
    changed, ``reason`` what was said.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    action = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    acting_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="account_events", null=True, blank=True
    )
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="account_events", null=True, blank=True)
    on = models.CharField(max_length=200, blank=True, help_text="What it was done to, where that is not a person")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    happened_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager["AccountEvent"]()

    class Meta:
        """Newest first; asked for by organisation and by person."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="account_event_organisation"),
            models.Index(fields=["subject", "-id"], name="account_event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.happened_at:%d %B %Y %H:%M})"
