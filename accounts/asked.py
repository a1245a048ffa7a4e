"""What strangers ask for by typing an address, and what whoever has that address is sent.

It is written down alike whether or not somebody has the address, and a worker looks: so nothing that a stranger sees or
measures tells them, and nothing is lost while the broker is away. The row, and with it the address, is forgotten then.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from accounts.people import Person
from accounts.recording import record

log = structlog.get_logger(__name__)

RING_AGAIN = timedelta(seconds=30)

LOCKED_TEXT = (
    "Somebody tried several times to sign in to your account with a wrong password. For 5 minutes nobody can sign in "
    "with a password there.\n\n"
    "If it was you, wait and try again, or ask for a code by email on the sign-in page.\n\n"
    "If it was not you, your account is safe as long as your password is: set a new one if somebody may know it."
)


class Asked(models.Model):
    """One thing that was asked for with one address, by nobody knows whom."""

    class Kind(models.TextChoices):
        """What for."""

        LOCKED = "locked", "Too many wrong passwords"
        NEW_PASSWORD = "new_password", "A new password"
        CODE = "code", "A code to sign in"

    kind = models.CharField(max_length=12, choices=Kind)
    email = models.CharField(max_length=254)
    code = models.CharField(max_length=20, blank=True, help_text="What the session of who asked waits for")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Worked off in the order of asking."""

        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} ({self.asked_at:%d %B %Y %H:%M})"


def write_down(kind: Asked.Kind, email: str, code: str = "") -> None:
    """Keep what was asked, in the transaction there is, and ring for a worker after it."""
    from accounts.tasks import answer_stranger

    asked = Asked.objects.create(kind=kind, email=email.strip()[:254], code=code)
    transaction.on_commit(partial(answer_stranger.ring, asked.pk))


def answer(asked_id: int) -> bool:
    """Send what was asked for to whoever has the address, and forget it. Gives whether somebody has it.

    What cannot be answered is forgotten too: it would stand before all that is asked later, for ever.
    """
    try:
        return _answer(asked_id)
    except DatabaseError:
        raise
    except Exception as problem:  # noqa: BLE001  (the others must go on)
        log.error("request not answered", problem=type(problem).__name__)
        Asked.objects.filter(pk=asked_id).delete()
        return False


@transaction.atomic
def _answer(asked_id: int) -> bool:
    asked = Asked.objects.select_for_update().filter(pk=asked_id).first()
    if asked is None:
        return False
    person = Person.objects.filter(email__iexact=asked.email, is_active=True).first()
    if person is not None:
        SENT[Asked.Kind(asked.kind)](person, asked)
    asked.delete()
    return person is not None


def waiting() -> list[int]:
    """Ids of what should have been answered by now."""
    return list(Asked.objects.filter(asked_at__lte=timezone.now() - RING_AGAIN).values_list("pk", flat=True)[:200])


def _locked(person: Person, asked: Asked) -> None:
    record("sign_in_locked", subject=person)
    mail.queue(person.email, "sign_in_locked", "too many wrong passwords", LOCKED_TEXT)


def _new_password(person: Person, asked: Asked) -> None:
    token = default_token_generator.make_token(person)
    parts = {"uidb36": user_pk_to_url_str(person), "key": token}
    address = settings.SITE_URL.rstrip("/") + reverse("account_reset_password_from_key", kwargs=parts)
    _from_template("account/email/password_reset_key", person, {"password_reset_url": address})


def _code(person: Person, asked: Asked) -> None:
    if timezone.now() - asked.asked_at < timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT):
        _from_template("account/email/login_code", person, {"code": asked.code})


def _from_template(template: str, person: Person, context: dict[str, str]) -> None:
    message = get_adapter().render_mail(template, person.email, {"email": person.email, **context})
    mail.put(person.email, template.rpartition("/")[2], message.subject, str(message.body), holds_link=True)


SENT = {Asked.Kind.LOCKED: _locked, Asked.Kind.NEW_PASSWORD: _new_password, Asked.Kind.CODE: _code}
