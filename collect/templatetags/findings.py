"""How rules and findings read on a page."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def heading(sentence: str) -> str:
    """A sentence as a heading or a link: without its full stop."""
    return str(sentence).removesuffix(".")
