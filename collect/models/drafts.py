"""Changes of a return's values that somebody has typed and not sent to be checked yet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from collect.models.returns import Return, Submission
from schemas.editing import Changes, dump, load
from scoping import ScopedManager


class Draft(models.Model):
    """One person's changes of one file, for one organisation: theirs alone until they are checked, then gone.

    ``rows`` are the changes as JSON (``schemas.editing``): values of pupils, so a draft that nobody goes on with is
    removed. ``last_new`` is the number of the last record that was added.
    """

    for_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="drafts", db_column="return_id")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    based_on = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    rows: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    last_new = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager["Draft"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["for_return", "person", "organisation"], name="one_draft_of_a_person")
        ]
        indexes = [models.Index(fields=["changed_at"], name="draft_by_age")]

    def __str__(self) -> str:
        return f"changes of file {self.based_on_id}"

    @property
    def changes(self) -> Changes:
        """What is to change."""
        return load(self.rows)

    @changes.setter
    def changes(self, changes: Changes) -> None:
        self.rows = dump(changes)
