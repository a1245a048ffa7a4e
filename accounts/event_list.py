"""The account events that somebody may read, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.actions import ACTIONS
from accounts.events import AccountEvent
from accounts.register.apply import WORDS as REGISTER_WORDS
from accounts.scope import Actor
from accounts.sign_in_events import WORDS as SIGN_IN_WORDS
from accounts.support import WORDS as SUPPORT_WORDS
from scoping import sight

DONE: dict[str, str] = (
    {action.emits[0]: action.done for action in ACTIONS}
    | SIGN_IN_WORDS
    | REGISTER_WORDS
    | SUPPORT_WORDS
    | {"system_page_read": "Looked at a system page"}
)


def may_read(actor: Actor) -> bool:
    """Approvers read the events of their organisation; those of DfE all events."""
    return actor.is_approver


@sight(AccountEvent)
def of_account_events(actor: Actor) -> Q | None:
    """What concerns the actor's organisation, and how its people sign in. DfE: everything. Only for approvers."""
    if not may_read(actor):
        return None
    if actor.is_dfe:
        return Q()
    own = actor.organisation.memberships.filter(joined_at__isnull=False).values("person")
    signing_in = Q(organisation=None, action__in=[*SIGN_IN_WORDS, "account_unlocked"], subject__in=own)
    return Q(organisation=actor.organisation) | signing_in


def events_for(actor: Actor) -> QuerySet[AccountEvent]:
    """The events that the actor may read, newest first."""
    return AccountEvent.objects.visible_to(actor).select_related("person", "acting_for", "organisation", "subject")


@dataclass(frozen=True)
class Line:
    """One event as the list shows it."""

    event: AccountEvent

    @property
    def who(self) -> str:
        """Who did it, with the organisation they acted for."""
        event = self.event
        if event.person is None:
            return "The portal"
        return f"{event.person}, {event.acting_for}" if event.acting_for else str(event.person)

    @property
    def what(self) -> str:
        """What was done."""
        return DONE.get(self.event.action, self.event.action)

    @property
    def to_whom(self) -> str:
        """The person or thing it was done to; empty where that is who did it."""
        event = self.event
        subject = str(event.subject) if event.subject and event.subject_id != event.person_id else ""
        return ", ".join(filter(None, [subject, event.on]))

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What changed: its name, before, after."""
        before, after = self.event.before, self.event.after
        names = list(dict.fromkeys([*before, *after]))
        return [(name, _said(before.get(name)), _said(after.get(name))) for name in names]


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "" if value is None else str(value)
