"""Whether somebody is locked out after wrong passwords, and letting them in again. The limit itself is allauth's."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from accounts.people import Person

LIMIT = {"app": "allauth.account", "action": "login_failed"}


def _key(request: HttpRequest, person: Person) -> str:
    return str(get_adapter()._get_login_attempts_cache_key(request, email=person.email))  # noqa: SLF001 - its only name


def is_locked(request: HttpRequest, person: Person) -> bool:
    """Whether the next try to sign in would be turned away whatever the password."""
    rates = [rate for rate in ratelimit.get_rates(**LIMIT) if rate.per == "key"]
    histories = (_history(request, rate, person) for rate in rates)
    return any(len(history) >= rate.amount for rate, history in zip(rates, histories, strict=True))


def _history(request: HttpRequest, rate: ratelimit.Rate, person: Person) -> list[float]:
    """The wrong tries that still count, newest first."""
    key = ratelimit.get_cache_key(request, **LIMIT, rate=rate, key=_key(request, person))
    tries: list[float] = ratelimit.cache.get(key, [])
    return ratelimit.apply_rate(tries, ratelimit.time.time(), rate, dry_run=True)[1]


def unlock(request: HttpRequest, person: Person) -> None:
    """Forget the wrong tries."""
    ratelimit.clear(request, **LIMIT, key=_key(request, person))
