"""A new file for the return, uploaded or made on screen: who may bring one when, and what comes of the return."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from accounts.scope import Permission
from accounts.templatetags.portal import moment
from collect.actions.base import NotPossible, Reason, ReturnAction
from collect.models import Event, Return, Status, Submission
from collect.permissions import Part
from collect.services import quota, receive
from collect.services.storing import Stored

S = Status
TOO_MANY = "too_many"
ONE_MINUTE = timedelta(minutes=1)

# Who brings a file in which status, and what the status is once the file has been checked.
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
    """What became of a new file. ``same_as_before``: these bytes were there already; nothing new was kept."""

    submission: Submission
    event: Event | None
    same_as_before: bool = False


class NewFile(ReturnAction):
    """A file is received; the return's status follows when it has been checked."""

    who = (Part.SOURCE, Part.AGENT, Part.COLLECTOR)
    needs = Permission.EDIT
    versioned = False

    @classmethod
    def moves(cls, part: Part, return_: Return) -> Mapping[Status, Status]:
        if part is Part.COLLECTOR and return_.agent_id is None:
            return {**MOVES[part], S.SUBMITTED: S.AMENDED_BY_COLLECTOR}
        return MOVES[part]

    def perform(self, expected_version: int | None = None) -> Event:
        received = self.receive()
        return received.event or Event.objects.filter(submission=received.submission, action=self.name).latest("id")

    @abstractmethod
    def receive(self) -> Received:
        """Take the file in."""

    def refuse_if_not_possible(self) -> None:
        """Raise ``NotPossible`` with what stands in the way."""
        if reasons := self.reasons() or self.form_problems() or self.too_many():
            raise NotPossible(reasons)

    def too_many(self) -> list[Reason]:
        """Whether the organisation brought so many files within the hour that it has to wait, and until when."""
        until = quota.full_until(self.actor.organisation)
        if until is None:
            return []
        text = f"{self.actor.organisation} sent more files in the last hour than we take from one organisation."
        again = moment(until + ONE_MINUTE)  # it is said without seconds
        return [Reason(TOO_MANY, f"{text} You can send the next one after {again}.")]

    def keep(self, held: Stored, submission_id: uuid.UUID, filename: str) -> Received:
        """Make the submission. The same bytes again, even at the same moment, are the same submission."""
        with transaction.atomic():
            self.lock()
            self.refuse_if_not_possible()
            before = receive.same_as_before(self.return_, held.sha256)
            if before is not None:
                return Received(before, None, same_as_before=True)
            made = receive.keep(self.return_, self.actor, held, submission_id, filename, **self.about_the_file())
            self.kept()
        return Received(*made)

    def about_the_file(self) -> dict[str, Any]:
        """What ``receive.keep`` is told besides."""
        return {}

    def kept(self) -> None:
        """What else is written with the submission."""

    def change(self) -> dict[str, Any] | None:
        raise NotImplementedError("a new file changes the return when its check is done: see collect.services.settle")
