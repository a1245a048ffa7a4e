"""Send back explanations: the agent or the collector asks a question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.scope import Actor
from collect.actions.base import Reason
from collect.actions.judge_explanations import JudgeExplanations
from collect.models import Explanation, Return


class SendBackExplanation(JudgeExplanations):
    """An explanation does not do: the query is open again until the question is answered."""

    name = "send_back_explanation"
    label = "Send back with a question"
    done = "Sent explanations back with a question"
    judged_states = (Explanation.State.GIVEN, Explanation.State.ACCEPTED)
    new_state = Explanation.State.SENT_BACK

    def __init__(
        self,
        actor: Actor,
        return_: Return,
        explanations: Iterable[UUID | str] = (),
        rule: str = "",
        question: str = "",
    ):
        super().__init__(actor, return_, explanations, rule)
        self.question = question.strip()

    def form_problems(self) -> list[Reason]:
        missing = [] if self.question else [Reason("question_missing", "Enter your question.")]
        return [*missing, *super().form_problems()]

    def change(self) -> dict[str, Any]:
        return {**self.judge(self.question), "question": self.question}
