"""What all actions on accounts share: who may, why not, and doing it once with the event it declares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction

from accounts.events import AccountEvent
from accounts.organisations import Organisation
from accounts.people import Person
from accounts.recording import record
from accounts.scope import Actor

NOT_YOURS = "not_yours"


@dataclass(frozen=True)
class Problem:
    """Why an action cannot be done: a stable code and a sentence for the person who wants to."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


class NotAllowed(Exception):
    """The action cannot be done. ``problems`` says why, in plain words."""

    def __init__(self, problems: Sequence[Problem]):
        super().__init__(" ".join(problem.text for problem in problems))
        self.problems = list(problems)

    @property
    def codes(self) -> set[str]:
        """The codes of all problems."""
        return {problem.code for problem in self.problems}


class WrongEvents(AssertionError):
    """An action wrote other events than it declares: nothing of it is kept."""


class AccountAction(ABC):
    """One thing that somebody does to an account or to access.

    ``problems`` says why it cannot be done; ``perform`` takes the rows it is about (``lock``), looks again, and writes
    the change, the events named in ``emits`` and the e-mails in one transaction. ``actor`` is None where somebody
    acts who is not signed in, or the portal by itself.
    """

    name: ClassVar[str]
    done: ClassVar[str]
    """What the list of events says of it, in the past tense."""
    emits: ClassVar[tuple[str, ...]]

    def __init__(self, actor: Actor | None):
        self.actor = actor
        self.events: list[AccountEvent] = []

    @property
    @abstractmethod
    def organisation(self) -> Organisation | None:
        """The organisation that it concerns."""

    def lock(self) -> None:  # noqa: B027 - a hook
        """Take the rows for this transaction and see them as they now are."""

    @abstractmethod
    def problems(self) -> list[Problem]:
        """Why it cannot be done; empty when it can."""

    @abstractmethod
    def change(self) -> None:
        """Write what changes, and its events with ``emit``."""

    def notify(self) -> None:  # noqa: B027 - a hook
        """Queue the e-mails."""

    def emit(
        self,
        action: str = "",
        *,
        person: Person | None = None,
        subject: Person | None = None,
        on: str = "",
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> AccountEvent:
        """Add an event of this action: the first it declares unless named."""
        event = record(
            action or self.emits[0],
            person=person or (self.actor.person if self.actor else None),
            acting_for=self.actor.organisation if self.actor else None,
            organisation=self.organisation,
            subject=subject,
            on=on,
            before=before,
            after=after,
            reason=reason,
        )
        self.events.append(event)
        return event

    def perform(self) -> AccountEvent:
        """Do it. Gives its first event. Raises ``NotAllowed``."""
        with transaction.atomic():
            self.lock()
            problems = self.problems()
            if problems:
                raise NotAllowed(problems)
            self.change()
            if sorted(event.action for event in self.events) != sorted(self.emits):
                raise WrongEvents(f"{self.name} declares {self.emits} and wrote {[e.action for e in self.events]}.")
            self.notify()
        return self.events[0]
