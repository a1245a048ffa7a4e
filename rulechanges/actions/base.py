"""What all actions on patches share: who may, why not, and doing it once with its event."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import structlog
from django.db import IntegrityError, transaction

from accounts.scope import Actor, Permission
from collect.actions.base import NotPossible, Reason
from rulechanges.models import ChangeEvent, Patch

MAX_REASON = 2000


class PatchAction(ABC):
    """One thing that somebody at DfE does about a patch."""

    name: ClassVar[str]

    def __init__(self, actor: Actor, patch: Patch | None = None):
        self.actor = actor
        self.patch = patch

    def reasons(self) -> list[Reason]:
        """Why it cannot be done now; empty when it can."""
        if not self.actor.is_dfe:
            return [Reason("not_yours", "Only DfE changes rules.")]
        if not self.actor.may(Permission.AUTHORISE):
            words = f"You do not have permission to change rules for {self.actor.organisation}. Ask an approver there."
            return [Reason("no_permission", words)]
        return self.conditions()

    def conditions(self) -> list[Reason]:
        """What else stands in the way."""
        return []

    def perform(self) -> Patch:
        """Do it once. Raises ``NotPossible``. Done already by the same person, it is done."""
        try:
            with transaction.atomic():
                if self.patch is not None:
                    self.patch = Patch.objects.select_for_update().get(pk=self.patch.pk)
                    if self.is_done():
                        return self.patch
                if problems := self.reasons():
                    raise NotPossible(problems)
                details = self.change()
                assert self.patch is not None
                record(self.patch, self.name, self.actor, details)
        except IntegrityError as problem:
            raise NotPossible([Reason("changed", "Somebody else changed this at the same moment. Look again.")]) from (
                problem
            )
        return self.patch

    def is_done(self) -> bool:
        """Whether this very person has done it before: a double click."""
        return False

    @abstractmethod
    def change(self) -> dict[str, Any]:
        """Write what changes. Gives the event's details."""


def reason_problems(reason: str, missing: str) -> list[Reason]:
    """What is wrong with the reason that somebody gives."""
    if not reason:
        return [Reason("reason_missing", missing)]
    if len(reason) > MAX_REASON:
        return [Reason("reason_long", f"The reason must be {MAX_REASON:,} characters or fewer.")]
    return []


def record(patch: Patch, action: str, actor: Actor | None, details: dict[str, Any]) -> ChangeEvent:
    """Add an event, in the transaction of what it tells."""
    return ChangeEvent.objects.create(
        patch=patch,
        action=action,
        person=actor.person if actor else None,
        organisation=actor.organisation if actor else None,
        details=details,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
    )
