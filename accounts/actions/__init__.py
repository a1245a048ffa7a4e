"""What people do to accounts and access: one class for each action."""

from __future__ import annotations

from accounts.actions.access import AskForAccess, GiveAccess, RefuseAccess, SetAccess
from accounts.actions.base import AccountAction, NotAllowed, Problem, WrongEvents
from accounts.actions.claim import Claim, MakePin
from accounts.actions.invite import Invite, Resend
from accounts.actions.join import Join
from accounts.actions.leave import Reinstate, Remove, Suspend
from accounts.actions.leavers import SuspendQuiet, WarnQuiet
from accounts.actions.pass_on import PassOnRequest
from accounts.actions.people_checks import AskPeopleCheck, ConfirmPerson, FinishPeopleCheck, RemindPeopleCheck
from accounts.actions.roles import ChangeRole, HandOver
from accounts.actions.sessions import EndSession
from accounts.actions.step_in import StepIn
from accounts.actions.suppliers import AddSupplier
from accounts.actions.support import GiveSupport, SupportResend, TakeSupport, Unlock

ACTIONS: tuple[type[AccountAction], ...] = (
    Invite,
    Resend,
    Join,
    Suspend,
    Remove,
    Reinstate,
    ChangeRole,
    HandOver,
    StepIn,
    SetAccess,
    AskForAccess,
    GiveAccess,
    RefuseAccess,
    PassOnRequest,
    MakePin,
    Claim,
    EndSession,
    GiveSupport,
    TakeSupport,
    SupportResend,
    Unlock,
    WarnQuiet,
    SuspendQuiet,
    AskPeopleCheck,
    RemindPeopleCheck,
    ConfirmPerson,
    FinishPeopleCheck,
    AddSupplier,
)

__all__ = [
    "ACTIONS",
    "AccountAction",
    "AddSupplier",
    "AskForAccess",
    "AskPeopleCheck",
    "ChangeRole",
    "Claim",
    "ConfirmPerson",
    "EndSession",
    "FinishPeopleCheck",
    "GiveAccess",
    "GiveSupport",
    "HandOver",
    "Invite",
    "Join",
    "MakePin",
    "NotAllowed",
    "PassOnRequest",
    "Problem",
    "RefuseAccess",
    "Reinstate",
    "RemindPeopleCheck",
    "Remove",
    "Resend",
    "SetAccess",
    "StepIn",
    "SupportResend",
    "Suspend",
    "SuspendQuiet",
    "TakeSupport",
    "Unlock",
    "WarnQuiet",
    "WrongEvents",
]
