"""What the actions on one person of an organisation share."""

from __future__ import annotations

from typing import Any

from accounts import mail
from accounts.actions.base import NOT_YOURS, AccountAction, Problem
from accounts.authority import is_last_approver, may_name_approvers, runs_accounts, stand_in
from accounts.holdings import Until, beyond, in_words
from accounts.organisations import Organisation
from accounts.people import Membership
from accounts.scope import Actor

NO_RIGHT = Problem(NOT_YOURS, "You cannot change the accounts of this organisation.")
NOT_YOURSELF = Problem("self", "You cannot change your own access. Ask another approver.")
NOT_FOR_DEPUTIES = Problem("deputy", "Only an approver can change who is approver or deputy. Ask one of them.")


def too_much(actor: Actor, organisation: Organisation, key: str, given: Until) -> list[Problem]:
    """Nobody gives more than they hold in the same place, nor for longer."""
    more = beyond(actor, organisation, key, given)
    return [Problem("may", f"You do not have this access yourself for as long: {in_words(more)}.")] if more else []


class InOrganisation(AccountAction):
    """Something done to the accounts of an organisation by whoever runs them."""

    def __init__(self, actor: Actor, organisation: Organisation, reason: str = ""):
        super().__init__(actor)
        self.actor: Actor = actor
        self._organisation = organisation
        self.reason = reason.strip()

    @property
    def organisation(self) -> Organisation:
        """Whose accounts these are."""
        return self._organisation

    def lock(self) -> None:
        """Changes to the people of one organisation wait for each other, so that an approver is always left."""
        self._organisation = Organisation.objects.select_for_update().get(pk=self._organisation.pk)

    def problems(self) -> list[Problem]:
        """The right to it, then the action's own conditions."""
        if not runs_accounts(self.actor, self.organisation):
            return [NO_RIGHT]
        return self.conditions()

    def conditions(self) -> list[Problem]:
        """What else stands in the way."""
        return []

    @property
    def grounds(self) -> str:
        """The reason given, after that for stepping in where the actor did."""
        standing = stand_in(self.actor, self.organisation)
        said = [standing.reason.rstrip(".") if standing else "", self.reason]
        return ". ".join(filter(None, said))[:500]

    @property
    def may_name_approvers(self) -> bool:
        """Whether the actor decides who is approver and deputy."""
        return may_name_approvers(self.actor, self.organisation)


class OnMember(InOrganisation):
    """Something done to one person of an organisation."""

    do_not_call_in_templates = True  # pages show the class itself: its label, its question
    label: str
    question: str
    follows: tuple[str, ...] = ()
    asks_reason = False
    is_grave = False
    told = ""
    """What the person is told by e-mail; nothing where it is empty."""

    def __init__(self, actor: Actor, membership: Membership, reason: str = ""):
        super().__init__(actor, membership.organisation, reason)
        self.membership = membership

    def lock(self) -> None:
        """The organisation, then the membership as it now is."""
        super().lock()
        rows = Membership.objects.select_for_update(of=("self",)).select_related("person", "organisation")
        self.membership = rows.get(pk=self.membership.pk)

    @property
    def is_self(self) -> bool:
        """Whether somebody does it to themselves."""
        return self.membership.person_id == self.actor.person.pk

    def about(self) -> dict[str, Any]:
        """How an event names the person: as they were invited until they join, which gives no account away."""
        if self.membership.joined_at is None:
            return {"on": f"{self.membership.name} ({self.membership.person.email})"}
        return {"subject": self.membership.person}

    def guarded(self) -> list[Problem]:
        """Approvers are not a deputy's to change, and the last one stays."""
        if self.membership.is_approver and not self.may_name_approvers:
            return [NOT_FOR_DEPUTIES]
        stays = "You are the only approver. Make somebody else an approver first."
        if self.is_self and is_last_approver(self.membership):
            return [Problem("last_approver", stays)]
        return []

    def not_oneself(self) -> list[Problem]:
        """Nobody gives to themselves; but for the only approver of an organisation, who has nobody else to ask."""
        is_own = self.organisation.pk == self.actor.organisation.pk
        if self.is_self and not (is_own and is_last_approver(self.membership)):
            return [NOT_YOURSELF]
        return []

    def notify(self) -> None:
        """Tell the person, where there is something to tell."""
        if self.told and not self.is_self and self.membership.joined_at is not None:
            text = self.told.format(organisation=self.organisation)
            mail.queue(self.membership.person.email, self.name, self.done.lower(), text, organisation=self.organisation)
