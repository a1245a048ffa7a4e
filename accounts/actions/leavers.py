"""What the portal does by itself about people who no longer sign in."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from accounts import mail
from accounts.actions.base import AccountAction, Problem
from accounts.authority import approvers
from accounts.leavers import QUIET_MONTHS, SECOND_WARNING, is_due_to_suspend, is_due_to_warn, warnings_given
from accounts.organisations import Organisation
from accounts.people import Membership

State = Membership.State
NOT_DUE = Problem("not_due", "There is nothing to do about this person.")


class AboutQuiet(AccountAction):
    """Something done to a membership because nobody signs in."""

    def __init__(self, membership: Membership):
        super().__init__(None)
        self.membership = membership

    @property
    def organisation(self) -> Organisation:
        """Where the person works."""
        return self.membership.organisation

    def lock(self) -> None:
        rows = Membership.objects.select_for_update(of=("self",)).select_related("person", "organisation")
        self.membership = rows.get(pk=self.membership.pk)

    @property
    def is_active(self) -> bool:
        """Whether they could sign in."""
        return self.membership.state == State.ACTIVE and self.membership.joined_at is not None


class WarnQuiet(AboutQuiet):
    """Tell somebody that their account will be suspended unless they sign in."""

    name = "warn_quiet"
    done = "Told somebody that their account will be suspended, because they do not sign in"
    emits = ("quiet_warned",)

    def problems(self) -> list[Problem]:
        return [] if self.is_active and is_due_to_warn(self.membership, timezone.now()) else [NOT_DUE]

    def change(self) -> None:
        self.number = warnings_given(self.membership) + 1
        self.membership.quiet_warnings, self.membership.quiet_warned_at = self.number, timezone.now()
        self.membership.save(update_fields=["quiet_warnings", "quiet_warned_at"])
        self.emit(subject=self.membership.person, after={"warning": self.number})

    def notify(self) -> None:
        days = 30 if self.number == 1 else SECOND_WARNING.days
        text = (
            f"You have not signed in for about a year. In {days} days your account at {self.organisation} will be "
            f"suspended.\n\nTo keep it, sign in: {settings.SITE_URL}\n\nIf you no longer need it, do nothing."
        )
        to = self.membership.person.email
        mail.queue(to, "not_signed_in", "sign in to keep your account", text, organisation=self.organisation)


class SuspendQuiet(AboutQuiet):
    """Suspend somebody who was told twice. An approver can reinstate them."""

    name = "suspend_quiet"
    done = "Suspended somebody who had not signed in for 13 months"
    emits = ("quiet_suspended",)

    def problems(self) -> list[Problem]:
        return [] if self.is_active and is_due_to_suspend(self.membership, timezone.now()) else [NOT_DUE]

    def change(self) -> None:
        self.membership.is_active = False
        self.membership.save(update_fields=["is_active"])
        self.emit(
            subject=self.membership.person,
            before={"state": State.ACTIVE.label},
            after={"state": State.SUSPENDED.label},
            reason=f"Not signed in for {QUIET_MONTHS} months",
        )

    def notify(self) -> None:
        what = "an account was suspended"
        person = self.membership.person
        text = f"Your account was suspended because you did not sign in for {QUIET_MONTHS} months. "
        text += "If you still need it, ask an approver of your organisation to reinstate it."
        mail.queue(person.email, "not_signed_in", "your account was suspended", text, organisation=self.organisation)
        text = f"{person} did not sign in for {QUIET_MONTHS} months and was suspended. "
        text += "If they still work for you, reinstate them on the page of your people. If not, remove them."
        for membership in approvers(self.organisation):
            mail.queue(membership.person.email, "not_signed_in", what, text, organisation=self.organisation)
