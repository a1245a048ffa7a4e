"""Receipts: what the portal vouches for about one file."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from collect.models.returns import Submission
from scoping import ScopedManager


class Receipt(models.Model):
    """A signed statement about one submission. Triggers refuse to change or delete a row.

    ``body`` is the canonical JSON text that was signed; ``sha256`` its hash, which the next receipt of the same return
    repeats, so that none can be taken out unseen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="receipt")
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=32)
    signature = models.CharField(max_length=120)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    issued_at = models.DateTimeField()

    objects = ScopedManager["Receipt"]()

    def __str__(self) -> str:
        return f"receipt {self.sha256[:12]}"

    @property
    def document(self) -> dict[str, Any]:
        """The receipt as it is downloaded."""
        from collect.services.receipts import document

        return document(self)
