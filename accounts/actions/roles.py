"""Approvers and deputies: naming them, and handing over."""

from __future__ import annotations

from accounts import mail
from accounts.actions.base import Problem
from accounts.actions.people import NO_RIGHT, NOT_FOR_DEPUTIES, NOT_YOURSELF, OnMember
from accounts.authority import is_last_approver
from accounts.people import Membership
from accounts.scope import Actor

Role = Membership.Role


class ChangeRole(OnMember):
    """Make somebody end user, deputy or approver."""

    name = "role"
    label = "Change role"
    question = "What is this person’s role?"
    follows = ("The change holds from their next click.", "We e-mail them.")
    done = "Changed somebody’s role"
    emits = ("role_changed",)
    told = "Your role at {organisation} was changed by an approver. Sign in to see what you may do."

    def __init__(self, actor: Actor, membership: Membership, role: str, reason: str = ""):
        super().__init__(actor, membership, reason)
        self.role = role

    def conditions(self) -> list[Problem]:
        if not self.may_name_approvers:
            return [NOT_FOR_DEPUTIES]
        if self.membership.removed_at:
            return [Problem("state", "This person was removed. Reinstate them first.")]
        if self.role not in Role.values or self.role == self.membership.role:
            return [Problem("role", "Choose another role than the one they have.")]
        if self.is_self and is_last_approver(self.membership):
            return [Problem("last_approver", "You are the only approver. Make somebody else an approver first.")]
        if self.is_self and self.role != Role.END_USER and self.membership.role != Role.APPROVER:
            return [NOT_YOURSELF]  # somebody who stepped in where they work themselves
        return []

    def change(self) -> None:
        before = {"role": str(self.membership.get_role_display())}
        self.membership.role = self.role
        self.membership.save(update_fields=["role"])
        after = {"role": str(self.membership.get_role_display())}
        self.emit(before=before, after=after, reason=self.grounds, **self.about())


class HandOver(OnMember):
    """Give the role of approver to a colleague and step back, in one go."""

    name = "hand-over"
    label = "Hand over to this person"
    question = "Hand over the role of approver?"
    follows = (
        "This person becomes an approver.",
        "You become an end user and cannot change accounts any more.",
        "We e-mail them.",
    )
    is_grave = True
    done = "Handed over the role of approver"
    emits = ("approver_handed_over",)

    def problems(self) -> list[Problem]:
        if self.organisation.pk != self.actor.organisation.pk or not self.may_name_approvers:
            return [NO_RIGHT]
        if self.is_self:
            return [Problem("self", "Choose somebody else to hand over to.")]
        if self.membership.state != Membership.State.ACTIVE or self.membership.joined_at is None:
            return [Problem("state", "You can only hand over to somebody who has joined and is active.")]
        return []

    def change(self) -> None:
        mine = Membership.objects.select_for_update().get(pk=self.actor.membership.pk)
        before = {str(self.membership.person): str(self.membership.get_role_display())}
        before[str(self.actor.person)] = str(mine.get_role_display())
        self.membership.role, mine.role = Role.APPROVER, Role.END_USER
        self.membership.save(update_fields=["role"])
        mine.save(update_fields=["role"])
        after = {str(self.membership.person): Role.APPROVER.label, str(self.actor.person): Role.END_USER.label}
        self.emit(before=before, after=after, **self.about())

    def notify(self) -> None:
        text = f"{self.actor.person} handed over to you: you are now an approver of {self.organisation}."
        what = "you are now an approver"
        mail.queue(self.membership.person.email, self.name, what, text, organisation=self.organisation)
