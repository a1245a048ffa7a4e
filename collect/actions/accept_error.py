"""Accept errors: the collector lets an error stand ("OK's" it), with a reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from accounts.scope import Actor, Permission
from collect.actions.base import Reason, ReasonedAction
from collect.actions.choosing import Chosen, Target, targets
from collect.models import AcceptedError, Return, Status
from collect.permissions import Part
from collect.services.explanations import stand_again
from collect.services.matching import Key
from validation.models import Level


class AcceptError(ReasonedAction):
    """The collector lets some errors, or all of a rule, stand as they are, with a reason."""

    name = "accept_error"
    label = "Accept errors"
    done = "Accepted errors"
    who = (Part.COLLECTOR,)
    needs = Permission.AUTHORISE
    source_states = (Status.APPROVED, Status.AMENDED_BY_COLLECTOR)
    states_without_agent = (Status.SUBMITTED,)
    versioned = False

    def __init__(self, actor: Actor, return_: Return, chosen: Chosen | None = None, reason: str = ""):
        super().__init__(actor, return_, reason)
        self.chosen = chosen or Chosen()
        self._targets: list[Target] | None = None

    def forget(self) -> None:
        super().forget()
        self._targets = None

    def targets(self) -> list[Target]:
        """The distinct errors this is about: those only that are not accepted yet."""
        if self._targets is None:
            found = targets(self.return_, self.chosen, Level.ERROR)
            rules = {target.key.rule for target in found}
            rows = AcceptedError.objects.filter(for_return=self.return_, rule__in=rules)
            accepted = {Key(*row) for row in rows.values_list("rule", "identity", "fingerprint")}
            self._targets = [target for target in found if target.key not in accepted]
        return self._targets

    def form_problems(self) -> list[Reason]:
        chosen = (
            [] if self.targets() else [Reason("nothing_chosen", "Choose at least one error that is not accepted yet.")]
        )
        return [*super().form_problems(), *chosen]

    def change(self) -> dict[str, Any]:
        now = timezone.now()
        AcceptedError.objects.bulk_create(
            (
                AcceptedError(
                    for_return=self.return_,
                    **target.key._asdict(),
                    reason=self.reason,
                    accepted_by=self.actor.person,
                    accepted_for=self.actor.organisation,
                    accepted_at=now,
                )
                for target in self.targets()
            ),
            batch_size=500,
        )
        rules = Counter(target.key.rule for target in self.targets())
        assert self.return_.current_submission is not None
        stand_again(self.return_, self.return_.current_submission, rules)
        return {"rules": dict(rules), "reason": self.reason}
