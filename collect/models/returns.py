"""A return, and the submissions (files) that it is made of."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from collect.models.collections import Collection
from scoping import ScopedManager
from validation.models import Run

if TYPE_CHECKING:
    from collect.models.jobs import Job
    from collect.models.receipts import Receipt


class Status(models.TextChoices):
    """Where a return stands, in the words of the field."""

    NO_DATA = "no_data", "No data"
    LOADED = "loaded", "Loaded and validated"
    SUBMITTED = "submitted", "Submitted"
    AMENDED_BY_SOURCE = "amended_by_source", "Amended by source"
    AMENDED_BY_AGENT = "amended_by_agent", "Amended by agent"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    AMENDED_BY_COLLECTOR = "amended_by_collector", "Amended by collector"
    REJECTED_BY_COLLECTOR = "rejected_by_collector", "Rejected by collector"
    AUTHORISED = "authorised", "Authorised"


class Return(models.Model):
    """One organisation's data for one collection.

    ``organisation`` is the source and ``agent`` the local authority that checks it (none for an academy), fixed when
    the return is made so that a school that changes hands mid-collection does not change readers. ``version`` grows
    with each change of status or of the current file: a page made from an older version cannot be acted on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns")
    agent = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="returns_as_agent", null=True, blank=True
    )
    status = models.CharField(max_length=25, choices=Status.choices, default=Status.NO_DATA)
    status_since = models.DateTimeField(auto_now_add=True)
    current_submission = models.ForeignKey(
        "Submission", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=0)
    head_name = models.CharField(max_length=120, blank=True)
    head_role = models.CharField(max_length=120, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    last_reason = models.TextField(blank=True)
    """Why it was rejected or reopened, for as long as that is its status."""

    objects = ScopedManager["Return"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "organisation"], name="one_return_for_each_organisation"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="return_status_known"),
            models.CheckConstraint(
                condition=models.Q(status=Status.NO_DATA) | models.Q(current_submission__isnull=False),
                name="return_with_a_status_has_a_file",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status"], name="return_by_organisation"),
            models.Index(fields=["agent", "status"], name="return_by_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.collection}"

    @property
    def latest_submission(self) -> Submission | None:
        """The newest file, checked or not."""
        return self.submissions.order_by("-number").first()


def stored_as(submission: Submission, filename: str) -> str:
    """Where a file is kept: named by ids only, never by what its owner called it."""
    return f"submissions/{submission.for_return_id}/{submission.id}/received"


class Submission(models.Model):
    """One file as it was received, or made on screen from the one before: never changed, never overwritten.

    ``number`` counts the files of a return from 1 without gaps. ``refusal_code`` and ``refusal`` say why a file
    could not be read at all.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        STRUCTURE = "structure", "Faults of structure"
        UNREADABLE = "unreadable", "Could not be read"
        FAILED = "failed", "Could not be checked"

    IN_HAND = (State.RECEIVED, State.CHECKING)
    READ = (State.CHECKED, State.STRUCTURE)

    class Kind(models.TextChoices):
        UPLOAD = "upload", "File that was uploaded"
        EDIT = "edit", "File with values changed on screen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    for_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="submissions", db_column="return_id")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.UPLOAD)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    """The file whose values were changed."""
    file = models.FileField(upload_to=stored_as, max_length=200)
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal = models.TextField(blank=True)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="submission", null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    tables_path = models.CharField(max_length=200, blank=True)

    if TYPE_CHECKING:
        job: Job
        receipt: Receipt

    objects = ScopedManager["Submission"]()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["for_return", "number"], name="submission_numbers_differ"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="submission_numbers_from_one"),
            models.CheckConstraint(
                condition=models.Q(kind="upload", based_on__isnull=True)
                | models.Q(kind="edit", based_on__isnull=False),
                name="edited_file_has_one_before",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["checked", "structure"]) | models.Q(run__isnull=False),
                name="checked_submission_has_a_run",
            ),
        ]
        indexes = [models.Index(fields=["for_return", "sha256"], name="submission_by_bytes")]

    def __str__(self) -> str:
        return f"{self.filename} (number {self.number})"

    @property
    def is_in_hand(self) -> bool:
        """Whether its check is still to come or under way."""
        return self.state in self.IN_HAND

    @property
    def is_edit(self) -> bool:
        """Whether it was made on screen from another file."""
        return self.kind == self.Kind.EDIT

    @property
    def is_infected(self) -> bool:
        """Whether the virus scanner found something: such a file is kept and given to nobody."""
        return self.refusal_code == "virus"

    @property
    def folder(self) -> Path:
        """The folder of the file; its tables stand in a folder inside it."""
        return Path(self.file.path).parent

    @property
    def tables_folder(self) -> Path:
        """The folder of the tables and findings of the file's check."""
        return Path(self.file.storage.path(self.tables_path))
