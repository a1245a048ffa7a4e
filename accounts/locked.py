"""Telling somebody that their address was locked for a while, because of too many wrong passwords."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from accounts.asked import Asked, write_down

TOLD_FOR = 60 * 60
"""Seconds for which one notice is enough."""


def tell_of_lock_once(email: str) -> None:
    """Have whoever has this address told, once an hour. It is written down whether or not somebody has it."""
    digest = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    if cache.add(f"locked:{digest}", 1, TOLD_FOR):
        write_down(Asked.Kind.LOCKED, email)
