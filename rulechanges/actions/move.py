"""Move: the first person says that a collection is to be checked with another released rule set."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.scope import Actor
from collect.actions.base import Reason
from collect.models import Collection
from rulechanges.actions.base import PatchAction, reason_problems
from rulechanges.models import Patch
from validation import book


class Move(PatchAction):
    """It is proposed, confirmed, withdrawn and spread as any other change; moving back is another one.

    Patches of the set that is left stay with it: they are not carried to the next.
    """

    name = "propose"

    def __init__(
        self,
        actor: Actor,
        collection: Collection,
        ruleset_after: str,
        reason: str,
        *,
        starts_at: datetime | None = None,
        token: uuid.UUID | None = None,
    ):
        super().__init__(actor)
        self.collection, self.ruleset_after = collection, ruleset_after
        self.reason, self.starts_at, self.token = reason.strip(), starts_at, token or uuid.uuid4()

    def perform(self) -> Patch:
        before = Patch.objects.filter(pk=self.token, proposed_by=self.actor.person).first()
        return before or super().perform()

    def conditions(self) -> list[Reason]:
        if problems := reason_problems(self.reason, "Say why the collection has to move. Everybody can read it."):
            return problems
        try:
            found = book.load(self.ruleset_after)
        except LookupError:
            return [Reason("ruleset_unknown", "Choose a rule set.")]
        if (found.collection, found.year) != (self.collection.type_code, self.collection.year):
            return [Reason("ruleset_other", f"{self.ruleset_after} is not for {self.collection}. Choose one that is.")]
        if self.ruleset_after == self.collection.ruleset:
            return [Reason("ruleset_same", f"{self.collection} uses {self.ruleset_after} already.")]
        if (
            Patch.objects.filter(collection=self.collection, spread_at=None)
            .exclude(state=Patch.State.WITHDRAWN)
            .exists()
        ):
            words = f"A move of {self.collection} waits already. Confirm or withdraw that one first."
            return [Reason("proposed_already", words)]
        return []

    def change(self) -> dict[str, Any]:
        now = timezone.now()
        self.patch = Patch.objects.create(
            id=self.token,
            ruleset=self.collection.ruleset,
            kind=Patch.Kind.MOVE,
            collection=self.collection,
            ruleset_after=self.ruleset_after,
            reason=self.reason,
            starts_at=max(self.starts_at or now, now),
            proposed_by=self.actor.person,
            proposed_at=now,
        )
        return {"from": self.collection.ruleset, "to": self.ruleset_after, "reason": self.reason}
