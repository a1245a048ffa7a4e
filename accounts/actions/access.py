"""Access to collections: given and taken, asked for, answered, and passed on when nobody answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from accounts import mail
from accounts.access import (
    AccessRequest,
    CollectionAccess,
    effective,
    is_running,
    levels_above,
    reach,
)
from accounts.actions.base import NOT_YOURS, AccountAction, Problem
from accounts.actions.people import NOT_FOR_DEPUTIES, OnMember, too_much
from accounts.authority import answerers
from accounts.holdings import Until, allowed_until, fallback, gives, said, stands
from accounts.organisations import Organisation
from accounts.people import Membership
from accounts.scope import Actor, Permission, offered

EVERY = ""
"""The key that means every collection, those to come included."""


def fields(may: Iterable[str]) -> dict[str, bool]:
    """The columns for what is allowed."""
    allowed = set(may)
    return {f"can_{permission}": str(permission) in allowed for permission in Permission}


def in_words(row: Any, ends_on: date | None) -> str:
    """What a membership or a row of access allows."""
    may = ", ".join(str(permission) for permission in Permission if getattr(row, f"can_{permission}")) or "nothing"
    return f"{may}, until {ends_on:%-d %B %Y}" if ends_on else may


def grant(membership: Membership, key: str, may: Iterable[str] | None, ends_on: date | None) -> tuple[str, str]:
    """Write what somebody may do; ``may`` None takes the exception for one collection away. Gives before and after."""
    row = CollectionAccess.objects.filter(membership=membership, collection=key).first() if key else None
    general = without(membership, key)
    before = in_words(row, row.ends_on) if row else general
    if not key:
        for column, value in fields(may or ()).items():
            setattr(membership, column, value)
        membership.access_ends_on = ends_on
        membership.save()
        return before, in_words(membership, ends_on)
    if may is None:
        CollectionAccess.objects.filter(membership=membership, collection=key).delete()
        return before, general
    row, _ = CollectionAccess.objects.update_or_create(
        membership=membership, collection=key, defaults={**fields(may), "ends_on": ends_on}
    )
    return before, in_words(row, ends_on)


def without(membership: Membership, key: str) -> str:
    """What would hold in a collection if nothing were said of it alone: its family's access, or the general one."""
    family = fallback(membership, key)
    return in_words(family, family.ends_on) if family else in_words(membership, membership.access_ends_on)


class SetAccess(OnMember):
    """Say what somebody may do in one collection, in a family of them, or in every one."""

    name = "set_access"
    label = "Change access"
    question = "What may this person do?"
    done = "Changed access"
    emits = ("access_changed",)

    def __init__(
        self,
        actor: Actor,
        membership: Membership,
        key: str,
        collection_name: str,
        may: Iterable[str] | None,
        ends_on: date | None = None,
    ):
        super().__init__(actor, membership)
        self.key, self.collection_name, self.ends_on = key, collection_name, ends_on
        self.may = None if may is None else [str(one) for one in may]

    def conditions(self) -> list[Problem]:
        if self.membership.removed_at:
            return [Problem("state", "This person was removed. Reinstate them first.")]
        if set(self.may or ()) - set(map(str, offered(self.organisation))):
            return [Problem("may", f"{self.organisation} cannot do all of that in a collection.")]
        if not is_running(self.ends_on):
            return [Problem("ends_on", "The last day must be today or later.")]
        return self.guarded() or self.not_oneself() or self.holds_it()

    def guarded(self) -> list[Problem]:
        """Approvers and deputies are not a deputy's to change. Access does not decide who is the last approver."""
        return [NOT_FOR_DEPUTIES] if self.membership.is_approver and not self.may_name_approvers else []

    def holds_it(self) -> list[Problem]:
        """What is added must be the actor's own. The only approver gives themselves what their organisation can do."""
        return [] if self.is_self else too_much(self.actor, self.organisation, self.key, self.given)

    @property
    def given(self) -> Until:
        """What the change would add."""
        if self.may is None:
            after = said(fallback(self.membership, self.key) or self.membership)
        else:
            after = allowed_until(self.may, self.ends_on)
        return gives(stands(self.membership, self.key), after)

    def change(self) -> None:
        before, after = grant(self.membership, self.key, self.may, self.ends_on)
        name = self.collection_name
        self.emit(before={name: before}, after={name: after}, reason=self.grounds, **self.about())


class AskForAccess(AccountAction):
    """Ask the approvers of one's organisation for more in a collection."""

    name = "ask_access"
    done = "Asked for access"
    emits = ("access_asked",)

    def __init__(self, actor: Actor, key: str, collection_name: str, may: Iterable[str], note: str = ""):
        super().__init__(actor)
        self.actor: Actor = actor
        self.key, self.collection_name, self.note = key, collection_name, note.strip()[:200]
        self.may = [str(one) for one in may]

    @property
    def organisation(self) -> Organisation:
        """Where they ask."""
        return self.actor.organisation

    def lock(self) -> None:
        Membership.objects.select_for_update().get(pk=self.actor.membership.pk)

    def problems(self) -> list[Problem]:
        if not self.actor.is_at_work:
            return [Problem(NOT_YOURS, "Your account is suspended.")]
        if not self.may or set(self.may) - set(map(str, offered(self.organisation))):
            return [Problem("may", "Select what you need to do.")]
        if all(reach(self.actor.membership, one).holds(self.key) for one in self.may):
            return [Problem("may", "You can do this already.")]
        if AccessRequest.objects.filter(
            membership=self.actor.membership, collection=self.key, answered_at=None
        ).exists():
            return [Problem("asked", "You have asked for this collection already. Your approvers have been told.")]
        return []

    def change(self) -> None:
        levels = [self.organisation, *levels_above(self.organisation)]
        asked_of = next((level for level in levels if answerers(self.actor.membership, level).exists()), levels[-1])
        self.request = AccessRequest.objects.create(
            membership=self.actor.membership,
            collection=self.key,
            collection_name=self.collection_name,
            may=self.may,
            note=self.note,
            asked_of=asked_of,
        )
        after = {self.collection_name: ", ".join(self.may)}
        self.emit(subject=self.actor.person, after=after, reason=self.note)

    def notify(self) -> None:
        tell_approvers(self.request)


def tell_approvers(request: AccessRequest) -> None:
    """Tell those who can answer."""
    text = (
        f"{request.membership.person} at {request.membership.organisation} asks for access to "
        f"{request.collection_name}: {', '.join(request.may)}.\n\nSign in to give or refuse it."
    )
    for membership in answerers(request.membership, request.asked_of):
        what = "somebody asks for access"
        mail.queue(membership.person.email, "access_asked", what, text, organisation=request.membership.organisation)


def may_answer(actor: Actor, request: AccessRequest) -> bool:
    """Approvers of the organisation that is asked, and always those of the person's own."""
    return (
        actor.is_approver
        and actor.is_at_work
        and actor.organisation.pk
        in (
            request.asked_of_id,
            request.membership.organisation_id,
        )
    )


OWN_REQUEST = Problem("self", "You cannot answer your own request. Another approver has to.")


class AnswerRequest(AccountAction):
    """What giving and refusing share: the first answer counts."""

    def __init__(self, actor: Actor, request: AccessRequest, reason: str = ""):
        super().__init__(actor)
        self.actor: Actor = actor
        self.request, self.reason = request, reason.strip()[:400]

    @property
    def organisation(self) -> Organisation:
        """Where the person works who asked."""
        return self.request.membership.organisation

    def lock(self) -> None:
        rows = AccessRequest.objects.select_for_update(of=("self",))
        self.request = rows.select_related("membership__person", "membership__organisation", "asked_of").get(
            pk=self.request.pk
        )

    def problems(self) -> list[Problem]:
        if not may_answer(self.actor, self.request):
            return [Problem(NOT_YOURS, "This request is not yours to answer.")]
        if self.request.answered_at:
            return [Problem("answered", f"{self.request.answered_by} has answered this request already.")]
        if self.request.membership.removed_at or not self.request.membership.is_active:
            return [Problem("state", "This person is not active any more.")]
        if not answerers(self.request.membership, self.actor.organisation).filter(pk=self.actor.membership.pk).exists():
            is_own = self.request.membership.person_id == self.actor.person.pk
            return [OWN_REQUEST if is_own else NOT_FOR_DEPUTIES]
        return []

    def answer(self, given: bool) -> None:
        """Note the answer."""
        self.request.answered_at, self.request.answered_by = timezone.now(), self.actor.person
        self.request.was_given = given
        self.request.save()

    def tell(self, text: str) -> None:
        """Tell the person who asked."""
        to = self.request.membership.person.email
        mail.queue(to, self.name, self.request.collection_name, text, organisation=self.organisation)


class GiveAccess(AnswerRequest):
    """Give what was asked for, on top of what the person has."""

    name = "give_access"
    done = "Gave the access that was asked for"
    emits = ("access_given",)

    def problems(self) -> list[Problem]:
        return super().problems() or self.holds_it()

    def holds_it(self) -> list[Problem]:
        """What is added must be the answerer's own; the only approver answers themselves."""
        membership, key = self.request.membership, self.request.collection
        if membership.person_id == self.actor.person.pk:
            return []
        given = gives(stands(membership, key), allowed_until(*self.outcome()))
        return too_much(self.actor, self.organisation, key, given)

    def outcome(self) -> tuple[set[str], date | None]:
        """What the person may do then, and until when: what they have and what they asked for."""
        membership, key = self.request.membership, self.request.collection
        has = {str(one) for one in Permission if reach(membership, one).holds(key)}
        row = effective(membership).get(key)
        ends_on = row.ends_on if row else membership.access_ends_on
        return {*has, *self.request.may}, ends_on if is_running(ends_on) else None

    def change(self) -> None:
        membership, key = self.request.membership, self.request.collection
        name = self.request.collection_name
        before, after = grant(membership, key, *self.outcome())
        self.answer(True)
        self.emit(subject=membership.person, before={name: before}, after={name: after}, reason=self.reason)

    def notify(self) -> None:
        self.tell(f"You now have the access that you asked for: {', '.join(self.request.may)}.")


class RefuseAccess(AnswerRequest):
    """Refuse it, and say why."""

    name = "refuse_access"
    done = "Refused the access that was asked for"
    emits = ("access_refused",)

    def problems(self) -> list[Problem]:
        return super().problems() or ([] if self.reason else [Problem("reason", "Say why you refuse.")])

    def change(self) -> None:
        self.answer(False)
        asked = {self.request.collection_name: ", ".join(self.request.may)}
        self.emit(subject=self.request.membership.person, before=asked, reason=self.reason)

    def notify(self) -> None:
        self.tell(f"The access that you asked for was refused. The reason given is:\n\n{self.reason}")
