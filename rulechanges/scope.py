"""Who sees changes of rules before the public does: DfE staff. For anybody else the pages do not exist."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from accounts.scope import Actor, Permission, actor_of
from rulechanges.models import Patch, Preview


def staff(request: HttpRequest) -> Actor:
    """The actor, who is of DfE and may view. Raises Http404 for anybody else."""
    actor = actor_of(request)
    if not actor.is_dfe or not actor.may(Permission.VIEW):
        raise Http404("There is no such page.")
    return actor


def patches() -> QuerySet[Patch]:
    """Every patch with the people it names, newest first."""
    return Patch.objects.select_related("proposed_by", "confirmed_by", "undoes", "collection")


def get_patch(patch_id: UUID) -> Patch:
    """One patch. Raises Http404."""
    patch = patches().filter(pk=patch_id).first()
    if patch is None:
        raise Http404("There is no such change.")
    return patch


def previews_of(patch: Patch) -> QuerySet[Preview]:
    """What was asked about a change: of a move, about the set that the collection moves to."""
    about = (
        {"collection": patch.collection, "ruleset_after": patch.ruleset_after} if patch.is_move else {"patch": patch}
    )
    return Preview.objects.filter(**about).select_related("collection", "la")


def get_preview(preview_id: UUID) -> Preview:
    """One preview. Raises Http404."""
    preview = Preview.objects.select_related("collection", "la", "patch", "asked_by").filter(pk=preview_id).first()
    if preview is None:
        raise Http404("There is no such preview.")
    return preview
