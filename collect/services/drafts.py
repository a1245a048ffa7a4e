"""Writing what somebody types on screen, until it is checked: one draft for each return and person.

The values of an item stand in the draft only where they differ from the file's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.scope import Actor
from collect.models import Draft, Return, Submission
from schemas.editing import Changes, RecordChange, around, find, without
from schemas.layout import Node
from schemas.tables import Tables

Values = Mapping[str, tuple[str, ...]]
KEPT = timedelta(days=30)
"""A draft that nobody went on with is removed after this time: it holds values of people."""


class OtherFile(Exception):
    """The person has changes of another file already."""


def _locked(actor: Actor, return_: Return, base: Submission) -> Draft:
    """The actor's draft for ``base``, made where there is none. Raises ``OtherFile``."""
    draft, _ = (
        Draft.objects.visible_to(actor)
        .select_for_update()
        .get_or_create(
            for_return=return_, person=actor.person, organisation=actor.organisation, defaults={"based_on": base}
        )
    )
    if draft.based_on_id != base.pk:
        if draft.rows:
            raise OtherFile
        draft.based_on = base
    return draft


def _save(draft: Draft, changes: Changes) -> None:
    if changes:
        draft.changes = changes
        draft.save()
    else:
        draft.delete()


@transaction.atomic
def put(actor: Actor, return_: Return, base: Submission, node: Node, key: str, values: Values, held: Values) -> None:
    """Give items of a record other values. ``held`` is what the file holds of the record: nothing for a new one."""
    draft = _locked(actor, return_, base)
    changes = draft.changes
    before = changes.get(key) or RecordChange(key, node.path)
    items = {path: new for path, new in {**before.items, **values}.items() if new != held.get(path, ())}
    if items or before.is_new:
        changes[key] = replace(before, items=items)
    else:
        changes.pop(key, None)
    _save(draft, changes)


@transaction.atomic
def add(actor: Actor, return_: Return, base: Submission, node: Node, parent: str, values: Values) -> str:
    """Add a record of the kind ``node`` inside the record ``parent``. Gives the key it is known by."""
    draft = _locked(actor, return_, base)
    draft.last_new += 1
    key = f"new-{draft.last_new}"
    items = {path: new for path, new in values.items() if new}
    _save(draft, {**draft.changes, key: RecordChange(key, node.path, parent, items=items)})
    return key


@transaction.atomic
def remove(actor: Actor, return_: Return, base: Submission, tables: Tables, node: Node, key: str) -> None:
    """Take a record out, and with it what was to change inside it. One that was only added is forgotten."""
    draft = _locked(actor, return_, base)
    changes = draft.changes
    was_new = key in changes and changes[key].is_new
    changes = without(changes, key)
    if not was_new:
        inside = {name for name, change in changes.items() if not change.is_new and is_inside(tables, name, key)}
        for name in inside:
            changes = without(changes, name)
        changes[key] = RecordChange(key, node.path, removed=True)
    _save(draft, changes)


def is_inside(tables: Tables, key: str, outer: str) -> bool:
    """Whether a record of the file stands somewhere inside another one."""
    found = around(tables, find(tables, key))
    while found is not None:
        if found.key == outer:
            return True
        found = around(tables, found)
    return False


@transaction.atomic
def undo(actor: Actor, return_: Return, key: str) -> None:
    """Take back what was to become of one record. What was added to one that the file has stays."""
    draft = Draft.objects.visible_to(actor).select_for_update().filter(for_return=return_).first()
    if draft is None or key not in draft.changes:
        return
    changes = draft.changes
    _save(draft, without(changes, key) if changes.pop(key).is_new else changes)


def discard(actor: Actor, return_: Return) -> None:
    """Take back everything."""
    Draft.objects.visible_to(actor).filter(for_return=return_).delete()


def forget_old() -> int:
    """Remove the drafts that nobody went on with. Gives how many."""
    removed, _ = Draft.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()
    return removed
