"""E-mails of the portal, about accounts and about returns, as sent or failed. Never their text."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.mail import Mail
from accounts.scope import Actor
from accounts.support import is_support
from collect.models import Notification

KINDS_FOR_APPROVERS = Q(kind__in=("invitation", "suspend", "remove", "reinstate", "role", "hand-over", "claim")) | Q(
    kind__in=(
        "give_access",
        "refuse_access",
        "access_asked",
        "step_in",
        "left_la",
        "people_check",
        "people_check_overdue",
        "not_signed_in",
    )
)
Rows = QuerySet[Any, dict[str, Any]]
SHOWN = ("created_at", "address", "about", "subject", "state", "sent_at", "attempts", "error")


def may_read(actor: Actor) -> bool:
    """Approvers read of their organisation's, support of all."""
    return actor.is_at_work and (actor.is_approver or is_support(actor))


def account_emails() -> Rows:
    """Those about accounts."""
    return Mail.objects.annotate(address=F("to"), about=F("organisation__name")).order_by().values(*SHOWN)


def return_emails() -> Rows:
    """Those about returns."""
    named = Notification.objects.annotate(address=F("to__email"), about=F("for_return__organisation__name"))
    return named.order_by().values(*SHOWN)


def emails_for(actor: Actor, *, state: str = "", text: str = "") -> Rows:
    """The e-mails that the actor may know of, newest first."""
    accounts, returns = account_emails(), return_emails()
    if not is_support(actor):
        accounts = accounts.filter(KINDS_FOR_APPROVERS, organisation=actor.organisation)
        returns = returns.none()
    if state:
        accounts, returns = accounts.filter(state=state), returns.filter(state=state)
    if text:
        said = Q(address__icontains=text) | Q(about__icontains=text) | Q(subject__icontains=text)
        accounts, returns = accounts.filter(said), returns.filter(said)
    return accounts.union(returns, all=True).order_by("-created_at")


def emails_to(address: str) -> Rows:
    """The e-mails to one address, newest first."""
    accounts = account_emails().filter(to__iexact=address)
    return accounts.union(return_emails().filter(to__email__iexact=address), all=True).order_by("-created_at")
