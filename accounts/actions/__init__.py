"""What people do to accounts and access: one class for each action."""

from __future__ import annotations

from accounts.actions.base import AccountAction, NotAllowed, Problem, WrongEvents

ACTIONS: tuple[type[AccountAction], ...] = ()

__all__ = ["ACTIONS", "AccountAction", "NotAllowed", "Problem", "WrongEvents"]
