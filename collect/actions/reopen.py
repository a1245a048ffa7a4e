"""Reopen: an approval or authorisation is taken back."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.scope import Permission
from collect.actions.base import ReasonedAction
from collect.models import Event, Return, Status
from collect.permissions import Part


class Reopen(ReasonedAction):
    """Whoever approved or authorised a return, or somebody above, puts it back to the state before."""

    name = "reopen"
    label = "Reopen"
    done = "Reopened the return"
    who = (Part.AGENT, Part.COLLECTOR)
    needs = Permission.APPROVE
    source_states = (Status.APPROVED, Status.AUTHORISED)

    @classmethod
    def moves(cls, part: Part, return_: Return) -> Mapping[Status, Status]:
        mine = {Part.AGENT: (Status.APPROVED,), Part.COLLECTOR: cls.source_states}.get(part, ())
        status = Status(return_.status)
        return {state: cls.state_before(return_) if state == status else state for state in mine}

    @classmethod
    def state_before(cls, return_: Return) -> Status:
        """The status that the return had before it came to the one it has."""
        came = (
            Event.objects.filter(for_return=return_, status_after=return_.status)
            .exclude(status_before=return_.status)
            .exclude(action=cls.name)
            .values_list("status_before", flat=True)
            .first()
        )
        return Status(came) if came else Status.SUBMITTED

    @property
    def permission(self) -> Permission:
        return Permission.AUTHORISE if self.part is Part.COLLECTOR else self.needs
