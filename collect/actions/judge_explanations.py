"""What agent and collector share when they read explanations: whose turn it is and which explanations are meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.scope import Actor, Permission
from collect.actions.base import Reason, ReturnAction
from collect.models import Explanation, Return, Status
from collect.permissions import Part
from collect.services.explanations import stand_again

AGENT_STATES = (Status.SUBMITTED, Status.AMENDED_BY_AGENT)
COLLECTOR_STATES = (Status.APPROVED, Status.AMENDED_BY_COLLECTOR)


class JudgeExplanations(ReturnAction):
    """The agent reads explanations of a submitted return, the collector those of an approved one.

    Of explanations that the current file still raises, those with these ids, or all of a rule, or all there are when
    neither is named. ``seen_at`` is when the page was made that the person read: what was explained after that is not
    decided on unread.
    """

    who = (Part.AGENT, Part.COLLECTOR)
    needs = Permission.APPROVE
    versioned = False
    judged_states: ClassVar[tuple[str, ...]]
    new_state: ClassVar[str]

    def __init__(self, actor: Actor, return_: Return, explanations: Iterable[UUID | str] = (), rule: str = ""):
        super().__init__(actor, return_)
        self.seen_at: datetime | None = None
        self.explanation_ids = tuple(UUID(str(pk)) for pk in explanations)
        self.rule = rule
        self._chosen: list[Explanation] | None = None

    @classmethod
    def moves(cls, part: Part, return_: Return) -> Mapping[Status, Status]:
        if part is Part.AGENT:
            return {state: state for state in AGENT_STATES}
        if part is Part.COLLECTOR:
            states = COLLECTOR_STATES + ((Status.SUBMITTED,) if return_.agent_id is None else ())
            return {state: state for state in states}
        return {}

    @property
    def permission(self) -> Permission:
        return Permission.AUTHORISE if self.part is Part.COLLECTOR else self.needs

    def forget(self) -> None:
        super().forget()
        self._chosen = None

    def chosen(self) -> list[Explanation]:
        """The explanations this is about."""
        if self._chosen is None:
            wanted = Q(for_return=self.return_, raised=True, state__in=self.judged_states)
            if self.explanation_ids:
                wanted &= Q(pk__in=self.explanation_ids)
            if self.rule:
                wanted &= Q(rule=self.rule)
            if self.seen_at is not None:
                wanted &= Q(given_at__lte=self.seen_at)
            self._chosen = list(Explanation.objects.filter(wanted))
        return self._chosen

    def form_problems(self) -> list[Reason]:
        if not self.chosen():
            return [Reason("nothing_chosen", "There is no such explanation to decide on.")]
        return []

    def judge(self, question: str) -> dict[str, Any]:
        """Write the decision; gives the event's details."""
        now = timezone.now()
        for explanation in self.chosen():
            explanation.state, explanation.question = self.new_state, question or explanation.question
            explanation.decided_by, explanation.decided_for = self.actor.person, self.actor.organisation
            explanation.decided_at = now
        fields = ["state", "question", "decided_by", "decided_for", "decided_at"]
        Explanation.objects.bulk_update(self.chosen(), fields, batch_size=100)
        rules = Counter(explanation.rule for explanation in self.chosen())
        assert self.return_.current_submission is not None
        stand_again(self.return_, self.return_.current_submission, rules)
        return {"rules": dict(rules)}
