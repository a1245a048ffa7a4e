"""Rules are loaded before a worker forks, without waking Polars' threads."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest
from django.db import DatabaseError

from collect.models import Collection
from collect.services import rulebooks, warming
from tests.collect.factories import CollectionFactory, ReturnFactory
from tests.conftest import database_url
from validation import book

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_what_is_open_is_loaded_and_what_is_closed_is_not() -> None:
    open_one = ReturnFactory.create().collection
    closed = CollectionFactory.create(opens_on="2020-01-01", due_on="2020-02-01", closes_on="2020-03-01", year=2025)
    loaded = warming.load_rules()
    assert loaded == [open_one.ruleset]
    assert closed.ruleset is not None
    known = book.load.cache_info().misses
    assert "plan" in vars(rulebooks.in_force(open_one.ruleset))
    assert book.load.cache_info().misses == known


@pytest.mark.logs("rules not loaded ahead")
def test_a_worker_starts_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(Collection.objects, "filter", away)
    assert warming.load_rules() == []


def test_a_child_that_is_forked_afterwards_checks_a_return() -> None:
    """As the worker does it: in a process of its own, whose Polars has run nothing before."""
    return_ = ReturnFactory.create()
    script = f"""
        import os, signal
        import django
        django.setup()
        from pathlib import Path
        from collect.services import warming
        from schemas import collections
        from schemas.tables import Tables
        from validation import book, check

        def polars_threads():
            names = [(task / "comm").read_text().strip() for task in Path("/proc/self/task").iterdir()]
            return [name for name in names if name.removeprefix("polars-").isdigit()]

        assert warming.load_rules() == [{return_.collection.ruleset!r}]
        assert polars_threads() == []
        pid = os.fork()
        if pid == 0:
            signal.alarm(60)  # one that waits for threads that are not there is ended
            before = book.load.cache_info().misses
            ruleset = book.load({return_.collection.ruleset!r})
            assert book.load.cache_info().misses == before
            kind = collections.get(ruleset.collection)
            root = kind.layout(ruleset.year).family.root.table
            empty = {{"_record": 0, "_row": 1, "_line": 1, "_parent": 0}}
            run = check.check(Tables.from_rows(kind, ruleset.year, {{root: [empty]}}), ruleset)
            assert run.findings
            assert polars_threads() != []
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    """
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "census.settings_test"}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
