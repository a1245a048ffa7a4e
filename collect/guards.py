"""Database triggers that keep the history, the files and the receipts as they were written.

Packages built on this one register tables of their own.

The migration installs them; they are put back after every later migration, because SQLite drops a table's triggers
when it rebuilds the table for a changed column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """A table whose ``columns`` never change (all columns when there are none) and whose rows are never deleted."""

    table: str
    columns: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What the database says when it refuses."""
        what = "this part of it" if self.columns else "it"
        return f"{self.table} is kept as it was written: {what} cannot be changed or deleted"


GUARDS: list[Guard] = [
    Guard("collect_event"),
    Guard("collect_receipt"),
    Guard("collect_pupildataread"),
    Guard(
        "collect_submission",
        (
            "id",
            "return_id",
            "number",
            "kind",
            "based_on_id",
            "file",
            "filename",
            "sha256",
            "size",
            "uploaded_by_id",
            "acting_for_id",
            "uploaded_at",
        ),
    ),
]


def register(guard: Guard) -> Guard:
    """Have the table of another package guarded too, from the next migration on."""
    if guard not in GUARDS:
        GUARDS.append(guard)
    return guard


def _present(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards whose tables are there, of columns that are there: some are made by later migrations."""
    tables = set(connection.introspection.table_names())
    return [_as_it_stands(connection, guard) for guard in GUARDS if guard.table in tables]


def _as_it_stands(connection: BaseDatabaseWrapper, guard: Guard) -> Guard:
    if not guard.columns:
        return guard
    with connection.cursor() as cursor:
        there = {column.name for column in connection.introspection.get_table_description(cursor, guard.table)}
    return replace(guard, columns=tuple(column for column in guard.columns if column in there))


def _sqlite(guard: Guard) -> Iterator[str]:
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in guard.columns)
    when = f"WHEN {changed}" if changed else ""
    for operation, condition in (("UPDATE", when), ("DELETE", "")):
        # There is no "or replace", and one that stands may guard fewer columns.
        yield f"DROP TRIGGER IF EXISTS {guard.table}_no_{operation.lower()}"
        yield (
            f"CREATE TRIGGER {guard.table}_no_{operation.lower()} BEFORE {operation} ON {guard.table} "
            f"{condition} BEGIN SELECT RAISE(ABORT, '{guard.words}'); END"
        )


def _postgresql(guard: Guard) -> Iterator[str]:
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in guard.columns)
    when = f"WHEN ({changed})" if changed else ""
    yield (
        f"CREATE OR REPLACE FUNCTION {guard.table}_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{guard.words}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for operation, condition in (("UPDATE", when), ("DELETE", "")):
        name = f"{guard.table}_no_{operation.lower()}"
        yield (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {operation} ON {guard.table} "
            f"FOR EACH ROW {condition} EXECUTE FUNCTION {guard.table}_kept()"
        )
    # It fires no trigger of rows.
    yield (
        f"CREATE OR REPLACE TRIGGER {guard.table}_no_truncate BEFORE TRUNCATE ON {guard.table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {guard.table}_kept()"
    )


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, anew where they stand already."""
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for guard in _present(connection):
            for statement in statements(guard):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: to undo the migration, and for tests that empty their tables."""
    with connection.cursor() as cursor:
        for guard in _present(connection):
            for operation in ("update", "delete", "truncate"):
                on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.table}_no_{operation}{on}")
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {guard.table}_kept()")


def restore_guards(using: str = "default", **_: Any) -> None:
    """After a migration: see that the triggers are there, when their tables are."""
    install(connections[using])
