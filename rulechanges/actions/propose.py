"""Propose: the first person says which rule, what, why and from when."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.scope import Actor
from collect.actions.base import Reason
from rulechanges.actions.base import PatchAction, reason_problems
from rulechanges.models import Patch
from rulechanges.services import in_force
from validation import book
from validation.patches import patched


class Propose(PatchAction):
    """A change that takes no effect before another person confirms it.

    ``starts_at`` None is at once when confirmed. ``token`` is the form's own id: the same form sent twice makes one
    proposal.
    """

    name = "propose"

    def __init__(
        self,
        actor: Actor,
        ruleset: str,
        rule: str,
        kind: str,
        reason: str,
        *,
        level: str = "",
        starts_at: datetime | None = None,
        token: uuid.UUID | None = None,
    ):
        super().__init__(actor)
        self.ruleset, self.rule, self.kind = ruleset, rule, kind
        self.level = level if kind == Patch.Kind.SET_LEVEL else ""
        self.reason = reason.strip()
        self.starts_at = starts_at
        self.token = token or uuid.uuid4()

    def perform(self) -> Patch:
        before = Patch.objects.filter(pk=self.token, proposed_by=self.actor.person).first()
        return before or super().perform()

    def conditions(self) -> list[Reason]:
        if problems := reason_problems(self.reason, "Say why the rule has to change. Everybody can read it."):
            return problems
        if self.kind not in (Patch.Kind.SWITCH_OFF, Patch.Kind.SET_LEVEL):
            return [Reason("kind_unknown", "Choose what to do with the rule.")]
        try:
            released = book.load(self.ruleset)
        except LookupError:
            return [Reason("ruleset_unknown", "Choose a rule set.")]
        if self.rule not in released.rules:
            return [Reason("rule_unknown", f"{self.ruleset} has no rule {self.rule}. Enter the number of one it has.")]
        return self._about_the_rule(released)

    def _about_the_rule(self, released: book.RuleSet) -> list[Reason]:
        current = patched(released, in_force.patches(self.ruleset)).rules.get(self.rule)
        if current is None:
            return [Reason("is_off", f"Rule {self.rule} is switched off already. Undo that change instead.")]
        if self.kind == Patch.Kind.SET_LEVEL and self.level not in ("error", "query"):
            return [Reason("level_missing", "Choose the level that the rule is to have.")]
        if self.kind == Patch.Kind.SET_LEVEL and str(current.level) == self.level:
            return [Reason("level_same", f"Rule {self.rule} is {_a(self.level)} already.")]
        open_ones = Patch.objects.filter(ruleset=self.ruleset, rule=self.rule, state=Patch.State.PROPOSED)
        if open_ones.exists():
            words = f"A change of rule {self.rule} is proposed already. Confirm or withdraw that one first."
            return [Reason("proposed_already", words)]
        return []

    def change(self) -> dict[str, Any]:
        now = timezone.now()
        self.patch = Patch.objects.create(
            id=self.token,
            ruleset=self.ruleset,
            rule=self.rule,
            kind=self.kind,
            level=self.level,
            reason=self.reason,
            starts_at=max(self.starts_at or now, now),
            proposed_by=self.actor.person,
            proposed_at=now,
        )
        return {"rule": self.rule, "kind": self.kind, "level": self.level, "reason": self.reason}


def _a(level: str) -> str:
    return f"an {level}" if level == "error" else f"a {level}"
