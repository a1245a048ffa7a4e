"""Suspending, removing and reinstating people."""

from __future__ import annotations

from django.utils import timezone

from accounts.actions.base import Problem
from accounts.actions.people import NOT_YOURSELF, OnMember
from accounts.ending import end_rights
from accounts.holdings import allowed_until, beyond
from accounts.people import Membership
from accounts.scope import Permission

State = Membership.State


class Suspend(OnMember):
    """Stop somebody for a time: from their next click they can do nothing for the organisation."""

    name = "suspend"
    label = "Suspend"
    question = "Suspend this person?"
    follows = (
        "From their next click they can see and do nothing for this organisation.",
        "What they did stays. You can reinstate them at any time.",
        "We e-mail them.",
    )
    asks_reason = is_grave = True
    done = "Suspended somebody"
    emits = ("person_suspended",)
    told = "Your account was suspended by an approver of {organisation}. Ask them if you think this is wrong."

    def conditions(self) -> list[Problem]:
        if self.membership.removed_at or not self.membership.is_active:
            return [Problem("state", "Only somebody who is active can be suspended.")]
        if self.is_self:
            return [Problem("self", "You cannot suspend yourself.")]
        return self.guarded()

    def change(self) -> None:
        self.membership.is_active = False
        self.membership.save(update_fields=["is_active"])
        before, after = {"state": State.ACTIVE.label}, {"state": State.SUSPENDED.label}
        self.emit(before=before, after=after, reason=self.grounds, **self.about())


class Remove(OnMember):
    """Take somebody out of the organisation. What they did stays with their name."""

    name = "remove"
    label = "Remove"
    question = "Remove this person?"
    follows = (
        "From their next click they can see and do nothing for this organisation.",
        "Their account in other organisations stays as it is.",
        "What they may do here ends: role, access, exceptions and requests.",
        "What they did stays in the history with their name.",
        "You can reinstate them later. They can then view, until you give them more.",
    )
    asks_reason = is_grave = True
    done = "Removed somebody"
    emits = ("person_removed",)
    told = "You were removed from {organisation} by an approver. Ask them if you think this is wrong."

    def conditions(self) -> list[Problem]:
        if self.membership.removed_at:
            return [Problem("state", "This person was removed already.")]
        return self.guarded()

    def change(self) -> None:
        before = {"state": str(self.membership.state.label)}
        before |= end_rights(self.membership, self.actor.person)
        self.membership.removed_at, self.membership.is_active = timezone.now(), False
        self.membership.save()
        self.emit(before=before, after={"state": State.REMOVED.label}, reason=self.grounds, **self.about())


class Reinstate(OnMember):
    """Let somebody in again: as end user with what they had where they were suspended, to view where removed."""

    name = "reinstate"
    label = "Reinstate"
    question = "Reinstate this person?"
    follows = (
        "Somebody who was suspended can do again what they could do before. Somebody who was removed can view.",
        "Somebody who was an approver comes back as end user; you can change that afterwards.",
        "We e-mail them.",
    )
    done = "Reinstated somebody"
    emits = ("person_reinstated",)
    told = "Your account at {organisation} works again. Sign in as before."

    def conditions(self) -> list[Problem]:
        if self.membership.joined_at is None:
            return [Problem("state", "This person never joined. Invite them again.")]
        if self.membership.is_active and not self.membership.removed_at:
            return [Problem("state", "This person is active already.")]
        return self.guarded() or ([NOT_YOURSELF] if self.is_self else [])

    def change(self) -> None:
        before = {"state": str(self.membership.state.label), "role": str(self.membership.get_role_display())}
        if self.membership.removed_at:
            before |= end_rights(self.membership, self.actor.person)
            view = allowed_until([Permission.VIEW], None)
            self.membership.can_view = not beyond(self.actor, self.organisation, "", view)
        self.membership.removed_at, self.membership.is_active = None, True
        self.membership.role, self.membership.active_since = Membership.Role.END_USER, timezone.now()
        self.membership.is_support, self.membership.quiet_warnings = False, 0
        self.membership.save()
        after = {"state": State.ACTIVE.label, "role": str(self.membership.get_role_display())}
        self.emit(before=before, after=after, reason=self.grounds, **self.about())
