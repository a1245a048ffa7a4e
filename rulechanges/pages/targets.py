"""Choosing a collection together with another released rule set for it: only what goes together is there to choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from collect.models import Collection
from validation import book

_BETWEEN = " "


@dataclass(frozen=True)
class Target:
    """A collection and the set that it is looked at, or checked, with."""

    collection: Collection
    ruleset: str


def choice_of(collection: Collection, ruleset: str) -> str:
    """The value of a choice, for links that choose it."""
    return f"{collection.slug}{_BETWEEN}{ruleset}"


class TargetField(forms.ChoiceField):
    """The released sets of each collection that it does not use now, under the collection's name.

    Cleaned to a ``Target``. Collections that are live and open come first; the newest set of each comes first.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=self._grouped, **options)

    @staticmethod
    def _grouped() -> list[tuple[str, list[tuple[str, str]]]]:
        in_order = sorted(Collection.objects.all(), key=lambda c: (c.blade != Collection.Blade.LIVE, not c.is_open()))
        groups = []
        for collection in in_order:
            others = [
                (choice_of(collection, coordinate), coordinate)
                for coordinate in reversed(book.coordinates())
                if coordinate.startswith(f"{collection.type_code}:{collection.year}.")
                and coordinate != collection.ruleset
            ]
            if others:
                groups.append((f"{collection} (now {collection.ruleset.partition(':')[2]})", others))
        return groups

    def clean(self, value: Any) -> Target | None:
        """Raises ``ValidationError`` for what is not among the choices."""
        text = super().clean(value)
        if not text:
            return None
        slug, ruleset = text.split(_BETWEEN)
        return Target(Collection.objects.get(slug=slug), ruleset)
