"""How far a viewer sees in each table: said once for each model by the room that knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from scoping.state import NoScope

Rows = TypeVar("Rows", bound=QuerySet[Any])

Sight = Callable[[Any], Q | None]
"""Gives the condition for what a viewer sees, or None where that is nothing. ``Q()`` is everything."""

_sights: dict[type[Model], Sight] = {}


def sight(*models: type[Model]) -> Callable[[Sight], Sight]:
    """Say how far a viewer sees in ``models``. Each is said once."""

    def register(function: Sight) -> Sight:
        for model in models:
            if model in _sights:
                raise ValueError(f"Who sees {model.__name__} was said before.")
            _sights[model] = function
        return function

    return register


def is_known(model: type[Model]) -> bool:
    """Whether it was said who sees the rows of a model."""
    return model in _sights


def narrow(rows: Rows, viewer: object) -> Rows:
    """What ``viewer`` sees of ``rows``. Raises NoScope where nobody said who sees such rows."""
    function = _sights.get(rows.model)
    if function is None:
        raise NoScope(f"Nobody said who sees {rows.model.__name__}: add a @sight for it.")
    condition = function(viewer)
    if condition is None:
        return rows.none()
    return rows.filter(condition) if condition else rows
