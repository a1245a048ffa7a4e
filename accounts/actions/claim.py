"""The PIN that is sent to an organisation, and claiming the role of approver with it."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from accounts.actions.base import NOT_YOURS, AccountAction, Problem
from accounts.actions.people import NOT_FOR_DEPUTIES
from accounts.addresses import is_address
from accounts.authority import full_approvers
from accounts.claims import ClaimPin, digest_of
from accounts.ending import end_rights_before
from accounts.events import AccountEvent
from accounts.invitations import Invitation
from accounts.organisations import Organisation
from accounts.people import Membership, Person
from accounts.scope import Actor, offered

WRONG = Problem("pin", "The PIN does not work.")

NOBODY = Organisation(pk=0)
"""Stands for an organisation that there is not, so that the same is asked and worked out for it."""


class MakePin(AccountAction):
    """DfE makes the PIN that is posted to an organisation without approver. It is shown once."""

    name = "make_pin"
    done = "Made a PIN to claim the role of approver"
    emits = ("claim_pin_made",)

    def __init__(self, actor: Actor, organisation: Organisation):
        super().__init__(actor)
        self.actor: Actor = actor
        self._organisation = organisation
        self.pin = ""

    @property
    def organisation(self) -> Organisation:
        """For whom."""
        return self._organisation

    def lock(self) -> None:
        self._organisation = Organisation.objects.select_for_update().get(pk=self._organisation.pk)

    def problems(self) -> list[Problem]:
        if not (self.actor.is_dfe and self.actor.is_approver and self.actor.is_at_work):
            return [Problem(NOT_YOURS, "Only DfE makes these PINs.")]
        if not self.actor.membership.is_full_approver:  # whoever has the PIN becomes an approver
            return [NOT_FOR_DEPUTIES]
        if self.organisation.kind == Organisation.Kind.DFE:
            return [Problem(NOT_YOURS, "DfE has no PIN.")]
        if full_approvers(self.organisation).exists():
            return [Problem("has_approver", f"{self.organisation} has an approver already.")]
        return []

    def change(self) -> None:
        self.pin = ClaimPin.make(self.organisation, self.actor.person)
        self.emit()


class Claim(AccountAction):
    """Somebody with the PIN asks for the link that makes them the approver. The PIN is used up by it."""

    name = "claim"
    done = "Claimed the role of approver"
    emits = ("approver_claimed",)

    def __init__(self, organisation: Organisation, pin: str, email: str, full_name: str):
        super().__init__(None)
        self._organisation, self.pin = organisation, pin
        self.email, self.full_name = email.strip().lower(), full_name.strip()
        self.has_try = False

    def perform(self) -> AccountEvent:
        """Use up a try, whatever comes of it, then do it."""
        self.has_try = ClaimPin.pay_for_try(self._organisation)
        return super().perform()

    @property
    def organisation(self) -> Organisation:
        """Whose approver they become."""
        return self._organisation

    def lock(self) -> None:
        asked = Organisation.objects.select_for_update().filter(pk=self._organisation.pk)
        self._organisation = asked.first() or self._organisation
        self.row = (
            ClaimPin.objects.select_for_update().filter(organisation_id=self._organisation.pk, ended_at=None).first()
        )

    def problems(self) -> list[Problem]:
        """All is asked before anything is answered, so that each wrong claim takes as long as any other."""
        here = Membership.objects.filter(
            organisation_id=self.organisation.pk,
            person__email__iexact=self.email,
            joined_at__isnull=False,
            removed_at=None,
        )
        is_known_here, has_approver = here.exists(), full_approvers(self.organisation).exists()
        digest = digest_of(self.organisation, self.pin)
        is_right = (
            self.has_try and self.row is not None and self.row.works and hmac.compare_digest(self.row.digest, digest)
        )
        is_possible = is_right and is_address(self.email) and not is_known_here and not has_approver
        return [] if is_possible else [WRONG]

    def change(self) -> None:
        assert self.row is not None
        self.row.ended_at = timezone.now()
        self.row.save(update_fields=["ended_at"])
        person = Person.objects.filter(email__iexact=self.email).first()
        if person is None:
            person = Person.objects.create_user(self.email, None, full_name=self.full_name)
        before = end_rights_before(person, self.organisation, None)
        self.membership, _ = Membership.objects.update_or_create(
            person=person,
            organisation=self.organisation,
            defaults={
                "role": Membership.Role.APPROVER,
                "is_active": False,
                "joined_at": None,
                "removed_at": None,
                "invited_name": self.full_name,
                **{f"can_{permission}": True for permission in offered(self.organisation)},
            },
        )
        self.token = Invitation.make(self.membership, None)
        self.emit(on=f"{self.full_name} ({self.email})", before=before, after={"role": Membership.Role.APPROVER.label})

    def notify(self) -> None:
        address = settings.SITE_URL.rstrip("/") + reverse("account-join-link", args=[self.token])
        text = (
            f"You claimed the role of approver of {self.organisation}.\n\n"
            f"To take it up, open this address within 48 hours:\n\n{address}\n\n"
            "It works once. If it was not you, tell the people who run the service."
        )
        what = "take up the role of approver"
        mail.queue(self.email, self.name, what, text, organisation=self.organisation, holds_link=True)
