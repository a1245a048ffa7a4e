"""Explain: the source, or the agent for it, says why queries are right as they are."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from accounts.scope import Actor, Permission
from collect.actions.base import Reason, ReturnAction
from collect.actions.choosing import Chosen, Target, targets
from collect.models import Explanation, Return, Status
from collect.permissions import Part
from collect.services.explanations import stand_again
from collect.services.guidance import advice, problems_with
from collect.services.matching import Key
from validation.models import Level

CONFIRMED = "Checked, and correct."
"""What is kept where a rule is content with a tick."""

MAX_TEXT = 4000

WHILE_READ = (
    Status.LOADED,
    Status.SUBMITTED,
    Status.AMENDED_BY_SOURCE,
    Status.AMENDED_BY_AGENT,
    Status.APPROVED,
    Status.REJECTED,
    Status.AMENDED_BY_COLLECTOR,
    Status.REJECTED_BY_COLLECTOR,
)
"""A question can be answered until the return is authorised; an explanation changes no data."""


class Explain(ReturnAction):
    """One explanation for one query, for some, or for all queries of a rule that have none.

    Explaining a query again replaces the words; what was accepted already stays as it is. ``confirmed`` without words
    is enough where the rule does not ask for more. Where it does, ``reason`` (a code of the guidance for the rule)
    and a text that says something are needed (``validation.guidance``).
    """

    name = "explain"
    label = "Explain"
    done = "Explained queries"
    who = (Part.SOURCE, Part.AGENT)
    needs = Permission.EDIT
    source_states = WHILE_READ
    versioned = False
    waits_for_check = False

    def __init__(
        self,
        actor: Actor,
        return_: Return,
        chosen: Chosen | None = None,
        text: str = "",
        confirmed: bool = False,
        reason: str = "",
    ):
        super().__init__(actor, return_)
        self.chosen = chosen or Chosen()
        self.text = text.strip()
        self.confirmed = confirmed
        self.reason = reason
        self._targets: list[Target] | None = None
        self._before: dict[Key, Explanation] = {}

    def forget(self) -> None:
        super().forget()
        self._targets = None

    def targets(self) -> list[Target]:
        """The distinct queries this is about: those only that have no explanation that stands."""
        if self._targets is None:
            found = targets(self.return_, self.chosen, Level.QUERY)
            rules = {target.key.rule for target in found}
            given = Explanation.objects.filter(for_return=self.return_, rule__in=rules)
            self._before = {Key(e.rule, e.identity, e.fingerprint): e for e in given}
            self._targets = [target for target in found if not self._stands(self._before.get(target.key))]
        return self._targets

    def form_problems(self) -> list[Reason]:
        if not self.targets():
            return [Reason("nothing_chosen", "Choose at least one query that still has to be explained.")]
        if len(self.text) > MAX_TEXT:
            return [Reason("text_too_long", f"The explanation must be {MAX_TEXT:,} characters or fewer.")]
        ruleset, rules = self.return_.collection.ruleset, sorted({target.key.rule for target in self.targets()})
        known = advice(ruleset, rules)
        if self.reason and self.reason not in known.reasons:
            return [Reason("reason_unknown", "Choose one of the reasons that are listed.")]
        if self.text:
            found = [Reason(problem.code, problem.text) for problem in problems_with(self.text, ruleset, rules)]
        elif not self.confirmed:
            return [Reason("text_missing", "Enter an explanation.")]
        else:
            strict = [rule for rule in rules if advice(ruleset, [rule]).needed]
            found = [Reason("text_missing", f"Query {', '.join(strict)} needs an explanation in words.")]
            found = found if strict else []
        if known.wants_reason and not self.reason:
            found.insert(0, Reason("reason_missing", "Choose the reason that comes nearest."))
        return found

    def change(self) -> dict[str, Any]:
        text = self.text or CONFIRMED
        new, again, replaced = [], [], []
        for target in self.targets():
            explanation = self._before.get(target.key)
            if explanation is None:
                explanation = Explanation(for_return=self.return_, **target.key._asdict(), values=target.values)
                new.append(explanation)
            else:
                replaced.append(explanation.text)
                again.append(explanation)
            explanation.text, explanation.state, explanation.raised = text, Explanation.State.GIVEN, True
            explanation.reason = self.reason
            explanation.given_by, explanation.given_for = self.actor.person, self.actor.organisation
            explanation.given_at = timezone.now()
        Explanation.objects.bulk_create(new, batch_size=500)
        # The question stays, so that it can be read beside its answer.
        fields = ["reason", "text", "state", "raised", "given_by", "given_for", "given_at"]
        Explanation.objects.bulk_update(again, fields, batch_size=100)
        rules = Counter(e.rule for e in (*new, *again))
        assert self.return_.current_submission is not None
        stand_again(self.return_, self.return_.current_submission, rules)
        why = {"reason_code": self.reason} if self.reason else {}
        return {"rules": dict(rules), "text": text, **why, "replaced": sorted(set(replaced))[:20]}

    def _stands(self, explanation: Explanation | None) -> bool:
        """Whether an explanation is left alone: accepted, or given while a whole rule is being explained."""
        if explanation is None:
            return False
        if explanation.state == Explanation.State.ACCEPTED:
            return True
        return bool(self.chosen.rule) and explanation.state == Explanation.State.GIVEN
