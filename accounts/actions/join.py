"""Following the link of an invitation."""

from __future__ import annotations

from django.utils import timezone

from accounts.actions.base import AccountAction, Problem
from accounts.invitations import Invitation
from accounts.organisations import Organisation
from accounts.people import Membership

GONE = Problem("gone", "The link no longer works.")


class Join(AccountAction):
    """Take up a membership: with a first password for somebody new, by signing in for somebody known."""

    name = "join"
    done = "Joined"
    emits = ("person_joined",)

    def __init__(self, invitation: Invitation, password: str = "", full_name: str = "", *, known: bool = False):
        super().__init__(None)
        self.invitation, self.password, self.full_name, self.known = invitation, password, full_name.strip(), known

    @property
    def organisation(self) -> Organisation:
        """Which they join."""
        return self.invitation.membership.organisation

    def lock(self) -> None:
        """The membership and its link, so that two clicks are one."""
        Membership.objects.select_for_update().get(pk=self.invitation.membership_id)
        self.still_works = Invitation.open().filter(pk=self.invitation.pk).exists()

    def problems(self) -> list[Problem]:
        person = self.invitation.membership.person
        if not self.still_works or not person.is_active:
            return [GONE]
        # Known by a password, or signed in through a provider: whoever has neither sets a first password.
        if not self.known and (person.has_usable_password() or not self.password):
            return [GONE]
        return []

    def change(self) -> None:
        membership = self.invitation.membership
        if not self.known:
            membership.person.set_password(self.password)
            membership.person.full_name = self.full_name or membership.person.full_name
            membership.person.save(update_fields=["password", "full_name"])
        membership.joined_at, membership.is_active, membership.invited_name = timezone.now(), True, ""
        membership.save(update_fields=["joined_at", "is_active", "invited_name"])
        Invitation.end_all(membership)
        after = {"role": str(membership.get_role_display())}
        self.emit(person=membership.person, subject=membership.person, after=after)
