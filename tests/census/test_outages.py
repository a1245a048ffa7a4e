"""A cache or a database that stops under a running portal."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.test import Client
from django.urls import reverse

from census import fallback_cache
from tests.census.stopped import Forwarder
from tests.factories import PASSWORD, School, member


@pytest.fixture(autouse=True)
def at_first_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback_cache, "_away_since", None)
    monkeypatch.setattr(fallback_cache, "TRY_AGAIN_SECONDS", 0.0)


def nobody() -> str:
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def cache_away(settings: Any) -> BaseCache:
    settings.CACHES = {"default": {"BACKEND": "census.fallback_cache.FallbackCache", "LOCATION": nobody()}}
    caches["default"].clear()
    return caches["default"]


@pytest.mark.logs("cache unavailable")
def test_without_the_server_a_process_keeps_what_it_must(cache_away: BaseCache) -> None:
    assert cache_away.add("tries", 0, 60)
    assert not cache_away.add("tries", 0, 60)
    assert [cache_away.incr("tries"), cache_away.incr("tries")] == [1, 2]
    cache_away.set_many({"a": 1, "b": 2})
    assert cache_away.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert cache_away.get_or_set("d", lambda: 4) == 4
    cache_away.delete("a")
    assert cache_away.get("a") is None
    assert "b" in cache_away
    assert fallback_cache.is_away()


@pytest.mark.logs("cache unavailable")
def test_what_a_process_keeps_is_bounded(cache_away: BaseCache) -> None:
    cache_away.own._max_entries = 100  # type: ignore[attr-defined]
    for number in range(1000):
        cache_away.set(str(number), number)
    assert len(cache_away.own._cache) <= 101  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.logs("cache unavailable")
def test_people_sign_in_without_the_cache_and_guesses_are_counted(cache_away: BaseCache, client: Client) -> None:
    person = member(School.create()).person
    address = "/account/login/"
    assert client.post(address, {"login": person.email, "password": PASSWORD}).status_code == 302
    strange = Client()
    for _ in range(30):
        strange.post(address, {"login": person.email, "password": "wrong"})
    refused = strange.post(address, {"login": person.email, "password": PASSWORD})
    assert refused.status_code != 302


@pytest.mark.services
@pytest.mark.logs("cache unavailable")
def test_the_cache_stops_and_comes_back(settings: Any) -> None:
    """A real server behind a line that is cut; on SQLite there is no such server, and a line of its own is cut."""
    address = settings.BROKER_URL if settings.BROKER_URL.startswith("redis") else None
    with Forwarder(address) as line:
        settings.CACHES = {"default": {"BACKEND": "census.fallback_cache.FallbackCache", "LOCATION": line.redis}}
        cache = caches["default"]
        if address:
            cache.set("kept", "on the server")
            assert not fallback_cache.is_away()
        line.cut()
        assert cache.get("kept") is None
        assert fallback_cache.is_away()
        cache.set("kept", "here")
        assert cache.get("kept") == "here"
        line.mend()
        if address:
            assert cache.get("kept") == "on the server"
            assert not fallback_cache.is_away()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_database_stops_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the database: pages say so and work again afterwards."""
    person = member(School.create()).person
    client = Client(raise_request_exception=False)
    client.force_login(person)
    page = reverse("account-details")
    with stoppable_database(monkeypatch) as (stop, start):
        assert client.get(page).status_code == 200
        stop()
        for address in (page, reverse("account_login"), reverse("home")):
            answer = client.post(address) if address == reverse("account_login") else client.get(address)
            assert answer.status_code == 503, address
            assert "not available at the moment" in answer.content.decode()
        assert Client().get("/health/ready").content == b"database not reached\n"
        assert Client().get("/health/live").status_code == 200
        start()
        assert client.get(page).status_code == 200


@contextmanager
def stoppable_database(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """How to stop the database and to start it: PostgreSQL behind a line that is cut, SQLite out of reach."""
    values = connection.settings_dict
    connection.close()
    with ExitStack() as stack, monkeypatch.context() as patch:
        if connection.vendor == "postgresql":
            line = stack.enter_context(Forwarder(f"postgres://{values['HOST']}:{values['PORT']}"))
            patch.setitem(values, "PORT", str(line.port))
            cut, mend = line.cut, line.mend
        else:
            there = values["NAME"]
            cut = partial(patch.setitem, values, "NAME", f"{there}/no such folder")
            mend = partial(patch.setitem, values, "NAME", there)

        def stop() -> None:
            cut()
            connection.close()

        try:
            yield stop, mend
        finally:
            connection.close()
