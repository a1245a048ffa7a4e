"""Telling somebody that their address was locked for a while, because of too many wrong passwords."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.db import transaction

from accounts import mail
from accounts.people import Person
from accounts.recording import record

TOLD_FOR = 60 * 60
"""Seconds for which one notice is enough."""

TEXT = (
    "Somebody tried several times to sign in to your account with a wrong password. For 5 minutes nobody can sign in "
    "with a password there.\n\n"
    "If it was you, wait and try again, or ask for a code by email on the sign-in page.\n\n"
    "If it was not you, your account is safe as long as your password is: set a new one if somebody may know it."
)


def tell_of_lock_once(email: str) -> None:
    """Ask a worker to tell whoever has this address, once an hour. It is asked whether or not somebody has it."""
    from accounts.tasks import tell_of_lock

    digest = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    if cache.add(f"locked:{digest}", 1, TOLD_FOR):
        tell_of_lock.ring(email)


def tell_of_lock(email: str) -> bool:
    """Tell the person with this address, if there is one. Gives whether there is."""
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        return False
    with transaction.atomic():
        record("sign_in_locked", subject=person)
        mail.queue(person.email, "sign_in_locked", "too many wrong passwords", TEXT)
    return True
