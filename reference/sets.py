"""Finding the rule set or family that an address names; what is not there is not found."""

from __future__ import annotations

from django.http import Http404

from schemas import collections
from schemas.collections import CollectionType
from validation import book
from validation.book import RuleSet


def collection_or_404(code: str) -> CollectionType:
    """The collection type with this code."""
    try:
        return collections.get(code)
    except LookupError:
        raise Http404(f"no collection {code}") from None


def family_or_404(code: str) -> list[CollectionType]:
    """The collection types of a family."""
    try:
        return collections.families()[code]
    except KeyError:
        raise Http404(f"no family {code}") from None


def released(collection: str) -> list[RuleSet]:
    """The released sets of a collection, newest first."""
    found = [book.load(c) for c in book.coordinates() if c.startswith(f"{collection}:")]
    return found[::-1]


def chosen_set(collection: str, version: str) -> RuleSet:
    """The set with this version (``2026.1``), the newest when none is named."""
    sets = released(collection)
    if not sets:
        raise Http404(f"no rules of {collection}")
    if not version:
        return sets[0]
    for ruleset in sets:
        if version_of(ruleset) == version:
            return ruleset
    raise Http404(f"no rule set {version}")


def version_of(ruleset: RuleSet) -> str:
    """The part of a coordinate after the colon: ``2026.1``."""
    return ruleset.coordinate.partition(":")[2]
