"""How often somebody may try to sign in: strict for an account, generous for an address, and nobody is shut out.

Three rules, each with its reason in docs/decisions/0021-limits-of-signing-in.md:

* An account takes five wrong passwords in five minutes (``ACCOUNT_RATE_LIMITS``, kept by django-allauth). A try is
  taken from them before its password is looked at and given back where it was right, so that a burst gets no more.
* An address is counted by its wrong passwords alone. From 200 a minute on, each account may be tried from there once in
  five minutes: whoever guesses is slowed down, whoever knows their password gets in.
* A code by email may always be asked for: one email a minute is sent, and who asks meanwhile waits for its code.

What is counted lives in the cache, which all web processes share.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

MINUTE = 60
ONE_TRY_FOR = 5 * 60
"""Seconds for which an account has one try from an address that is over its limit."""


def digest(*parts: str) -> str:
    """Names and addresses as a key of the cache: not to be read there, nor found by trying all of them."""
    told = "\x00".join(part.strip().lower() for part in parts).encode()
    return hmac.new(b"census.limits:" + settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, the network alone of an IPv6 address; one place for all whose origin is not told."""
    try:
        return get_ip(request)
    except PermissionDenied:
        return "unknown"


def count(key: str, seconds: int) -> int:
    """Count one more under a key that is forgotten after so many seconds from the first. Gives how many there are."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # forgotten between the two
        cache.set(key, 1, seconds)
        return 1


def _wrong_key(request: HttpRequest) -> str:
    return f"sign-in-wrong:{digest(address_of(request))}"


def _try_key(request: HttpRequest, email: str) -> str:
    return f"sign-in-try:{digest(address_of(request), email)}"


def is_over(request: HttpRequest) -> bool:
    """Whether so many passwords from this address were wrong within the minute that accounts have one try each."""
    return int(cache.get(_wrong_key(request), 0)) >= settings.WRONG_PASSWORDS_OF_AN_ADDRESS


def take_try(request: HttpRequest, email: str) -> bool:
    """Whether an account may be tried from this address now. Where one try is left, it is taken."""
    return not is_over(request) or cache.add(_try_key(request, email), 1, ONE_TRY_FOR)


def note_wrong(request: HttpRequest) -> None:
    """A password from this address was wrong."""
    count(_wrong_key(request), MINUTE)


def note_right(request: HttpRequest, email: str) -> None:
    """A password was right: the try does not count."""
    cache.delete(_try_key(request, email))


# -- codes by email


def _code_key(email: str) -> str:
    return f"sign-in-code:{digest(email)}"


def shared_code(email: str, make: Callable[[], str]) -> str:
    """The code that somebody who asks now waits for: that of whoever asked within the minute, else a new one."""
    code = make()
    if cache.add(_code_key(email), code, MINUTE):
        return code
    return str(cache.get(_code_key(email), code))


def is_first_with(email: str, code: str) -> bool:
    """Whether this code was not sent yet: one email for all who wait for it."""
    return bool(cache.add(f"sign-in-code-sent:{digest(email, code)}", 1, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT))


def forget_code(email: str) -> None:
    """Somebody signed in: who asks from now on waits for another code."""
    cache.delete(_code_key(email))
