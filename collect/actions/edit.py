"""Edit: values of the return's file changed on screen, by its source, its agent or the collector."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import Any

from accounts.scope import Actor
from collect.actions.base import Reason
from collect.actions.new_file import NewFile, Received
from collect.models import Draft, Return, Status, Submission
from collect.permissions import Part
from collect.services import edits
from collect.services.storing import stored

NO_CHANGES, SUPERSEDED = "no_changes", "superseded"


class Edit(NewFile):
    """What was typed becomes a new file, made from the one that the return is made of, and is checked like any other.

    ``draft`` holds the changes; it is gone when they are kept. They can only be made to the file that they were typed
    for.
    """

    name = "edit"
    label = "Change values on screen"
    done = "Changed values on screen"

    def __init__(self, actor: Actor, return_: Return, draft: Draft | None = None):
        super().__init__(actor, return_)
        self.draft = draft

    @classmethod
    def moves(cls, part: Part, return_: Return) -> Mapping[Status, Status]:
        return {status: after for status, after in super().moves(part, return_).items() if status != Status.NO_DATA}

    def conditions(self) -> list[Reason]:
        if not self.return_.collection.type.on_screen:
            return [Reason("not_on_screen", "Values cannot be changed on screen here: upload a new file.")]
        return []

    def form_problems(self) -> list[Reason]:
        if self.draft is None or not self.draft.rows:
            return [Reason(NO_CHANGES, "There are no changes to check.")]
        if self.draft.based_on_id != self.return_.current_submission_id:
            return [Reason(SUPERSEDED, "Another file became the return while you were making changes.")]
        return []

    def lock(self) -> None:
        super().lock()
        if self.draft is not None:
            # Of two clicks the second finds nothing to do.
            self.draft = Draft.objects.visible_to(self.actor).select_for_update().filter(pk=self.draft.pk).first()

    def receive(self) -> Received:
        """Make the new file and take it in. Raises ``NotPossible``."""
        self.refuse_if_not_possible()
        assert self.draft is not None
        base, changes = self.draft.based_on, self.draft.changes
        submission_id = uuid.uuid4()
        with TemporaryFile() as file:
            for piece in edits.new_file(base, changes):
                file.write(piece)
            with (
                stored(file, self.return_.pk, submission_id) as held,
                edits.stored_changes(self.return_.pk, submission_id, changes) as noted,
            ):
                received = self.keep(held, submission_id, edits.name_of(base.filename))
                held.kept = noted.kept = not received.same_as_before
        return received

    def about_the_file(self) -> dict[str, Any]:
        assert self.draft is not None
        base: Submission = self.draft.based_on
        return {"based_on": base, "details": {"based_on": base.number, **edits.in_short(self.draft.changes)}}

    def kept(self) -> None:
        assert self.draft is not None
        self.draft.delete()
