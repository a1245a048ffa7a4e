"""Explanations of queries, accepted errors, and where a return stands on each rule."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from collect.models.returns import Return
from scoping import ScopedManager
from validation.models import Level


class AboutFinding(models.Model):
    """Something said of a finding. It belongs to the return and to what it is about, not to a file.

    ``raised`` is whether the return's current file raises exactly this finding: kept by
    ``collect.services.explanations.settle`` each time that file changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(max_length=20)
    identity = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=32)
    raised = models.BooleanField(default=True)

    class Meta:
        abstract = True


class Explanation(AboutFinding):
    """Why a query is right as it is, and what was made of that by those who read it."""

    class State(models.TextChoices):
        GIVEN = "given", "Given"
        ACCEPTED = "accepted", "Accepted"
        SENT_BACK = "sent_back", "Sent back with a question"

    for_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="explanations", db_column="return_id")
    reason = models.CharField(max_length=40, blank=True)
    """Code of the kind of reason (``validation.guidance``); ``text`` says it in words."""
    text = models.TextField()
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    question = models.TextField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    """The explanation of an earlier collection that this one repeats."""

    objects = ScopedManager["Explanation"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["for_return", "rule", "identity", "fingerprint"], name="one_explanation_of_a_finding"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent_back") | ~models.Q(question=""), name="sent_back_with_a_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.state}"


class AcceptedError(AboutFinding):
    """An error that the collector lets stand ("OK'd"), with the reason."""

    for_return = models.ForeignKey(
        Return, on_delete=models.PROTECT, related_name="accepted_errors", db_column="return_id"
    )
    reason = models.TextField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    objects = ScopedManager["AcceptedError"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["for_return", "rule", "identity", "fingerprint"], name="one_acceptance_of_an_error"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: accepted"


class Standing(models.Model):
    """Where a return stands on one rule: all counts on every page are sums of these rows.

    Of ``failures`` findings in the current file, ``given``, ``accepted`` and ``sent_back`` are explained in that state,
    ``changed`` had an explanation but now hold other values, and ``accepted_errors`` are errors let stand.
    """

    for_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="standings", db_column="return_id")
    rule = models.CharField(max_length=20)
    level = models.CharField(max_length=5, choices=Level.choices)
    failures = models.PositiveIntegerField()
    given = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    sent_back = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    accepted_errors = models.PositiveIntegerField(default=0)

    objects = ScopedManager["Standing"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["for_return", "rule"], name="one_standing_on_each_rule"),
            models.CheckConstraint(
                condition=models.Q(
                    failures__gte=models.F("given")
                    + models.F("accepted")
                    + models.F("sent_back")
                    + models.F("changed")
                    + models.F("accepted_errors")
                ),
                name="standing_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.failures}"

    @property
    def explained(self) -> int:
        """Queries with an explanation that stands."""
        return self.given + self.accepted

    @property
    def to_explain(self) -> int:
        """Queries that still need an explanation."""
        return self.failures - self.explained if self.level == Level.QUERY else 0

    @property
    def to_correct(self) -> int:
        """Errors neither corrected nor accepted."""
        return self.failures - self.accepted_errors if self.level == Level.ERROR else 0
