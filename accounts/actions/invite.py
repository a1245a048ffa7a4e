"""Inviting people, and sending the link again."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from accounts import mail
from accounts.actions.base import Problem
from accounts.actions.people import NOT_FOR_DEPUTIES, InOrganisation, OnMember, too_much
from accounts.addresses import NOT_AN_ADDRESS, is_address
from accounts.ending import end_rights_before
from accounts.holdings import allowed_until
from accounts.invitations import Invitation
from accounts.organisations import Organisation
from accounts.people import Membership, Person
from accounts.scope import Actor, Permission, offered

State = Membership.State


def send_link(membership: Membership, token: str, by: str) -> None:
    """The same e-mail to everybody, whether or not they have an account already."""
    address = settings.SITE_URL.rstrip("/") + reverse("account-join-link", args=[token])
    text = (
        f"{by} asks you to join {membership.organisation} in the {settings.SERVICE_NAME}.\n\n"
        f"To join, open this address within 48 hours:\n\n{address}\n\n"
        "It works once. If you did not expect this, do nothing."
    )
    what = "you are asked to join"
    mail.queue(membership.person.email, "invitation", what, text, organisation=membership.organisation, holds_link=True)


class Invite(InOrganisation):
    """Ask somebody by e-mail to join. Whether they have an account elsewhere makes no difference that can be seen."""

    name = "invite"
    done = "Invited somebody"
    emits = ("person_invited",)

    def __init__(
        self,
        actor: Actor,
        organisation: Organisation,
        email: str,
        full_name: str,
        role: str = Membership.Role.END_USER,
        may: Iterable[str] = (Permission.VIEW,),
    ):
        super().__init__(actor, organisation)
        self.email, self.full_name, self.role = email.strip().lower(), full_name.strip(), role
        self.may = [permission for permission in Permission if permission in set(may)]

    def conditions(self) -> list[Problem]:
        if self.role != Membership.Role.END_USER and not self.may_name_approvers:
            return [NOT_FOR_DEPUTIES]
        if not is_address(self.email):
            return [Problem("email", NOT_AN_ADDRESS)]
        if self.email == self.actor.person.email.lower():
            return [Problem("email", "You cannot invite yourself.")]
        if set(self.may) - set(offered(self.organisation)):
            return [Problem("not_offered", f"{self.organisation} cannot do all of that in a collection.")]
        here = Membership.objects.filter(organisation=self.organisation, person__email__iexact=self.email).first()
        if here is None or here.state == State.REMOVED:
            return too_much(self.actor, self.organisation, "", allowed_until(self.may, None))
        if here.state == State.INVITED:
            return [Problem("email", "This person is invited already. You can send the link again.")]
        return [Problem("email", f"This person belongs to {self.organisation} already.")]

    def change(self) -> None:
        person = Person.objects.filter(email__iexact=self.email).first()
        if person is None:
            person = Person.objects.create_user(self.email, None, full_name=self.full_name)
        before = end_rights_before(person, self.organisation, self.actor.person)
        self.membership, _ = Membership.objects.update_or_create(
            person=person,
            organisation=self.organisation,
            defaults={
                "role": self.role,
                "is_active": False,
                "joined_at": None,
                "removed_at": None,
                "invited_name": self.full_name,
                **{f"can_{permission}": permission in self.may for permission in Permission},
            },
        )
        self.token = Invitation.make(self.membership, self.actor.person)
        after = {"role": str(self.membership.get_role_display()), "may": [str(one) for one in self.may]}
        self.emit(on=f"{self.full_name} ({self.email})", before=before, after=after, reason=self.grounds)

    def notify(self) -> None:
        send_link(self.membership, self.token, str(self.actor.person))


class Resend(OnMember):
    """Send a new link; the one before stops working."""

    name = "resend"
    label = "Send the link again"
    question = "Send the link again?"
    follows = ("We send a new link, which works for 48 hours.", "The link sent before stops working.")
    done = "Sent an invitation again"
    emits = ("invitation_resent",)

    def conditions(self) -> list[Problem]:
        if self.membership.state != State.INVITED:
            return [Problem("state", "This person is not waiting for an invitation.")]
        return self.guarded()

    def change(self) -> None:
        self.token = Invitation.make(self.membership, self.actor.person)
        self.emit(reason=self.grounds, **self.about())

    def notify(self) -> None:
        send_link(self.membership, self.token, str(self.actor.person))
