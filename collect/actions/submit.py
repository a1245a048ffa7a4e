"""Submit: the source declares its return to be right."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.scope import Actor, Permission
from collect import words
from collect.actions.base import Reason, ReturnAction
from collect.actions.conditions import outstanding, sound_file
from collect.models import Return, Status
from collect.permissions import Part


class Submit(ReturnAction):
    """The source sends its return on, with the declaration of whoever signs for it.

    Errors and queries without an explanation do not stop it; what is outstanding is said and kept with the event.
    """

    name = "submit"
    label = "Submit"
    done = "Submitted the return"
    who = (Part.SOURCE,)
    needs = Permission.SUBMIT
    source_states = (Status.LOADED, Status.AMENDED_BY_SOURCE, Status.REJECTED, Status.REJECTED_BY_COLLECTOR)
    target_state = Status.SUBMITTED

    def __init__(self, actor: Actor, return_: Return, head_name: str = "", head_role: str = "", declared: bool = False):
        super().__init__(actor, return_)
        self.head_name, self.head_role, self.declared = head_name.strip(), head_role.strip(), declared

    def conditions(self) -> list[Reason]:
        return sound_file(self.return_, self.counts)

    def outstanding(self) -> list[str]:
        """What would be submitted as it is, in words."""
        return outstanding(self.counts)

    def form_problems(self) -> list[Reason]:
        problems = []
        if not self.head_name:
            problems.append(Reason("head_name", "Enter the name of the person who makes the declaration."))
        if not self.head_role:
            problems.append(Reason("head_role", words.of(self.return_, "Enter their role, such as {signer}.")))
        if not self.declared:
            problems.append(Reason("declared", "Tick the box to confirm the declaration."))
        return problems

    def change(self) -> dict[str, Any]:
        return_ = self.return_
        return_.head_name, return_.head_role = self.head_name[:120], self.head_role[:120]
        return_.declared_at, return_.declared_by = timezone.now(), self.actor.person
        return_.last_reason = ""
        return {"head_name": self.head_name, "head_role": self.head_role, "outstanding": self.outstanding()}
