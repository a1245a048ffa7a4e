"""The yearly check of people: asked, reminded, and answered."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from accounts.access import levels_above
from accounts.actions.base import AccountAction, Problem
from accounts.actions.people import InOrganisation, OnMember
from accounts.authority import approvers
from accounts.organisations import Organisation
from accounts.people_checks import DUE_WITHIN, PeopleCheck, open_check, people_to_check
from accounts.scope import Actor


def ask_by_mail(check: PeopleCheck, what: str) -> None:
    """Ask the approvers by e-mail."""
    address = settings.SITE_URL.rstrip("/") + reverse("account-people-check")
    text = (
        f"Are these still your people? Look at who can sign in for {check.organisation} and say of each whether they "
        f"still work with you, by {check.due_on:%-d %B %Y}.\n\nSign in to do it: {address}"
    )
    for membership in approvers(check.organisation):
        mail.queue(membership.person.email, "people_check", what, text, organisation=check.organisation)


class AskPeopleCheck(AccountAction):
    """The portal asks the approvers of an organisation, once a year."""

    name = "ask_people_check"
    done = "Asked the approvers to check their people"
    emits = ("people_check_asked",)

    def __init__(self, organisation: Organisation):
        super().__init__(None)
        self._organisation = organisation

    @property
    def organisation(self) -> Organisation:
        """Whose people."""
        return self._organisation

    def lock(self) -> None:
        self._organisation = Organisation.objects.select_for_update().get(pk=self._organisation.pk)

    def problems(self) -> list[Problem]:
        return [Problem("asked", "They are asked already.")] if open_check(self.organisation) else []

    def change(self) -> None:
        due = timezone.localdate() + DUE_WITHIN
        self.check = PeopleCheck.objects.create(organisation=self.organisation, due_on=due)
        self.emit(after={"by": f"{due:%-d %B %Y}"})

    def notify(self) -> None:
        ask_by_mail(self.check, "check your people")


class RemindPeopleCheck(AccountAction):
    """Remind them once when it is overdue. From then on the level above sees it too."""

    name = "remind_people_check"
    done = "Reminded the approvers to check their people"
    emits = ("people_check_reminded",)

    def __init__(self, check: PeopleCheck):
        super().__init__(None)
        self.check = check

    @property
    def organisation(self) -> Organisation:
        """Whose people."""
        return self.check.organisation

    def lock(self) -> None:
        self.check = (
            PeopleCheck.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=self.check.pk)
        )

    def problems(self) -> list[Problem]:
        due = self.check.is_overdue and self.check.reminded_at is None
        return [] if due else [Problem("not_due", "There is nothing to remind of.")]

    def change(self) -> None:
        self.check.reminded_at = timezone.now()
        self.check.save(update_fields=["reminded_at"])
        self.emit(before={"due": f"{self.check.due_on:%-d %B %Y}"})

    def notify(self) -> None:
        ask_by_mail(self.check, "checking your people is overdue")
        self.tell_the_level_above()

    def tell_the_level_above(self) -> None:
        """Once, with the reminder: the first level that has an approver."""
        levels = levels_above(self.organisation)
        above = next((level for level in levels if approvers(level).exists()), None)
        if above is None:
            return
        address = settings.SITE_URL.rstrip("/") + reverse("account-people-checks-overdue")
        text = (
            f"{self.organisation} was asked to check who can sign in for it by {self.check.due_on:%-d %B %Y}, and has "
            f"not done so. We reminded its approvers. Ask them what is in the way.\n\nSee who is overdue: {address}"
        )
        for membership in approvers(above):
            what = f"{self.organisation} has not checked its people"
            mail.queue(membership.person.email, "people_check_overdue", what, text, organisation=above)


class ConfirmPerson(OnMember):
    """An approver says that somebody still belongs there."""

    name = "confirm_person"
    label = "Still works here"
    question = "Does this person still work here?"
    done = "Confirmed that somebody still works there"
    emits = ("person_confirmed",)

    def conditions(self) -> list[Problem]:
        return [Problem("state", "This person was removed already.")] if self.membership.removed_at else []

    def change(self) -> None:
        self.emit(reason=self.grounds, **self.about())


class FinishPeopleCheck(InOrganisation):
    """Every person was confirmed or removed: the check is done for this year."""

    name = "finish_people_check"
    done = "Checked all people of the organisation"
    emits = ("people_checked",)

    def __init__(self, actor: Actor, check: PeopleCheck, answered: Iterable[int]):
        super().__init__(actor, check.organisation)
        self.check, self.answered = check, set(answered)

    def lock(self) -> None:
        super().lock()
        self.check = PeopleCheck.objects.select_for_update(of=("self",)).get(pk=self.check.pk)

    def conditions(self) -> list[Problem]:
        if self.check.completed_at:
            return [Problem("done", "Somebody else has finished this check already.")]
        left = people_to_check(self.actor, self.organisation).exclude(pk__in=self.answered)
        if left.exists():
            return [Problem("left", "Somebody joined meanwhile. Look at the list again.")]
        return []

    def change(self) -> None:
        self.check.completed_at, self.check.completed_by = timezone.now(), self.actor.person
        self.check.save(update_fields=["completed_at", "completed_by"])
        self.emit(after={"people": len(self.answered)})
