"""The manager of tables that belong to somebody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from scoping.sight import is_known, narrow
from scoping.state import NoScope, SeenBy, current

Row = TypeVar("Row", bound=models.Model)


class ScopedManager(models.Manager[Row]):
    """Gives a queryset of what the scope sees, and none at all without a scope.

    What hangs on a row of a scoped table (``return_.submissions``) was fetched in scope with that row and is given as
    it is; what hangs on a shared one (``collection.returns``) is narrowed like everything else. Adding a row shows
    nobody anything and needs no scope.
    """

    def get_queryset(self) -> models.QuerySet[Row]:
        """What the scope sees. Raises NoScope where there is none."""
        everything = super().get_queryset()
        if self._hangs_on_a_scoped_row():
            return everything
        scope = current()
        if scope is None:
            raise NoScope(
                f"{self.model.__name__} was asked for on nobody's behalf. In a request the middleware says who asks; "
                'elsewhere say "with unscoped(reason)".'
            )
        return narrow(everything, scope.viewer) if isinstance(scope, SeenBy) else everything

    def visible_to(self, viewer: object) -> models.QuerySet[Row]:
        """What ``viewer`` sees, whatever the scope."""
        return narrow(super().get_queryset(), viewer)

    def none(self) -> models.QuerySet[Row]:
        """Nothing."""
        return super().get_queryset().none()

    def create(self, **fields: Any) -> Row:
        """Add a row."""
        return super().get_queryset().create(**fields)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Add rows."""
        return super().get_queryset().bulk_create(objs, *args, **kwargs)

    def _hangs_on_a_scoped_row(self) -> bool:
        owner: models.Model | None = getattr(self, "instance", None)  # Django's managers of related rows have one
        return owner is not None and is_known(type(owner))
