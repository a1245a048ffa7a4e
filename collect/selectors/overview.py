"""The overview of a return: where it stands, what to do next, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from accounts.scope import Actor
from collect import scope, words
from collect.actions import Available, available_actions
from collect.actions.conditions import outstanding
from collect.models import Return, Status, Submission
from collect.permissions import Part, part_for
from collect.selectors.counts import Counts, counts
from collect.selectors.files import Progress, progress

S = Status

GIVEN_BACK = {S.REJECTED: "Your local authority", S.REJECTED_BY_COLLECTOR: "DfE"}
"""Who rejected a return, for its sender."""

# Status → a sentence for each part: what it means for them. {sender} is filled in.
MEANING: dict[Status, dict[Part, str]] = {
    S.NO_DATA: {
        Part.SOURCE: "You have not sent us a file yet.",
        Part.AGENT: "The {sender} has not sent a file yet.",
        Part.COLLECTOR: "No file has been sent yet.",
    },
    S.LOADED: {
        Part.SOURCE: "Your file is loaded and checked. You have not submitted your return.",
        Part.AGENT: "The {sender}’s file is loaded and checked. The {sender} has not submitted its return.",
        Part.COLLECTOR: "The file is loaded and checked. The return has not been submitted.",
    },
    S.SUBMITTED: {
        Part.SOURCE: "You submitted your return.",
        Part.AGENT: "The {sender} submitted its return. It waits for your approval.",
        Part.COLLECTOR: "The return was submitted.",
    },
    S.AMENDED_BY_SOURCE: {
        Part.SOURCE: "Your return has changed since you submitted it. You need to submit it again.",
        Part.AGENT: "The {sender} changed its return and has to submit it again.",
        Part.COLLECTOR: "The {sender} changed its return and has to submit it again.",
    },
    S.AMENDED_BY_AGENT: {
        Part.SOURCE: "Your local authority changed your return. You do not need to do anything.",
        Part.AGENT: "You changed this return. It waits for your approval.",
        Part.COLLECTOR: "The local authority changed this return and has not approved it yet.",
    },
    S.APPROVED: {
        Part.SOURCE: "Your local authority approved your return. You do not need to do anything.",
        Part.AGENT: "You approved this return. DfE looks at it next.",
        Part.COLLECTOR: "The local authority approved this return. It waits for you.",
    },
    S.REJECTED: {
        Part.SOURCE: "Your local authority rejected your return. Put right what they ask for and submit it again.",
        Part.AGENT: "You rejected this return. The {sender} has to submit it again.",
        Part.COLLECTOR: "The local authority rejected this return.",
    },
    S.AMENDED_BY_COLLECTOR: {
        Part.SOURCE: "DfE changed your return. You do not need to do anything.",
        Part.AGENT: "DfE changed this return. You do not need to do anything.",
        Part.COLLECTOR: "DfE changed this return. It waits to be authorised.",
    },
    S.REJECTED_BY_COLLECTOR: {
        Part.SOURCE: "DfE rejected your return. Put right what they ask for and submit it again.",
        Part.AGENT: "DfE rejected this return. Help the {sender} put it right, or upload a corrected file for it.",
        Part.COLLECTOR: "DfE rejected this return. It has to be put right and submitted again.",
    },
    S.AUTHORISED: {
        Part.SOURCE: "DfE authorised your return. There is nothing left to do.",
        Part.AGENT: "DfE authorised this return. There is nothing left to do.",
        Part.COLLECTOR: "This return is authorised.",
    },
}


def meaning(return_: Return, part: Part) -> str:
    """The status of a return in a sentence, for one of its parties."""
    return words.of(return_, MEANING[Status(return_.status)][part])


@dataclass(frozen=True)
class Overview:
    """All that the page of a return says first. ``latest`` is the newest file, ``progress`` how its check stands."""

    return_: Return
    counts: Counts
    part: Part | None
    latest: Submission | None
    progress: Progress | None
    actions: list[Available]

    @property
    def meaning(self) -> str:
        """The status in a sentence, for whoever looks."""
        return meaning(self.return_, self.part or Part.COLLECTOR)

    @property
    def outstanding(self) -> list[str]:
        """What is left for the source to do, in words."""
        return outstanding(self.counts)

    @property
    def is_checking(self) -> bool:
        """Whether a new file is being checked."""
        return self.latest is not None and self.latest.is_in_hand

    @property
    def not_taken(self) -> Submission | None:
        """The newest file, when its check is done and it did not become the return's data."""
        latest = self.latest
        if latest is None or latest.is_in_hand or latest.pk == self.return_.current_submission_id:
            return None
        return latest

    def action(self, name: str) -> Available | None:
        """One of the actions by name; None when it does not fit."""
        return next((action for action in self.actions if action.name == name), None)

    @property
    def next_step(self) -> str:
        """What the person should do next, in a sentence; empty when there is nothing."""
        if self.is_checking:
            return "We are checking the new file. You can leave this page: we will e-mail you when it is done."
        if self.part is Part.SOURCE:
            return self._sources_step()
        is_open = {action.name for action in self.actions if action.is_open}
        if self.counts.to_accept and "accept_explanation" in is_open:
            left = words.number_of(self.counts.to_accept, "explanation")
            return f"Read {left} and accept {'it' if self.counts.to_accept == 1 else 'them'} or ask a question."
        for name, step in (("authorise", "Authorise the return."), ("approve", "Approve the return, or reject it.")):
            found = self.action(name)
            if found is not None:
                return step if found.is_open else " ".join(str(reason) for reason in found.reasons)
        return ""

    def _sources_step(self) -> str:
        found, can_submit = self.counts, self.action("submit")
        if self.action("upload") is not None and Status(self.return_.status) is S.NO_DATA:
            return self._said("Upload the file that your {system} made for this return.")
        if self.is_given_back and can_submit is not None:
            return self._given_back_step()
        if found.structural_faults and can_submit:
            return self._said("Put the faults of structure right in your {system} and upload a new file.")
        if found.errors_to_correct and can_submit:
            left = words.errors(found.errors_to_correct)
            return self._said("Correct {left} in your {system} and upload a new file.", left=left)
        if found.queries_to_explain and self.action("explain") is not None:
            return f"Correct or explain {words.queries(found.queries_to_explain)}."
        if can_submit is not None:
            return "Submit your return." if can_submit.is_open else " ".join(map(str, can_submit.reasons))
        return ""

    @property
    def is_given_back(self) -> bool:
        """Whether it was rejected and no file has come since: what was asked for is still to be done."""
        return Status(self.return_.status) in GIVEN_BACK

    def _given_back_step(self) -> str:
        """What was asked for comes first: a return that is submitted again as it was comes back again."""
        found, who = self.counts, GIVEN_BACK[Status(self.return_.status)]
        left = [words.errors(found.errors_to_correct)] if found.errors_to_correct else []
        left += [words.queries(found.queries_to_explain)] if found.queries_to_explain else []
        more = f" {' and '.join(left)} are also left." if left else ""
        more = more.replace(" are ", " is ", 1) if len(left) == 1 and left[0].startswith("1 ") else more
        return self._said(
            "{who} asked for changes. Correct them in your {system} and upload a new file, or explain why the values "
            "are right. Then submit your return again.{more}",
            who=who,
            more=more,
        )

    def _said(self, text: str, **more: object) -> str:
        return words.of(self.return_, text, **more)


def overview(actor: Actor, return_id: UUID | str) -> Overview:
    """The overview of one return in scope. Raises Http404."""
    return_ = scope.get_return(actor, return_id)
    latest = return_.submissions.select_related("job", "run").order_by("-number").first()
    return Overview(
        return_=return_,
        counts=counts(return_),
        part=part_for(actor, return_),
        latest=latest,
        progress=progress(latest) if latest is not None and latest.is_in_hand else None,
        actions=available_actions(actor, return_),
    )
