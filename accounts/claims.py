"""Claiming the role of approver of an organisation, once, with a PIN that was sent to it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.organisations import Organisation
from accounts.people import Person

GOOD_FOR = timedelta(days=42)
TRIES = 5
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without letters and digits that are taken for each other on paper."""


def digest_of(organisation: Organisation, pin: str) -> str:
    """What is kept of a PIN: bound to its organisation and to this installation's key."""
    said = "".join(sign for sign in pin.upper() if sign in ALPHABET)
    key = hashlib.sha256(b"census.claim:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{organisation.pk}:{said}".encode(), hashlib.sha256).hexdigest()


class ClaimPin(models.Model):
    """One PIN. A newer one ends those before it; five wrong tries end it too."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claim_pins")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One that works for each organisation."""

        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(ended_at=None), name="one_open_pin_each")
        ]

    def __str__(self) -> str:
        return f"PIN for {self.organisation}"

    @classmethod
    def make(cls, organisation: Organisation, made_by: Person) -> str:
        """End the PIN there is and make a new one. Gives it in three groups; it is kept nowhere."""
        cls.objects.filter(organisation=organisation, ended_at=None).update(ended_at=timezone.now())
        signs = "".join(secrets.choice(ALPHABET) for _ in range(12))
        pin = "-".join((signs[:4], signs[4:8], signs[8:]))
        digest, until = digest_of(organisation, pin), timezone.now() + GOOD_FOR
        cls.objects.create(organisation=organisation, digest=digest, made_by=made_by, expires_at=until)
        return pin

    def fits(self, pin: str) -> bool:
        """Whether it is this one, in the same time whatever was typed."""
        return hmac.compare_digest(self.digest, digest_of(self.organisation, pin))

    @property
    def works(self) -> bool:
        """Whether it can still be used, by who has a try."""
        return self.ended_at is None and timezone.now() < self.expires_at

    @classmethod
    def pay_for_try(cls, organisation: Organisation) -> bool:
        """Count a try, before the PIN is looked at. Gives whether there was one left: only then may it be looked at.

        Counted when it has failed, many tries at the same moment would all be looked at before the first is counted.
        """
        open_pin = cls.objects.filter(organisation_id=organisation.pk, ended_at=None, tries__lt=TRIES)
        # One statement: the database looks at the number again once it has the row to itself.
        return bool(open_pin.update(tries=F("tries") + 1))


def organisation_named(number: str) -> Organisation | None:
    """The one organisation with this LAESTAB, URN, UKPRN, UID or LA number; None where there is none or several."""
    said = "".join(sign for sign in number if sign.isdigit())
    if not said:
        return None
    wanted = Q(urn=said) | Q(ukprn=said) | Q(uid=said) | Q(kind=Organisation.Kind.LA, la_number=said)
    if len(said) == 7:
        wanted |= Q(kind=Organisation.Kind.SCHOOL, la_number=said[:3], estab=said[3:])
    found = list(Organisation.objects.filter(wanted).exclude(kind=Organisation.Kind.DFE)[:2])
    return found[0] if len(found) == 1 else None
