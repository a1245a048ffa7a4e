"""Reject by the collector: DfE gives a return back."""

from __future__ import annotations

from accounts.scope import Permission
from collect.actions.base import ReasonedAction
from collect.models import Status
from collect.permissions import Part


class RejectByCollector(ReasonedAction):
    """The collector gives a return back to its source and its agent, with a reason."""

    name = "reject_by_collector"
    label = "Reject"
    done = "Rejected the return"
    who = (Part.COLLECTOR,)
    needs = Permission.AUTHORISE
    source_states = (Status.APPROVED, Status.AMENDED_BY_COLLECTOR)
    states_without_agent = (Status.SUBMITTED,)
    target_state = Status.REJECTED_BY_COLLECTOR
