"""What people do to a return: one class for each action, and which of them are open to somebody now."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.scope import Actor
from collect.actions.accept_error import AcceptError
from collect.actions.accept_explanation import AcceptExplanation
from collect.actions.approve import Approve
from collect.actions.authorise import Authorise
from collect.actions.base import NotPossible, OutOfDate, Reason, ReturnAction
from collect.actions.carry_forward import CarryForward
from collect.actions.choosing import Chosen
from collect.actions.edit import Edit
from collect.actions.explain import Explain
from collect.actions.new_file import Received
from collect.actions.reject import Reject
from collect.actions.reject_by_collector import RejectByCollector
from collect.actions.reopen import Reopen
from collect.actions.send_back_explanation import SendBackExplanation
from collect.actions.submit import Submit
from collect.actions.upload import Upload
from collect.models import Return
from collect.selectors.counts import counts

ACTIONS: tuple[type[ReturnAction], ...] = (
    Upload,
    Edit,
    Explain,
    CarryForward,
    Submit,
    Approve,
    Reject,
    AcceptExplanation,
    SendBackExplanation,
    AcceptError,
    Authorise,
    RejectByCollector,
    Reopen,
)


@dataclass(frozen=True)
class Available:
    """An action that fits the actor and the return's status; ``reasons`` say what stops it for now."""

    action: type[ReturnAction]
    reasons: tuple[Reason, ...]

    @property
    def name(self) -> str:
        """The action's name in addresses and in the history."""
        return self.action.name

    @property
    def label(self) -> str:
        """What its button says."""
        return self.action.label

    @property
    def is_open(self) -> bool:
        """Whether it can be done now."""
        return not self.reasons


def available_actions(actor: Actor, return_: Return) -> list[Available]:
    """The actions that are the actor's in the return's present status, each with what stops it, in the usual order."""
    fitting = [wanted for wanted in (action(actor, return_) for action in ACTIONS) if wanted.applies]
    known = counts(return_) if fitting else None
    for wanted in fitting:
        wanted.known_counts = known
    return [Available(type(wanted), tuple(wanted.reasons())) for wanted in fitting]


__all__ = [
    "ACTIONS",
    "AcceptError",
    "AcceptExplanation",
    "Approve",
    "Authorise",
    "Available",
    "CarryForward",
    "Chosen",
    "Edit",
    "Explain",
    "NotPossible",
    "OutOfDate",
    "Reason",
    "Received",
    "Reject",
    "RejectByCollector",
    "Reopen",
    "ReturnAction",
    "SendBackExplanation",
    "Submit",
    "Upload",
    "available_actions",
]
