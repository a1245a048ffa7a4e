"""What all actions on a return share: who may, when, why not, and doing it once with its event."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone

from accounts.scope import Actor, Permission
from collect.models import Event, Return, Status, Submission
from collect.permissions import Part, part_for
from collect.selectors.counts import Counts, counts
from collect.services import history, notify

NOT_YOURS = "not_yours"
WRONG_STATUS = "wrong_status"


@dataclass(frozen=True)
class Reason:
    """Why an action cannot be done now: a stable code and a sentence for the person who wants to."""

    code: str
    text: str
    count: int = 0

    def __str__(self) -> str:
        return self.text


class NotPossible(Exception):
    """The action cannot be done. ``reasons`` says why, in plain words."""

    def __init__(self, reasons: Sequence[Reason]):
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = list(reasons)

    @property
    def codes(self) -> set[str]:
        """The codes of all reasons."""
        return {reason.code for reason in self.reasons}


class OutOfDate(NotPossible):
    """Somebody else changed the return since the page was shown."""

    def __init__(self) -> None:
        super().__init__(
            [Reason("out_of_date", "This return changed while you had the page open. Look at it again, then decide.")]
        )


class ReturnAction(ABC):
    """One thing that somebody does to a return.

    An action is made for an actor and a return, with what its form asked for; ``reasons`` says why it cannot be done
    now, ``perform`` does it: under a lock on the return, the conditions are looked at again, the change and its event
    are written in one transaction, and e-mails are queued with them.

    ``who`` play the parts that may do it, from the statuses in ``source_states`` to ``target_state`` (None: the status
    stays). ``states_without_agent`` are added for a return that has no agent. ``versioned`` actions can be done only on
    the version of the return that the person saw.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    done: ClassVar[str]
    """What the history says of it, in the past tense."""
    who: ClassVar[tuple[Part, ...]]
    needs: ClassVar[Permission]
    source_states: ClassVar[tuple[Status, ...]] = ()
    states_without_agent: ClassVar[tuple[Status, ...]] = ()
    target_state: ClassVar[Status | None] = None
    versioned: ClassVar[bool] = True
    waits_for_check: ClassVar[bool] = True

    def __init__(self, actor: Actor, return_: Return):
        self.actor = actor
        self.return_ = return_
        self.part = part_for(actor, return_)
        self.known_counts: Counts | None = None
        self.known_check: bool | None = None
        """Whether a file is being checked, where a list has asked for all its returns at once."""

    # -- the table

    @classmethod
    def moves(cls, part: Part, return_: Return) -> Mapping[Status, Status]:
        """Status → the status after it, where ``part`` may do this to ``return_``."""
        if part not in cls.who:
            return {}
        states = cls.source_states + (cls.states_without_agent if return_.agent_id is None else ())
        return {state: cls.target_state or state for state in states}

    @property
    def applies(self) -> bool:
        """Whether this action is one for this actor in the return's present status (conditions may still stop it)."""
        return self.part is not None and Status(self.return_.status) in self.moves(self.part, self.return_)

    @property
    def permission(self) -> Permission:
        """What the actor must be allowed to do for the organisation they act for."""
        return self.needs

    # -- why not

    def reasons(self) -> list[Reason]:
        """Why it cannot be done now; empty when it can. What the form asked for is not looked at."""
        if self.part is None or not self.moves_anywhere():
            return [Reason(NOT_YOURS, f"{self.actor.organisation} cannot do this to this return.")]
        if not self.actor.may(self.permission, self.return_.collection):
            words = f"You do not have permission to do this for {self.actor.organisation}. Ask an approver there."
            return [Reason("no_permission", words)]
        if not self.applies:
            status = Status(self.return_.status).label.lower()
            return [Reason(WRONG_STATUS, f"This cannot be done while the return is “{status}”.")]
        return [*self._dates(), *self._check_under_way(), *self.conditions()]

    def moves_anywhere(self) -> bool:
        """Whether the actor's part ever does this to this return."""
        return self.part is not None and bool(self.moves(self.part, self.return_))

    def _dates(self) -> list[Reason]:
        collection, today = self.return_.collection, timezone.localdate()
        if not collection.has_opened(today):
            return [Reason("not_open", f"{collection} opens on {collection.opens_on:%-d %B %Y}.")]
        if self.part is not Part.COLLECTOR and today > collection.closes_on:
            return [
                Reason("closed", f"{collection} closed on {collection.closes_on:%-d %B %Y}. Only DfE can change it.")
            ]
        return []

    def _check_under_way(self) -> list[Reason]:
        if not self.waits_for_check:
            return []
        if self.known_check is None:
            self.known_check = self.return_.submissions.filter(state__in=Submission.IN_HAND).exists()
        if self.known_check:
            return [Reason("checking", "A new file is being checked. Wait until that is done.")]
        return []

    def conditions(self) -> list[Reason]:
        """What else stands in the way."""
        return []

    def form_problems(self) -> list[Reason]:
        """What is wrong with what the form asked for."""
        return []

    @property
    def counts(self) -> Counts:
        """The counts of the return, asked for once."""
        if self.known_counts is None:
            self.known_counts = counts(self.return_)
        return self.known_counts

    # -- doing it

    def perform(self, expected_version: int | None = None) -> Event:
        """Do it once. Gives the event.

        ``expected_version`` is the version of the return on the page that was acted on. The same person doing the same
        thing to the same version again (a double click) gets the event of the first time. Raises ``NotPossible``, or
        ``OutOfDate`` when the return has changed since.
        """
        with transaction.atomic():
            self.lock()
            if expected_version is not None and self.versioned and self.return_.version != expected_version:
                return self._done_before(expected_version)
            problems = self.reasons() or self.form_problems()
            if problems:
                raise NotPossible(problems)
            return self._do()

    def lock(self) -> None:
        """Take the return for this transaction and see it as it now is."""
        self.return_ = (
            Return.objects.select_for_update(of=("self",))
            .select_related("collection", "organisation", "agent", "current_submission__run")
            .get(pk=self.return_.pk)
        )
        self.forget()

    def forget(self) -> None:
        """Let go of what was looked up before the lock was taken."""
        self.known_counts, self.known_check = None, None

    def _do(self) -> Event:
        status_before, version_before = self.return_.status, self.return_.version
        assert self.part is not None
        after = self.moves(self.part, self.return_)[Status(status_before)]
        details = self.change() or {}
        if self.versioned:
            self.return_.version += 1
        if after != status_before:
            self.return_.status, self.return_.status_since = after, timezone.now()
        self.return_.save()
        event = history.record(
            self.return_,
            self.name,
            self.actor,
            status_before=status_before,
            version_before=version_before,
            submission=self.return_.current_submission,
            details=details,
        )
        notify.about(event)
        return event

    @abstractmethod
    def change(self) -> dict[str, Any] | None:
        """Write what changes besides the status. Gives the event's details."""

    def _done_before(self, expected_version: int) -> Event:
        event = Event.objects.filter(
            for_return=self.return_,
            version_before=expected_version,
            action=self.name,
            person=self.actor.person,
            organisation=self.actor.organisation,
        ).first()
        if event is None:
            raise OutOfDate
        return event


class ReasonedAction(ReturnAction):
    """An action that the actor must give a reason for."""

    def __init__(self, actor: Actor, return_: Return, reason: str = ""):
        super().__init__(actor, return_)
        self.reason = reason.strip()

    def form_problems(self) -> list[Reason]:
        return [] if self.reason else [Reason("reason_missing", "Say why.")]

    def change(self) -> dict[str, Any]:
        self.return_.last_reason = self.reason
        return {"reason": self.reason}
