"""Carry forward: last term's explanations are given again for the same queries."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.scope import Actor, Permission
from collect.actions.base import Reason, ReturnAction
from collect.actions.explain import WHILE_READ
from collect.models import Explanation, Return
from collect.permissions import Part
from collect.services.explanations import stand_again
from collect.services.offers import Offer, offers


class CarryForward(ReturnAction):
    """The source takes over explanations that it gave in an earlier collection, all that are offered or some.

    ``earlier`` are ids of the earlier explanations; without them every offer is taken.
    """

    name = "carry_forward"
    label = "Use last term’s explanations"
    done = "Used explanations of an earlier collection"
    who = (Part.SOURCE, Part.AGENT)
    needs = Permission.EDIT
    source_states = WHILE_READ
    versioned = False
    waits_for_check = False

    def __init__(self, actor: Actor, return_: Return, earlier: tuple[UUID, ...] | None = None):
        super().__init__(actor, return_)
        self.earlier = earlier
        self._offers: list[Offer] | None = None

    def forget(self) -> None:
        super().forget()
        self._offers = None

    def offers(self) -> list[Offer]:
        """The offers that are taken."""
        if self._offers is None:
            chosen = None if self.earlier is None else set(self.earlier)
            self._offers = [o for o in offers(self.return_) if chosen is None or o.earlier.pk in chosen]
        return self._offers

    def form_problems(self) -> list[Reason]:
        return [] if self.offers() else [Reason("nothing_chosen", "There is no earlier explanation to use.")]

    def change(self) -> dict[str, Any]:
        now = timezone.now()
        Explanation.objects.bulk_create(
            (
                Explanation(
                    for_return=self.return_,
                    **offer.key._asdict(),
                    values=offer.values,
                    reason=offer.earlier.reason,
                    text=offer.earlier.text,
                    given_by=self.actor.person,
                    given_for=self.actor.organisation,
                    given_at=now,
                    carried_from=offer.earlier,
                )
                for offer in self.offers()
            ),
            batch_size=500,
        )
        rules = Counter(offer.key.rule for offer in self.offers())
        assert self.return_.current_submission is not None
        stand_again(self.return_, self.return_.current_submission, rules)
        return {"rules": dict(rules)}
