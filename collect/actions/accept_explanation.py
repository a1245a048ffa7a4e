"""Accept explanations: the agent or the collector is content with what was said."""

from __future__ import annotations

from typing import Any

from collect.actions.judge_explanations import JudgeExplanations
from collect.models import Explanation


class AcceptExplanation(JudgeExplanations):
    """The agent or the collector is content with one explanation, those of a rule, or all."""

    name = "accept_explanation"
    label = "Accept explanations"
    done = "Accepted explanations"
    judged_states = (Explanation.State.GIVEN, Explanation.State.SENT_BACK)
    new_state = Explanation.State.ACCEPTED

    def change(self) -> dict[str, Any]:
        return self.judge(question="")
