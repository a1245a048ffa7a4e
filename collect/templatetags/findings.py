"""How rules and findings read on a page."""

from __future__ import annotations

from django import template

from collect.models import Collection
from validation.guidance import label_of

register = template.Library()


@register.filter
def reason_of(code: str, collection: Collection) -> str:
    """The kind of reason that a code stands for in a collection; empty for none."""
    return label_of(collection.type.family, code)


@register.filter
def heading(sentence: str) -> str:
    """A sentence as a heading or a link: without its full stop."""
    return str(sentence).removesuffix(".")
