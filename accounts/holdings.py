"""How much somebody holds, and whether a change would give more than that.

A change is looked at permission by permission, with the day until which each holds: an access that ends in July does
not let anybody give one that goes on in September.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from accounts.access import FAMILY, CollectionAccess, effective, families_of, is_running
from accounts.organisations import Organisation
from accounts.people import Membership
from accounts.scope import Actor, Permission, offered

Until = dict[Permission, date]
"""What is allowed, each with its last day; ``date.max`` where it has none. What is not allowed is not in it."""


def allowed_until(may: Iterable[str], ends_on: date | None) -> Until:
    """What a grant of these permissions allows; nothing once its last day is over."""
    if not is_running(ends_on):
        return {}
    return {Permission(one): ends_on or date.max for one in may}


def said(row: Membership | CollectionAccess) -> Until:
    """What a membership says of every collection, or a row of access of one."""
    ends_on = row.access_ends_on if isinstance(row, Membership) else row.ends_on
    return allowed_until((one for one in Permission if getattr(row, f"can_{one}")), ends_on)


def stands(membership: Membership, key: str) -> Until:
    """What is said of the collection, of the family, or of every collection where the key is empty."""
    return said(effective(membership).get(key, membership) if key else membership)


def fallback(membership: Membership, key: str) -> CollectionAccess | None:
    """What would hold of a collection if nothing were said of it alone: its family's row; None for the general one."""
    return effective(membership).get(families_of(membership).get(key, "")) if key else None


def held(membership: Membership, key: str) -> Until:
    """What somebody holds throughout what a key means: the least of all that is said of it and of its parts."""
    families, found = families_of(membership), stands(membership, key)
    for part in effective(membership):
        if part != key and (not key or (key.startswith(FAMILY) and families.get(part) == key)):
            here = stands(membership, part)
            found = {one: min(day, here[one]) for one, day in found.items() if one in here}
    return found


def gives(before: Until, after: Until) -> Until:
    """What a change adds: what was not allowed, or not for as long."""
    return {one: day for one, day in after.items() if one not in before or before[one] < day}


def in_words(permissions: Iterable[str]) -> str:
    """``edit``, ``edit and submit``, ``view, edit and submit``."""
    *first, last = [str(one) for one in permissions]
    return f"{', '.join(first)} and {last}" if first else last


def beyond(actor: Actor, organisation: Organisation, key: str, given: Until) -> list[Permission]:
    """What of ``given`` the actor does not hold. Who stands above or stepped in gives what the organisation can do."""
    if actor.organisation.pk == organisation.pk:
        has: Until = held(actor.membership, key) if actor.is_at_work else {}
    else:
        has = dict.fromkeys(offered(organisation), date.max)
    return [one for one, day in given.items() if one not in has or has[one] < day]
