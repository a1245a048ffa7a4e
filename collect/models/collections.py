"""A collection: one census of one term and year, with its dates."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.utils import timezone

from schemas import collections
from schemas.collections import CollectionType
from schemas.wording import Wording


class Collection(models.Model):
    """One collection as it is run: its type and year, when it opens, is due and closes, and the rule set in force.

    ``year`` is the year in which the academic year starts. Between ``due_on`` and ``closes_on`` lies the cleaning
    period; after ``closes_on`` only the collector may change anything.
    """

    class Blade(models.TextChoices):
        LIVE = "live", "Live"
        FAMILIARISATION = "familiarisation", "Familiarisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    type_code = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    blade = models.CharField(max_length=15, choices=Blade.choices, default=Blade.LIVE)
    reference_date = models.DateField()
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()
    ruleset = models.CharField(max_length=80)

    class Meta:
        ordering = ["-reference_date", "blade"]
        constraints = [
            models.UniqueConstraint(fields=["type_code", "year", "blade"], name="one_collection_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("due_on"), due_on__lte=models.F("closes_on")),
                name="collection_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> CollectionType:
        """What kind of collection it is. Raises ``LookupError`` for one that is not declared any more."""
        return collections.get(self.type_code)

    @property
    def wording(self) -> Wording:
        """What people call things in it."""
        return self.type.wording

    def is_open(self, today: date | None = None) -> bool:
        """Whether sources and agents may change their returns."""
        return self.opens_on <= (today or timezone.localdate()) <= self.closes_on

    def has_opened(self, today: date | None = None) -> bool:
        """Whether anybody may do anything yet."""
        return self.opens_on <= (today or timezone.localdate())

    def days_left(self, today: date | None = None) -> int:
        """Days until the due date; negative when it has passed."""
        return (self.due_on - (today or timezone.localdate())).days
