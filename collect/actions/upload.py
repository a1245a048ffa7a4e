"""Upload: a file for the return, from its source, its agent or the collector."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import transaction

from accounts.scope import Actor, Permission
from collect.actions.base import NotPossible, ReturnAction
from collect.models import Event, Return, Status, Submission
from collect.permissions import Part
from collect.services import receive
from collect.services.storing import Stored, stored
from schemas.intake import Refused

S = Status

# Who uploads in which status, and what the status is once the file has been checked.
MOVES: dict[Part, dict[Status, Status]] = {
    Part.SOURCE: {
        S.NO_DATA: S.LOADED,
        S.LOADED: S.LOADED,
        S.SUBMITTED: S.AMENDED_BY_SOURCE,
        S.AMENDED_BY_SOURCE: S.AMENDED_BY_SOURCE,
        S.REJECTED: S.AMENDED_BY_SOURCE,
        S.REJECTED_BY_COLLECTOR: S.AMENDED_BY_SOURCE,
    },
    # Before the source submits, the agent uploads in its place, and the source still submits.
    Part.AGENT: {
        S.NO_DATA: S.LOADED,
        S.LOADED: S.LOADED,
        S.AMENDED_BY_SOURCE: S.AMENDED_BY_SOURCE,
        S.REJECTED: S.LOADED,
        S.SUBMITTED: S.AMENDED_BY_AGENT,
        S.AMENDED_BY_AGENT: S.AMENDED_BY_AGENT,
        S.REJECTED_BY_COLLECTOR: S.AMENDED_BY_AGENT,
    },
    Part.COLLECTOR: {S.APPROVED: S.AMENDED_BY_COLLECTOR, S.AMENDED_BY_COLLECTOR: S.AMENDED_BY_COLLECTOR},
}

NOT_SENT_YET = (S.NO_DATA, S.LOADED, S.AMENDED_BY_SOURCE, S.REJECTED, S.REJECTED_BY_COLLECTOR)
"""Where a file with faults of structure takes the place of the one before. A submitted return keeps its sound file."""


@dataclass(frozen=True)
class Received:
    """What became of an upload. ``same_as_before``: these bytes were there already; nothing new was kept."""

    submission: Submission
    event: Event | None
    same_as_before: bool = False


class Upload(ReturnAction):
    """A file is received; the return's status follows when it has been checked.

    ``perform`` gives the event as all actions do; ``receive`` gives more. Both raise ``Refused`` for a file that cannot
    be one for this return; all that is left of it then is an event with the code of the refusal.
    """

    name = "upload"
    label = "Upload a file"
    done = "Uploaded a file"
    who = (Part.SOURCE, Part.AGENT, Part.COLLECTOR)
    needs = Permission.EDIT
    versioned = False
    waits_for_check = False

    def __init__(self, actor: Actor, return_: Return, file: BinaryIO | None = None, filename: str = ""):
        super().__init__(actor, return_)
        self.file, self.filename = file, filename

    @classmethod
    def moves(cls, part: Part, return_: Return) -> Mapping[Status, Status]:
        if part is Part.COLLECTOR and return_.agent_id is None:
            return {**MOVES[part], S.SUBMITTED: S.AMENDED_BY_COLLECTOR}
        return MOVES[part]

    def perform(self, expected_version: int | None = None) -> Event:
        received = self.receive()
        return received.event or Event.objects.filter(submission=received.submission, action=self.name).latest("id")

    def receive(self) -> Received:
        """Take the file in. The same bytes again, even at the same moment, are the same submission."""
        if self.file is None:
            raise ValueError("Upload was made without a file; it can only be asked for reasons")
        if reasons := self.reasons():
            raise NotPossible(reasons)
        try:
            receive.refuse_quickly(self.return_, self.file, self.filename)
        except Refused as refused:
            receive.note_refusal(self.return_, self.actor, refused)
            raise
        submission_id = uuid.uuid4()
        with stored(self.file, self.return_.pk, submission_id) as held:
            received = self._keep(held, submission_id)
            held.kept = not received.same_as_before
        return received

    def _keep(self, held: Stored, submission_id: uuid.UUID) -> Received:
        with transaction.atomic():
            self.lock()
            if reasons := self.reasons():
                raise NotPossible(reasons)
            before = receive.same_as_before(self.return_, held.sha256)
            if before is not None:
                return Received(before, None, same_as_before=True)
            return Received(*receive.keep(self.return_, self.actor, held, submission_id, self.filename))

    def change(self) -> dict[str, Any] | None:
        raise NotImplementedError("an upload changes the return when its check is done: see collect.services.settle")
