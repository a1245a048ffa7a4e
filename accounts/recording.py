"""Writing account events, inside the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import structlog

from accounts.events import AccountEvent
from accounts.organisations import Organisation
from accounts.people import Person

_address: ContextVar[str | None] = ContextVar("address_of_the_request", default=None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, and the id that its lines in the log carry."""

    ip: str | None
    request_id: str


def origin() -> Origin:
    """Of the request that is being answered; empty outside of one."""
    return Origin(_address.get(), str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64])


@contextmanager
def request_from(ip: str | None) -> Iterator[None]:
    """While a request is answered: where it came from."""
    token = _address.set(ip)
    try:
        yield
    finally:
        _address.reset(token)


def record(
    action: str,
    *,
    person: Person | None = None,
    acting_for: Organisation | None = None,
    organisation: Organisation | None = None,
    subject: Person | None = None,
    on: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AccountEvent:
    """Add an event. Without ``person`` it is something the portal did by itself."""
    where = origin()
    return AccountEvent.objects.create(
        action=action,
        person=person,
        acting_for=acting_for,
        organisation=organisation,
        subject=subject,
        on=on[:200],
        before=before or {},
        after=after or {},
        reason=reason,
        ip=where.ip,
        request_id=where.request_id,
    )
