"""Ending one's own sessions on other devices."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from accounts.actions.base import AccountAction, Problem
from accounts.people import Person


class EndSession(AccountAction):
    """Sign out somewhere else."""

    name = "end_session"
    done = "Signed out on another device"
    emits = ("session_ended",)

    def __init__(self, person: Person, session: UserSession):
        super().__init__(None)
        self.person, self.session = person, session

    @property
    def organisation(self) -> None:
        """It concerns the person in every organisation."""
        return

    def problems(self) -> list[Problem]:
        if self.session.user_id != self.person.pk:
            return [Problem("not_yours", "This is not one of your sessions.")]
        return []

    def change(self) -> None:
        self.emit(person=self.person, subject=self.person, on=self.session.ip)
        self.session.end()
