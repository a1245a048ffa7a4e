"""E-mails about accounts: queued with the change they tell of, sent after it, tried again, seen as sent or failed."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.addresses import AddressField
from accounts.organisations import Organisation
from accounts.sending import try_to_send

RING_AGAIN = timedelta(seconds=30)
NOTHING_KEPT = "(Not kept: it held a link.)"


class Mail(models.Model):
    """One e-mail to one address. The text of one that holds a link is forgotten once it went or was given up."""

    class State(models.TextChoices):
        """Where it is."""

        QUEUED = "queued", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    to = AddressField(max_length=254)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    holds_link = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Asked for by state."""

        indexes = [models.Index(fields=["state", "created_at"], name="mail_by_state")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"


def queue(
    to: str, kind: str, what: str, text: str, *, organisation: Organisation | None = None, holds_link: bool = False
) -> Mail:
    """Queue an e-mail that names the organisation first. Rung for when the transaction is through."""
    about = f"{organisation}: {what}" if organisation else what
    body = f"{organisation}\n\n{text}\n" if organisation else f"{text}\n"
    closing = f"\n{settings.SERVICE_NAME}\nThis message was sent automatically: replies are not read.\n"
    return put(to, kind, f"{settings.SERVICE_NAME}: {about}", body + closing, organisation, holds_link=holds_link)


def put(
    to: str, kind: str, subject: str, body: str, organisation: Organisation | None = None, *, holds_link: bool = False
) -> Mail:
    """Queue an e-mail as it is."""
    from accounts.tasks import send_mail

    mail = Mail.objects.create(
        to=to, organisation=organisation, kind=kind, subject=subject[:200], body=body, holds_link=holds_link
    )
    transaction.on_commit(partial(send_mail.ring, mail.pk))
    return mail


def send(mail_id: int) -> bool:
    """Send one e-mail if it still waits. Gives whether it went.

    A worker that is killed between sending and noting it sends it again: once too often rather than never.
    """
    now = timezone.now()
    due = Q(next_at__isnull=True) | Q(next_at__lte=now)
    taken = Mail.objects.filter(due, pk=mail_id, state=Mail.State.QUEUED).update(
        attempts=F("attempts") + 1, next_at=now + timedelta(minutes=2)
    )
    if not taken:
        return False
    mail = Mail.objects.get(pk=mail_id)
    if (stopped := try_to_send(mail.subject, mail.body, mail.to, mail.attempts)) is not None:
        mail.error = stopped.error
        if stopped.is_final:
            mail.state = Mail.State.FAILED
            mail.body = NOTHING_KEPT if mail.holds_link else mail.body
        else:
            mail.next_at = now + timedelta(minutes=2**mail.attempts)
        mail.save(update_fields=["error", "state", "next_at", "body"])
        return False
    mail.state, mail.sent_at, mail.error = Mail.State.SENT, timezone.now(), ""
    mail.body = NOTHING_KEPT if mail.holds_link else mail.body
    mail.save(update_fields=["state", "sent_at", "error", "body"])
    return True


def waiting() -> list[int]:
    """Ids of the e-mails that should have gone by now. Those that failed before come last and hold up none."""
    now = timezone.now()
    due = Q(next_at__lte=now) | Q(next_at__isnull=True, created_at__lte=now - RING_AGAIN)
    rows = Mail.objects.filter(due, state=Mail.State.QUEUED).order_by("attempts", "pk")
    return list(rows.values_list("pk", flat=True)[:200])
