"""On whose behalf the code runs: a person acting for an organisation, the portal itself with a reason, or nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


class NoScope(RuntimeError):
    """A query without a scope: nobody said on whose behalf. It never reached the database."""


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Queries see what ``viewer`` sees (an actor; ``scoping`` does not look inside)."""

    viewer: object


@dataclass(frozen=True, slots=True)
class Unscoped:
    """Queries see everything, because of ``reason``."""

    reason: str


Scope = SeenBy | Unscoped

_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope | None:
    """The scope there is; None where nobody set one."""
    return _scope.get()


@contextmanager
def _set(scope: Scope | None) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def seen_by(viewer: object | None) -> Iterator[None]:
    """Within: queries see what ``viewer`` sees. None: there is no scope, whatever there was outside."""
    with _set(None if viewer is None else SeenBy(viewer)):
        yield


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Within: queries see everything. For workers, commands and the few answers that need more than one's own.

    Also a decorator of functions (not of generators: those run after it). Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("Say why this may see everything.")
    with _set(Unscoped(reason)):
        yield
