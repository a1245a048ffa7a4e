"""Undo: propose that a confirmed patch stops working. It is a patch like any other: a second person confirms it."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from accounts.scope import Actor
from collect.actions.base import Reason
from rulechanges.actions.base import PatchAction, reason_problems
from rulechanges.models import Patch


class Undo(PatchAction):
    """``undone`` is the confirmed patch; ``patch`` becomes the new one."""

    name = "propose"

    def __init__(self, actor: Actor, undone: Patch, reason: str, token: uuid.UUID | None = None):
        super().__init__(actor)
        self.undone, self.reason, self.token = undone, reason.strip(), token or uuid.uuid4()

    def perform(self) -> Patch:
        before = Patch.objects.filter(pk=self.token, proposed_by=self.actor.person).first()
        self.undone.refresh_from_db()
        return before or super().perform()

    def conditions(self) -> list[Reason]:
        if self.undone.state != Patch.State.CONFIRMED:
            return [Reason("not_confirmed", "Only a confirmed change can be undone. Withdraw a proposal instead.")]
        if self.undone.is_move:
            return [Reason("is_move", "A move is not undone. Move the collection back instead.")]
        if self.undone.undone_by.exclude(state=Patch.State.WITHDRAWN).exists():
            return [Reason("undone_already", "This change is undone already, or that is proposed.")]
        return reason_problems(self.reason, "Say why the change has to be undone. Everybody can read it.")

    def change(self) -> dict[str, Any]:
        now = timezone.now()
        self.patch = Patch.objects.create(
            id=self.token,
            ruleset=self.undone.ruleset,
            rule=self.undone.rule,
            kind=Patch.Kind.UNDO,
            reason=self.reason,
            starts_at=max(now, self.undone.starts_at),
            proposed_by=self.actor.person,
            proposed_at=now,
            undoes=self.undone,
        )
        return {"rule": self.undone.rule, "undoes": str(self.undone.pk), "reason": self.reason}
