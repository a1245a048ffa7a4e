"""What production refuses, and addresses as settings."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from census import connections, production

GOOD = {
    "secret": "s" * 60,
    "receipt_key": "cmVjZWlwdHMtYXJlLXNpZ25lZC13aXRoLXRoaXMtMzI=",
    "debug": False,
    "broker_url": "redis://broker/0",
    "cache_url": "redis://broker/0",
    "database_url": "postgres://census@db/census",
    "hosts": ["portal.example.org"],
}


def test_production_starts_when_set_up_safely() -> None:
    production.refuse(**GOOD)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"secret": production.DEMO_SECRET}, "SECRET_KEY is the demonstration secret"),
        ({"secret": ""}, "SECRET_KEY is the demonstration secret"),
        ({"secret": "short"}, "SECRET_KEY is too short"),
        ({"receipt_key": ""}, "Set COLLECT_RECEIPT_KEY"),
        ({"debug": True}, "DEBUG is on"),
        ({"broker_url": "filesystem://"}, "The broker is the filesystem"),
        ({"cache_url": ""}, "need a cache shared by all web processes"),
        ({"hosts": []}, "ALLOWED_HOSTS is open or empty"),
        ({"hosts": ["*"]}, "ALLOWED_HOSTS is open or empty"),
    ],
)
def test_production_refuses(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        production.refuse(**{**GOOD, **wrong})  # type: ignore[arg-type]


def test_production_warns_about_sqlite() -> None:
    with pytest.warns(production.SQLiteInProduction, match="one machine only"):
        production.refuse(**{**GOOD, "database_url": "sqlite:///census.sqlite3"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"CENSUS_ENV": "production"}, "SECRET_KEY is the demonstration secret"),
        ({"CENSUS_ENV": "production", "SECRET_KEY": "s" * 60}, "Set COLLECT_RECEIPT_KEY"),
        (
            {"CENSUS_ENV": "production", "SECRET_KEY": "s" * 60, "COLLECT_RECEIPT_KEY": "k" * 44},
            "The broker is the filesystem",
        ),
        ({"CENSUS_ENV": "staging"}, "use demo, test or production"),
        ({"DATABASE_URL": "mysql://db/census"}, "DATABASE_URL starts with 'mysql'"),
    ],
)
def test_process_does_not_start(environment: dict[str, str], sentence: str) -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode != 0
    assert sentence in ended.stderr


def test_postgresql_address() -> None:
    found = connections.database("postgres://cen%40sus:p%2Fw@db.example.org:5433/census?sslmode=require")

    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "cen@sus",
        "p/w",
        "db.example.org",
        "5433",
    )
    assert found["NAME"] == "census"
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_postgresql_socket_address() -> None:
    assert connections.database("postgres:///census?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("address", "name"),
    [("sqlite:////srv/census.sqlite3", "/srv/census.sqlite3"), ("sqlite:///census.sqlite3", "census.sqlite3")],
)
def test_sqlite_address_waits_for_the_lock_at_the_start(address: str, name: str) -> None:
    found = connections.database(address)

    assert found["NAME"] == name
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "WAL" in found["OPTIONS"]["init_command"]
