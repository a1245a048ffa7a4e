"""Which patches are in force, for the check, for previews and for the public rule pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from reference.changes_in_force import Told
from rulechanges.models import Patch
from validation import patches as pure
from validation.rule import Level

State, Kind = Patch.State, Patch.Kind


def started(ruleset: str, at: datetime | None = None) -> QuerySet[Patch]:
    """Confirmed patches of a rule set whose start has come, in the order in which they count."""
    when = at or timezone.now()
    confirmed = Patch.objects.filter(ruleset=ruleset, state=State.CONFIRMED, starts_at__lte=when)
    return confirmed.exclude(kind=Kind.MOVE).order_by("starts_at", "confirmed_at", "pk")


def working(rows: Iterable[Patch]) -> list[Patch]:
    """Those of ``rows`` that do something: no undo, and not undone by another of them (which may be undone itself)."""
    every = list(rows)
    undone: set[object] = set()
    for patch in reversed(every):  # an undo comes after what it undoes
        if patch.kind == Kind.UNDO and patch.pk not in undone:
            undone.add(patch.undoes_id)
    return [patch for patch in every if patch.kind != Kind.UNDO and patch.pk not in undone]


def as_pure(rows: Iterable[Patch]) -> list[pure.Patch]:
    """Patches as the engine takes them."""
    return [pure.Patch(row.rule, Level(row.level) if row.level else None, str(row.pk)) for row in rows]


def patches(ruleset: str) -> Sequence[pure.Patch]:
    """What the check asks: the patches of a rule set that are in force now."""
    return as_pure(working(started(ruleset)))


def rows_in_force(ruleset: str) -> list[Patch]:
    """The patches in force now, as rows."""
    return working(started(ruleset))


def with_and_without(patch: Patch) -> tuple[list[pure.Patch], list[pure.Patch]]:
    """The patches in force without ``patch`` and with it, whether or not it is confirmed or has started."""
    others = list(started(patch.ruleset).exclude(pk=patch.pk))
    return as_pure(working(others)), as_pure(working([*others, patch]))


def told(collection: str, rule: str) -> list[Told]:
    """For the public page of a rule: its confirmed patches that have started, newest first."""
    now = timezone.now()
    rows = (
        Patch.objects.filter(ruleset__startswith=f"{collection}:", rule=rule, state=State.CONFIRMED, starts_at__lte=now)
        .select_related("undoes")
        .order_by("starts_at", "confirmed_at", "pk")
    )
    every = list(rows)
    in_force = {patch.pk for patch in working(every)}
    return [
        Told(patch.ruleset, patch.starts_at, patch.does, patch.reason, in_force=patch.pk in in_force)
        for patch in reversed(every)
    ]
