"""Stepping in: an LA for a maintained school without approver, DfE for anybody; always with a reason."""

from __future__ import annotations

from django.utils import timezone

from accounts import mail
from accounts.actions.base import NOT_YOURS, AccountAction, Problem
from accounts.authority import STAND_IN_FOR, StandIn, approvers, may_step_in
from accounts.organisations import Organisation
from accounts.scope import Actor

MAX_REASON = 400


class StepIn(AccountAction):
    """Run the accounts of another organisation for eight hours. It sees who does, and why."""

    name = "step_in"
    done = "Stepped in to run the accounts"
    emits = ("stepped_in",)

    def __init__(self, actor: Actor, organisation: Organisation, reason: str):
        super().__init__(actor)
        self.actor: Actor = actor
        self._organisation, self.reason = organisation, reason.strip()

    @property
    def organisation(self) -> Organisation:
        """For whom."""
        return self._organisation

    def lock(self) -> None:
        self._organisation = Organisation.objects.select_for_update().get(pk=self._organisation.pk)

    def problems(self) -> list[Problem]:
        if not may_step_in(self.actor, self.organisation):
            return [Problem(NOT_YOURS, "You cannot step in for this organisation.")]
        if not self.reason or len(self.reason) > MAX_REASON:
            return [Problem("reason", "Say why, in 400 characters or fewer.")]
        return []

    def change(self) -> None:
        standing = StandIn.objects.create(
            person=self.actor.person,
            acting_for=self.actor.organisation,
            organisation=self.organisation,
            reason=self.reason,
            ends_at=timezone.now() + STAND_IN_FOR,
        )
        until = timezone.localtime(standing.ends_at)
        self.emit(after={"until": f"{until:%-d %B %Y %H:%M}"}, reason=self.reason)

    def notify(self) -> None:
        text = (
            f"{self.actor.person} of {self.actor.organisation} stepped in to help with your accounts, for 8 hours. "
            f"The reason given is:\n\n{self.reason}\n\nWhat they do is in your list of account events."
        )
        for membership in approvers(self.organisation):
            what = f"{self.actor.organisation} stepped in"
            mail.queue(membership.person.email, self.name, what, text, organisation=self.organisation)
