"""Isolation: without a scope there is no query. Who sees what is said by the rooms above (``collect.scope`` …)."""

from scoping.manager import ScopedManager
from scoping.sight import sight
from scoping.state import NoScope, Unscoped, seen_by, unscoped

__all__ = ["NoScope", "ScopedManager", "Unscoped", "seen_by", "sight", "unscoped"]
