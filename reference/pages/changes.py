"""The change log between any two rule sets of a collection."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reference.pages.rules import crumbs
from reference.sets import chosen_set, collection_or_404, released, version_of
from validation.changes import changes


@login_not_required
@require_safe
def changes_page(request: HttpRequest, collection: str) -> HttpResponse:
    """What changed from ``old`` to ``new``; from the set before the newest to the newest when not said."""
    kind = collection_or_404(collection)
    sets = released(collection)
    new = chosen_set(collection, request.GET.get("new", ""))
    position = sets.index(new)
    before = sets[position + 1] if position + 1 < len(sets) else new
    old = chosen_set(collection, request.GET.get("old", "") or version_of(before))
    return render(
        request,
        "reference/changes.html",
        {
            "kind": kind,
            "old": old,
            "new": new,
            "old_version": version_of(old),
            "new_version": version_of(new),
            "versions": [version_of(ruleset) for ruleset in sets],
            "changes": changes(old, new),
            **crumbs(("Rules", "/rules/"), (kind.name, f"/rules/{collection}/"), "What changed"),
        },
    )
