"""Confirm: a second person puts a proposal into force."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from collect.actions.base import Reason
from rulechanges.actions.base import PatchAction
from rulechanges.models import Patch


class Confirm(PatchAction):
    """The patch is in force from its start, or from now when that has passed while it waited."""

    name = "confirm"

    def is_done(self) -> bool:
        assert self.patch is not None
        return self.patch.state == Patch.State.CONFIRMED and self.patch.confirmed_by_id == self.actor.person.pk

    def conditions(self) -> list[Reason]:
        assert self.patch is not None
        if self.patch.state != Patch.State.PROPOSED:
            return [Reason("not_proposed", f"This change is {self.patch.get_state_display().lower()} already.")]
        if self.patch.proposed_by_id == self.actor.person.pk:
            words = "You proposed this change. Another person at DfE has to confirm it."
            return [Reason("own_proposal", words)]
        if self.patch.collection is not None and self.patch.collection.ruleset != self.patch.ruleset:
            words = f"{self.patch.collection} has moved since. Withdraw this proposal and make another."
            return [Reason("moved_since", words)]
        return []

    def change(self) -> dict[str, Any]:
        patch, now = self.patch, timezone.now()
        assert patch is not None
        patch.state = Patch.State.CONFIRMED
        patch.confirmed_by, patch.confirmed_at = self.actor.person, now
        # Never into the past: what was checked between the two would have been checked with other rules than it says.
        patch.starts_at = max(patch.starts_at, now)
        patch.save(update_fields=["state", "confirmed_by", "confirmed_at", "starts_at"])
        transaction.on_commit(_ring)
        return {"starts_at": patch.starts_at.isoformat()}


def _ring() -> None:
    from rulechanges.tasks import follow_up

    follow_up.ring()
