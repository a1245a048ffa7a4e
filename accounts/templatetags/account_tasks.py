"""What an approver has to do about accounts, on the home page."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.people_checks import open_check, overdue_below
from accounts.scope import Actor

register = template.Library()


@register.inclusion_tag("accounts/parts/tasks.html")
def account_tasks(actor: Actor) -> dict[str, Any]:
    """The yearly check of people, where it waits, and how many are overdue below. Nothing for anyone but approvers."""
    if not (actor.is_approver and actor.is_at_work):
        return {}
    return {"check": open_check(actor.organisation), "overdue": overdue_below(actor).count()}
