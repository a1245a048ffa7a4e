"""What support does for others, and who at DfE is support."""

from __future__ import annotations

from typing import Any

from accounts.actions.base import NOT_YOURS, AccountAction, Problem
from accounts.actions.invite import Resend, State, send_link
from accounts.actions.people import NOT_FOR_DEPUTIES, OnMember
from accounts.organisations import Organisation
from accounts.people import Person
from accounts.scope import Actor
from accounts.support import is_support

ONLY_SUPPORT = Problem(NOT_YOURS, "Only support at DfE can do this.")


class ChangeSupport(OnMember):
    """What giving and taking the role of support share."""

    to: bool

    def conditions(self) -> list[Problem]:
        if self.organisation.kind != Organisation.Kind.DFE:
            return [Problem(NOT_YOURS, "Only people of DfE can be support.")]
        if not self.may_name_approvers:
            return [NOT_FOR_DEPUTIES]
        if self.membership.state != State.ACTIVE or self.membership.is_support == self.to:
            return [Problem("state", "This does not change anything for this person.")]
        return self.not_oneself() if self.to else []

    def change(self) -> None:
        self.membership.is_support = self.to
        self.membership.save(update_fields=["is_support"])
        before, after = {"support": "no"}, {"support": "yes"}
        self.emit(before=before if self.to else after, after=after if self.to else before, **self.about())


class GiveSupport(ChangeSupport):
    """Let somebody of DfE help the people of every organisation."""

    name = "give-support"
    label = "Give the support role"
    question = "Give this person the support role?"
    follows = (
        "They can search all people and organisations, and see what each person may open.",
        "They can send invitations again and unlock accounts. They cannot act as somebody else.",
        "Each organisation sees when they looked.",
    )
    done = "Gave the support role"
    emits = ("support_given",)
    told = "You now have the support role at {organisation}."
    to = True


class TakeSupport(ChangeSupport):
    """Take the role of support away."""

    name = "take-support"
    label = "Take the support role away"
    question = "Take the support role away from this person?"
    follows = ("From their next click they cannot search people and organisations.",)
    done = "Took the support role away"
    emits = ("support_taken",)
    told = "You no longer have the support role at {organisation}."
    to = False


class SupportResend(Resend):
    """Support sends an invitation again. The link goes to the person alone."""

    name = "support-resend"
    done = "Support sent an invitation again"
    emits = ("support_resent",)

    def problems(self) -> list[Problem]:
        if not is_support(self.actor):
            return [ONLY_SUPPORT]
        if self.membership.state != State.INVITED:
            return [Problem("state", "This person is not waiting for an invitation.")]
        return []

    def notify(self) -> None:
        send_link(self.membership, self.token, str(self.actor.organisation))


class Unlock(AccountAction):
    """Let somebody try their password again who was locked out. ``lifted`` forgets the wrong tries."""

    name = "unlock"
    done = "Support unlocked an account"
    emits = ("account_unlocked",)

    def __init__(self, actor: Actor, person: Person, lifted: Any):
        super().__init__(actor)
        self.actor: Actor = actor
        self.locked_out, self.lifted = person, lifted

    @property
    def organisation(self) -> None:
        """None alone: each organisation of the person sees it among what concerns its people."""
        return None

    def problems(self) -> list[Problem]:
        return [] if is_support(self.actor) else [ONLY_SUPPORT]

    def change(self) -> None:
        self.lifted()
        self.emit(subject=self.locked_out)
