"""What the portal cannot do without, and whether it answers now: for the load balancer and for those who run it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection

BROKER_SECONDS = 2.0


def database() -> str:
    """Empty when the database answers, else what is wrong."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "database not reached"
    return ""


def storage() -> str:
    """Whether a small file can be written and removed where files are kept."""
    name = f".probe-{uuid.uuid4().hex}"
    try:
        default_storage.delete(default_storage.save(name, ContentFile(b"probe")))
    except OSError:
        return "storage not written"
    return ""


def broker() -> str:
    """Whether the message broker takes a connection."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    folder = options.get("data_folder_in")
    if folder is not None:
        return "" if Path(folder).is_dir() else "broker not reached"
    # Its own timeouts: those of the workers are meant for patience.
    quick = {"socket_connect_timeout": BROKER_SECONDS, "socket_timeout": BROKER_SECONDS}
    try:
        with current_app.connection_for_write(transport_options={**options, **quick}) as link:
            link.ensure_connection(max_retries=1, timeout=BROKER_SECONDS, errback=None)
    except Exception:  # noqa: BLE001  (each transport has errors of its own)
        return "broker not reached"
    return ""


DEPENDENCIES: dict[str, Callable[[], str]] = {"Database": database, "Files": storage, "Broker": broker}


def problems() -> list[str]:
    """What does not answer; empty when all does."""
    return [found for look in DEPENDENCIES.values() if (found := look())]
