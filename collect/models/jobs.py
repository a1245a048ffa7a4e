"""The job table: the truth about work to do. The message broker is only its doorbell."""

from __future__ import annotations

from django.db import models

from accounts.models import Organisation
from collect.models.returns import Submission
from scoping import ScopedManager


class Job(models.Model):
    """The check of one submission, and later, on the same row, its check with changed rules.

    A worker holds a running job under a lease: ``fence`` is the number it got when it took the job, and whatever it
    writes must still carry the newest number. ``attempts`` counts how often a worker has taken it.
    """

    class Kind(models.TextChoices):
        CHECK = "check", "Check of a new file"
        RECHECK = "recheck", "Check of the return's file with changed rules"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Given up"

    class Stage(models.TextChoices):
        RECEIVED = "received", "Received"
        SCANNED = "scanned", "Scanned for viruses"
        READ = "read", "Read"
        CHECKED = "checked", "Checked"
        SAVED = "saved", "Saved"

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="job")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Whose turn it takes: the organisation that uploaded the file."""
    cause = models.CharField(max_length=120, blank=True)
    """Why the file is checked again, for the history: set by whoever asked for it."""
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CHECK)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.RECEIVED)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    leased_by = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    waiting_for = models.CharField(max_length=200, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = ScopedManager["Job"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="job_percent_to_100"),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False),
                name="running_job_has_a_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "queued_at"], name="job_by_kind_and_state"),
            models.Index(fields=["organisation", "state"], name="job_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"check of {self.submission_id}: {self.state}"
