"""Lists that rules look values up in, such as the list of qualifications, as they were loaded."""

from __future__ import annotations

from django.db import models


class ReferenceList(models.Model):
    """One load of a list: the newest of a name is the one that counts, the older ones stay.

    ``name`` is what the rules call it (``validation.build.Reference``); ``table`` is its rows as Parquet.
    """

    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=255)
    rows = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    table = models.BinaryField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["name", "-id"], name="newest_list_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name}: {self.filename} ({self.rows:,} rows)"
