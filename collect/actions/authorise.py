"""Authorise: the collector takes the return as final."""

from __future__ import annotations

from typing import Any

from accounts.scope import Permission
from collect.actions.base import Reason, ReturnAction
from collect.actions.conditions import (
    every_error_settled,
    every_explanation_accepted,
    every_query_explained,
    sound_file,
)
from collect.models import Status
from collect.permissions import Part


class Authorise(ReturnAction):
    """The collector takes the return as final: no error left that is not accepted, every explanation accepted."""

    name = "authorise"
    label = "Authorise"
    done = "Authorised the return"
    who = (Part.COLLECTOR,)
    needs = Permission.AUTHORISE
    source_states = (Status.APPROVED, Status.AMENDED_BY_COLLECTOR)
    states_without_agent = (Status.SUBMITTED,)
    target_state = Status.AUTHORISED

    def conditions(self) -> list[Reason]:
        counts = self.counts
        return [
            *sound_file(self.return_, counts),
            *every_error_settled(counts),
            *every_query_explained(counts),
            *every_explanation_accepted(counts),
        ]

    def change(self) -> dict[str, Any]:
        self.return_.last_reason = ""
        return {"errors_accepted": self.counts.errors_accepted}
