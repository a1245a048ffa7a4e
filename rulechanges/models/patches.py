"""Patches: a rule switched off, its level changed, or a collection moved to another set: by two people, never one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from collect.models import Collection, Job, Return
from validation.models import Level


class Patch(models.Model):
    """One change to one rule of a released rule set, or of the set that a collection is checked with, from a moment on.

    It is in force when it is confirmed, its start has come and no confirmed patch that has started undoes it. What is
    proposed is never edited: it is withdrawn and proposed anew. ``spread_at`` is when the returns that it touches were
    queued to be checked again.
    """

    class Kind(models.TextChoices):
        SWITCH_OFF = "switch_off", "Switch the rule off"
        SET_LEVEL = "set_level", "Change its level"
        UNDO = "undo", "Undo an earlier change"
        MOVE = "move", "Check a collection with another rule set"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ruleset = models.CharField(max_length=80)
    """The set that is patched; for a move, the one that is left."""
    rule = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.CharField(max_length=5, choices=Level.choices, blank=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ruleset_after = models.CharField(max_length=80, blank=True)
    """Of a move: which collection, and the set that it is checked with from then on."""
    reason = models.TextField()
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, related_name="undone_by", null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    spread_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        indexes = [models.Index(fields=["ruleset", "state", "starts_at"], name="patch_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="patch_confirmed_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="confirmed_patch_names_who",
            ),
            models.CheckConstraint(
                condition=Q(kind="set_level", level__in=["error", "query"]) | (~Q(kind="set_level") & Q(level="")),
                name="patch_has_a_level_where_it_sets_one",
            ),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False) | (~Q(kind="undo") & Q(undoes__isnull=True)),
                name="patch_undoes_one_where_it_undoes",
            ),
            models.CheckConstraint(
                condition=(Q(kind="move", collection__isnull=False, rule="") & ~Q(ruleset_after=""))
                | (~Q(kind="move") & ~Q(rule="") & Q(collection__isnull=True, ruleset_after="")),
                name="patch_moves_a_collection_or_changes_a_rule",
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(state__in=["proposed", "confirmed"]), name="patch_undone_once"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_move(self) -> bool:
        """Whether it moves a collection to another rule set."""
        return self.kind == self.Kind.MOVE

    @property
    def subject(self) -> str:
        """What changes, and how: for headings."""
        return f"{self.collection} {self.does}" if self.is_move else f"Rule {self.rule} {self.does}"

    @property
    def does(self) -> str:
        """What it does, in a few words."""
        if self.kind == self.Kind.SWITCH_OFF:
            return "switched off"
        if self.is_move:
            return f"moved to {self.ruleset_after}"
        if self.kind == self.Kind.SET_LEVEL:
            return "made an error" if self.level == Level.ERROR else "made a query"
        return "put back as it was"


class ChangeEvent(models.Model):
    """One thing that happened to a patch. Triggers in the database refuse to change or delete a row.

    ``person`` and ``organisation`` are empty for what the portal did by itself.
    """

    patch = models.ForeignKey(Patch, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=20)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField(auto_now_add=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.action} ({self.happened_at:%d %B %Y %H:%M})"


class Recheck(models.Model):
    """One return that a patch touches, and the job that checks it again: what progress is counted from."""

    patch = models.ForeignKey(Patch, on_delete=models.PROTECT, related_name="rechecks")
    for_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="+", db_column="return_id")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    queued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patch", "for_return"], name="return_rechecked_once_for_patch")]

    def __str__(self) -> str:
        return f"{self.patch_id}: {self.for_return_id}"
