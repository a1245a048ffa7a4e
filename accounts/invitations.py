"""Links that let somebody into an organisation: they work once and for 48 hours."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from accounts.people import Membership, Person

GOOD_FOR = timedelta(hours=48)


def digest_of(token: str) -> str:
    """What is kept of a token: enough to know it again, not enough to make the link."""
    return hashlib.sha256(b"census.invitation:" + token.encode()).hexdigest()


class Invitation(models.Model):
    """One link sent to one person for one membership. A newer one ends those before it."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Used, or replaced by a newer link")

    class Meta:
        """Newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Invitation to {self.membership.organisation}"

    @classmethod
    def make(cls, membership: Membership, made_by: Person | None) -> str:
        """End the links there are and make a new one. Gives its token, which is kept nowhere."""
        cls.end_all(membership)
        token = secrets.token_urlsafe(32)
        cls.objects.create(
            membership=membership, digest=digest_of(token), made_by=made_by, expires_at=timezone.now() + GOOD_FOR
        )
        return token

    @classmethod
    def end_all(cls, membership: Membership) -> None:
        """No link to this membership works any more."""
        cls.objects.filter(membership=membership, ended_at=None).update(ended_at=timezone.now())

    @classmethod
    def open(cls) -> QuerySet[Invitation]:
        """The links that work now."""
        waiting = cls.objects.filter(
            ended_at=None, expires_at__gt=timezone.now(), membership__removed_at=None, membership__joined_at=None
        )
        return waiting.select_related("membership__person", "membership__organisation")

    @classmethod
    def find(cls, token: str) -> Invitation | None:
        """The invitation that a link is for, if it still works."""
        return cls.open().filter(digest=digest_of(token)).first()
