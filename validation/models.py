"""Stored runs: what the rules found in one submission.

The exact number of failures of every rule is kept in ``RuleCount``; ``Finding`` rows may be capped for each rule, and
the whole list stands beside the file in ``findings.parquet`` (see ``validation.store``).
"""

from __future__ import annotations

import uuid

from django.db import models

from scoping import ScopedManager

KEY_LENGTH = 100
"""Of what a person is known by; the longest that a layout allows."""


class Level(models.TextChoices):
    """What a rule asks for: an error is put right; a query is put right or explained."""

    ERROR = "error", "Error"
    QUERY = "query", "Query"


class Run(models.Model):
    """The outcome of reading one file and running one rule set over it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ruleset = models.CharField(max_length=80)
    ruleset_sha256 = models.CharField(max_length=80)
    """Names the version of how it was made (``validation.book``); without a mark it is the first."""
    patches = models.JSONField(default=list)
    """Ids of the patches that were in force; the hash is of the rule set with these applied."""
    errors = models.PositiveIntegerField()
    queries = models.PositiveIntegerField()
    structure_faults = models.PositiveIntegerField(default=0)
    rules_run = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    could_not_run = models.PositiveIntegerField(default=0)
    timings = models.JSONField(default=dict)
    causes = models.JSONField(default=list)
    """What is behind many of the findings: ``words``, ``rules`` and ``findings`` of each (``validation.causes``)."""
    fallbacks = models.JSONField(default=list)
    """Where the check took a slow way because a quick one failed, in words without values of the return."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager["Run"]()

    def __str__(self) -> str:
        return f"{self.ruleset}: {self.errors} errors, {self.queries} queries"

    @property
    def provisional(self) -> bool:
        """Whether the rules ran over the sound records only, because others break the structure."""
        return self.structure_faults > 0


class RuleCount(models.Model):
    """How often one rule failed in a run: exact, however many findings are stored.

    A rule that ran and found nothing has no row; ``Run.rules_run`` counts it.
    """

    class Status(models.TextChoices):
        OK = "ok", "Run"
        SKIPPED = "skipped", "Skipped"
        COULD_NOT_RUN = "could_not_run", "Could not run"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rules")
    rule = models.CharField(max_length=20)
    level = models.CharField(max_length=5, choices=Level.choices)
    failures = models.PositiveIntegerField()
    stored = models.PositiveIntegerField()
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.OK)
    note = models.CharField(max_length=500, blank=True)
    ms = models.FloatField(default=0)

    objects = ScopedManager["RuleCount"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "rule"], name="one_count_for_each_rule"),
            models.CheckConstraint(
                condition=models.Q(stored__lte=models.F("failures")), name="stored_findings_within_failures"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.failures}"


class Finding(models.Model):
    """One rule failing on one record.

    ``identity`` names the record without its place in the file and ``fingerprint`` the values that raised the finding:
    with the rule they say whether a finding in another file is the same one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    rule = models.CharField(max_length=20)
    level = models.CharField(max_length=5, choices=Level.choices)
    record = models.CharField(max_length=120)
    row = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=KEY_LENGTH, null=True)
    identity = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=32)
    values = models.JSONField(default=dict)
    message = models.CharField(max_length=500)

    objects = ScopedManager["Finding"]()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["run", "rule", "position"], name="finding_by_rule"),
            models.Index(fields=["run", "identity"], name="finding_by_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.record} {self.row or ''}".strip()


class StructureFault(models.Model):
    """One place where a file breaks the structure of its collection."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="faults")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField(null=True)
    path = models.CharField(max_length=300, blank=True)
    message = models.CharField(max_length=500)
    key = models.CharField(max_length=KEY_LENGTH, null=True)
    record = models.CharField(max_length=120, null=True)
    row = models.PositiveIntegerField(null=True)

    objects = ScopedManager["StructureFault"]()

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["run", "position"], name="fault_by_position")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"
