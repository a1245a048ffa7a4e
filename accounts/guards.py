"""Database triggers that keep the account events as they were written, on SQLite and PostgreSQL.

The migration installs them; they are put back after every later migration, because SQLite drops a table's triggers
when it rebuilds the table for a changed column.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("accounts_accountevent",)


def _words(table: str) -> str:
    return f"{table} is kept as it was written: it cannot be changed or deleted"


def _sqlite(table: str) -> Iterator[str]:
    for operation in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_words(table)}'); END"
        )


def _postgresql(table: str) -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_words(table)}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for operation, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {table}_kept()"
        )


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place. Those that stand already stay."""
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in statements(table):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: to undo the migration, and for tests that empty their tables."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in TABLES:
            for operation in ("update", "delete", "truncate"):
                on = f" ON {table}" if is_postgresql else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation}{on}")
            if is_postgresql:
                cursor.execute(f"DROP FUNCTION IF EXISTS {table}_kept()")


def restore_guards(using: str = "default", **_: Any) -> None:
    """After a migration: see that the triggers are there, when their tables are."""
    connection = connections[using]
    if set(TABLES) <= set(connection.introspection.table_names()):
        install(connection)
