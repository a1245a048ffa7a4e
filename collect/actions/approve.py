"""Approve: the agent is content."""

from __future__ import annotations

from typing import Any

from accounts.scope import Permission
from collect.actions.base import Reason, ReturnAction
from collect.actions.conditions import every_query_explained, outstanding, sound_file
from collect.models import Status
from collect.permissions import Part


class Approve(ReturnAction):
    """The agent is content with a submitted return. Every query must be explained; errors may be open."""

    name = "approve"
    label = "Approve"
    done = "Approved the return"
    who = (Part.AGENT,)
    needs = Permission.APPROVE
    source_states = (Status.SUBMITTED, Status.AMENDED_BY_AGENT)
    target_state = Status.APPROVED

    def conditions(self) -> list[Reason]:
        return [*sound_file(self.return_, self.counts), *every_query_explained(self.counts)]

    def change(self) -> dict[str, Any]:
        self.return_.last_reason = ""
        return {"outstanding": outstanding(self.counts)}
