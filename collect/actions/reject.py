"""Reject: the agent gives a return back to its source."""

from __future__ import annotations

from accounts.scope import Permission
from collect.actions.base import ReasonedAction
from collect.models import Status
from collect.permissions import Part


class Reject(ReasonedAction):
    """The agent gives a return back to its source, with a reason."""

    name = "reject"
    label = "Reject"
    done = "Rejected the return"
    who = (Part.AGENT,)
    needs = Permission.APPROVE
    source_states = (Status.SUBMITTED, Status.AMENDED_BY_AGENT)
    target_state = Status.REJECTED
