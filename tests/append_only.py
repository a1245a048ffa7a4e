"""Lets Django empty the tables after a test that used real transactions, although some tables are append-only.

The triggers of ``collect.guards`` and ``accounts.guards`` refuse the DELETE by which Django empties a SQLite database,
so they are taken away for that moment and put back.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from accounts import guards as account_guards
from collect import guards

_empty_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _empty_tables_without_guards(self: Any) -> None:
    guards.remove(connection)
    account_guards.remove(connection)
    try:
        _empty_tables(self)
    finally:
        guards.install(connection)
        account_guards.install(connection)


if not getattr(_empty_tables, "lifts_guards", False):
    _empty_tables_without_guards.lifts_guards = True  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = _empty_tables_without_guards  # type: ignore[attr-defined]
