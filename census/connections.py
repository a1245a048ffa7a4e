"""Database, broker and cache addresses (``postgres://…``, ``redis://…``) as Django and Celery settings."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FILE_BROKER = "census.file_broker:Transport"
"""Takes the place of kombu's own transport for ``filesystem://``."""

POLL_SECONDS = 0.05
"""How often a worker looks into the filesystem broker; one second, the default, would be felt by the person waiting."""

SQLITE_OPTIONS = {
    # Writers queue for the lock when they start instead of failing when they first write.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}


def database(url: str) -> dict[str, Any]:
    """Django's ``DATABASES["default"]`` for a database address.

    >>> database("postgres://census@db/census")["HOST"]
    'db'

    Raises ImproperlyConfigured for an address of another kind.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path)
        # sqlite:////absolute/path has a path that starts with two slashes.
        name = name[1:] if name.startswith("//") else name.lstrip("/") or ":memory:"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE_OPTIONS)}
    if parts.scheme in ("postgres", "postgresql"):
        options = dict(parse_qsl(parts.query))
        host = options.pop("host", unquote(parts.hostname or ""))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(options.pop("port", parts.port or "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL starts with {parts.scheme or 'nothing'!r}: use sqlite:///path or postgres://user:password@host/name."
    )


def is_redis(url: str) -> bool:
    """Whether an address names a server that speaks the Redis protocol."""
    return urlsplit(url).scheme in ("redis", "rediss")


def is_filesystem(url: str) -> bool:
    """Whether an address names the broker that passes messages as files: see ``census.file_broker``."""
    return urlsplit(url).scheme == "filesystem"


def filesystem_transport(folder: Path) -> dict[str, Any]:
    """Kombu transport options that keep every message under ``folder``."""
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "processed"),
        "store_processed": False,
        "polling_interval": POLL_SECONDS,
    }


def prepare_broker() -> None:
    """Make the folders of the filesystem broker. Nothing to do for a server."""
    from django.conf import settings

    for key, value in settings.CELERY_BROKER_TRANSPORT_OPTIONS.items():
        if key.endswith(("_in", "_out", "_folder")):
            Path(value).mkdir(parents=True, exist_ok=True)
