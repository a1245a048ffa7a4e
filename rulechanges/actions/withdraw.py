"""Withdraw: a proposal is taken back before anybody confirmed it."""

from __future__ import annotations

from typing import Any

from collect.actions.base import Reason
from rulechanges.actions.base import PatchAction
from rulechanges.models import Patch


class Withdraw(PatchAction):
    """Whoever may propose may withdraw, their own or another's: it needs no second person to change nothing."""

    name = "withdraw"

    def is_done(self) -> bool:
        assert self.patch is not None
        last = self.patch.events.last()
        return self.patch.state == Patch.State.WITHDRAWN and last is not None and last.person_id == self.actor.person.pk

    def conditions(self) -> list[Reason]:
        assert self.patch is not None
        if self.patch.state != Patch.State.PROPOSED:
            words = f"This change is {self.patch.get_state_display().lower()} already."
            more = " Undo it instead." if self.patch.state == Patch.State.CONFIRMED else ""
            return [Reason("not_proposed", words + more)]
        return []

    def change(self) -> dict[str, Any]:
        assert self.patch is not None
        self.patch.state = Patch.State.WITHDRAWN
        self.patch.save(update_fields=["state"])
        return {}
