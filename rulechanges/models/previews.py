"""Previews: what a change of rules would make appear and disappear, run over the returns there are."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from collect.models import Collection, Return
from rulechanges.models.patches import Patch


class Preview(models.Model):
    """One question "what would it do?", its background run and its answer.

    It is about ``patch`` (before: the rules in force; after: with the patch, or without the one that it undoes), or
    about another released set, ``ruleset_after``. A worker holds it under a lease with a fencing number, as with jobs;
    everything it finds is written in one transaction at the end.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Given up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+")
    la = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    """Only the schools in the area of this local authority, academies too."""
    patch = models.ForeignKey(Patch, on_delete=models.PROTECT, related_name="previews", null=True, blank=True)
    ruleset_after = models.CharField(max_length=80, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    """Returns whose tables could not be read or checked; they are in no count."""
    seconds = models.FloatField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(patch__isnull=False, ruleset_after="") | (Q(patch__isnull=True) & ~Q(ruleset_after="")),
                name="preview_of_a_patch_or_a_set",
            )
        ]

    def __str__(self) -> str:
        return f"preview of {self.patch_id or self.ruleset_after}: {self.state}"


class PreviewRule(models.Model):
    """What one rule finds before and after, over all returns of a preview."""

    preview = models.ForeignKey(Preview, on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveIntegerField()
    rule = models.CharField(max_length=20)
    level_before = models.CharField(max_length=5, blank=True)
    level_after = models.CharField(max_length=5, blank=True)
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    appear = models.PositiveIntegerField()
    disappear = models.PositiveIntegerField()
    schools = models.PositiveIntegerField()
    """Schools where something appears or disappears."""
    samples = models.JSONField(default=list)
    """Some findings that appear or disappear: return, record, row and what the rule shows of it."""
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["preview", "rule"], name="rule_once_in_preview")]

    def __str__(self) -> str:
        return f"{self.rule}: +{self.appear} -{self.disappear}"


class PreviewSchool(models.Model):
    """What appears and disappears in one return."""

    preview = models.ForeignKey(Preview, on_delete=models.CASCADE, related_name="schools")
    for_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="+", db_column="return_id")
    appear = models.PositiveIntegerField()
    disappear = models.PositiveIntegerField()
    errors_change = models.IntegerField(default=0)
    queries_change = models.IntegerField(default=0)
    rules = models.JSONField(default=dict)
    """Rule → [appear, disappear]."""

    class Meta:
        ordering = ["-appear", "-disappear", "id"]
        constraints = [models.UniqueConstraint(fields=["preview", "for_return"], name="return_once_in_preview")]

    def __str__(self) -> str:
        return f"{self.for_return_id}: +{self.appear} -{self.disappear}"
