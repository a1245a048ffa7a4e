"""The cache of production: a Redis or Valkey server, and while that is away a small cache in each process.

What is cached are mostly counts of tries to sign in. Without the server each process counts by itself: people can still
sign in, and who guesses passwords has as many tries more as there are processes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

TRY_AGAIN_SECONDS = 5.0
"""How long the server is left alone once it did not answer: each page would wait for it otherwise."""
MAX_ENTRIES = 10_000

_lock = threading.Lock()
_away_since: float | None = None
_asked_at = 0.0


def is_away() -> bool:
    """Whether this process does without the server now."""
    return _away_since is not None


def _is_left_alone() -> bool:
    return _away_since is not None and monotonic() - _asked_at < TRY_AGAIN_SECONDS


def _note(*, away: bool) -> None:
    """Keep what became of asking the server, and log it when it changed."""
    global _away_since, _asked_at
    with _lock:
        was_away = _away_since is not None
        _asked_at = monotonic()
        if away and not was_away:
            _away_since = _asked_at
            log.warning("cache unavailable: each process counts by itself")
        elif was_away and not away:
            log.info("cache available again", seconds=round(_asked_at - (_away_since or _asked_at)))
            _away_since = None


def _either(name: str) -> Callable[..., Any]:
    """The method of the server's cache; of the process's own where the server does not answer."""

    def method(self: FallbackCache, *args: Any, **kwargs: Any) -> Any:
        if not _is_left_alone():
            try:
                found = getattr(super(FallbackCache, self), name)(*args, **kwargs)
            except (RedisError, OSError):
                _note(away=True)
            else:
                if is_away():
                    _note(away=False)
                return found
        return getattr(self.own, name)(*args, **kwargs)

    method.__name__ = name
    return method


class FallbackCache(RedisCache):
    """Django's cache on Redis that falls back to a bounded one in this process."""

    def __init__(self, server: Any, params: dict[str, Any]):
        super().__init__(server, params)
        self.own = LocMemCache("census-fallback", {"OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES}})

    @staticmethod
    def is_away() -> bool:
        """Whether this process does without the server now."""
        return is_away()

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    get_many = _either("get_many")
    set_many = _either("set_many")
    delete_many = _either("delete_many")
    has_key = _either("has_key")
    incr = _either("incr")
    clear = _either("clear")
