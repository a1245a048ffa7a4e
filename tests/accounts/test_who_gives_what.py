"""Nobody gives more than they hold, nobody gives to themselves, and deputies change no approver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import FAMILY, AccessRequest, CollectionAccess
from accounts.actions import (
    AccountAction,
    AskForAccess,
    ChangeRole,
    GiveAccess,
    GiveSupport,
    Invite,
    MakePin,
    NotAllowed,
    RefuseAccess,
    Reinstate,
    Remove,
    SetAccess,
    StepIn,
)
from accounts.actions.access import EVERY
from accounts.mail import Mail
from accounts.models import Membership, Organisation
from accounts.scope import Actor
from tests.accounts.support import approver_of
from tests.factories import DfE, LocalAuthority, School, member

pytestmark = pytest.mark.django_db
Role = Membership.Role
KEY, FAMILY_KEY = "autumn", FAMILY + "census"


@pytest.fixture(autouse=True)
def families(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two collections of one family."""
    monkeypatch.setattr("accounts.access._families", lambda: {"autumn": FAMILY_KEY, "spring": FAMILY_KEY})


def refused(action: AccountAction) -> set[str]:
    """The codes of what stops it; empty where it is done."""
    try:
        action.perform()
    except NotAllowed as stopped:
        return stopped.codes
    return set()


def give(actor: Actor, to: Membership, *may: str, key: str = KEY, days: int | None = None) -> set[str]:
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    return refused(SetAccess(actor, to, key, "The census", may, until))


def asks(somebody: Membership, *may: str) -> AccessRequest:
    AskForAccess(Actor.of(somebody), KEY, "The census", may).perform()
    return AccessRequest.objects.get(membership=somebody, answered_at=None)


def acting(school: Organisation, *may: str, role: str = Role.APPROVER, **fields: object) -> Actor:
    return Actor.of(member(school, *may, role=role, **fields))


# -- no more than one holds


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.APPROVER])
@pytest.mark.parametrize("key", [EVERY, FAMILY_KEY, KEY])
def test_nobody_gives_what_they_do_not_hold(role: str, key: str) -> None:
    school = School.create()
    actor, somebody = acting(school, "edit", role=role), member(school)
    assert give(actor, somebody, "view", "edit", key=key) == set()
    assert give(actor, somebody, "view", "edit", "submit", key=key) == {"may"}


def test_what_somebody_has_already_is_not_given_again() -> None:
    school = School.create()
    actor, somebody = acting(school), member(school, "edit", "submit")
    assert give(actor, somebody, "view", "submit") == set()
    assert give(actor, somebody, "view", "submit", days=3) == set()
    assert give(actor, somebody, "view", "submit") == {"may"}  # for longer than until then


def test_access_that_ends_gives_none_that_goes_on() -> None:
    school = School.create()
    actor = acting(school, "edit", access_ends_on=timezone.localdate() + timedelta(days=10))
    somebody = member(school)
    assert give(actor, somebody, "view", "edit", days=10) == set()
    assert give(actor, somebody, "view", "edit", days=11) == {"may"}
    assert give(actor, somebody, "view", "edit") == {"may"}
    Membership.objects.filter(pk=actor.membership.pk).update(access_ends_on=timezone.localdate() - timedelta(days=1))
    late = Actor.of(Membership.objects.get(pk=actor.membership.pk))
    assert give(late, member(school, can_view=False), "view", days=1) == {"may"}


@pytest.mark.parametrize("wider", [EVERY, FAMILY_KEY])
def test_who_lacks_it_in_one_collection_does_not_give_it_for_all(wider: str) -> None:
    school = School.create()
    actor, somebody = acting(school, "edit"), member(school)
    CollectionAccess.objects.create(membership=actor.membership, collection="spring", can_view=True)
    assert give(actor, somebody, "view", "edit", key="autumn") == set()
    assert give(actor, somebody, "view", "edit", key="spring") == {"may"}
    assert give(actor, somebody, "view", "edit", key=wider) == {"may"}


def test_taking_an_exception_away_is_giving_where_more_holds_without_it() -> None:
    school = School.create()
    actor, somebody = acting(school), member(school, "submit")
    CollectionAccess.objects.create(membership=somebody, collection=KEY, can_view=True)
    assert refused(SetAccess(actor, somebody, KEY, "The census", None)) == {"may"}
    assert refused(SetAccess(approver_of(school), somebody, KEY, "The census", None)) == set()


def test_nor_is_it_where_what_holds_without_it_is_over() -> None:
    school = School.create()
    somebody = member(school, "submit", access_ends_on=timezone.localdate() - timedelta(days=1))
    CollectionAccess.objects.create(membership=somebody, collection=KEY, can_view=True)
    assert refused(SetAccess(acting(school), somebody, KEY, "The census", None)) == set()


def test_nobody_invites_to_more_than_they_hold() -> None:
    school = School.create()
    actor = acting(school, "edit", role=Role.DEPUTY)
    assert refused(Invite(actor, school, "a@example.org", "A", may=["view", "edit"])) == set()
    assert refused(Invite(actor, school, "b@example.org", "B", may=["view", "submit"])) == {"may"}


def test_a_request_is_given_by_somebody_who_holds_it() -> None:
    school = School.create()
    request = asks(member(school), "submit")
    assert refused(GiveAccess(acting(school, "edit"), request)) == {"may"}
    assert refused(GiveAccess(acting(school, "submit"), request)) == set()


def test_the_level_above_gives_what_the_organisation_can_do() -> None:
    dfe, school = acting(DfE.create()), School.create()
    request = asks(member(school), "submit")
    assert request.asked_of == dfe.organisation
    assert refused(GiveAccess(dfe, request)) == set()
    StepIn(dfe, school, "They asked us to.").perform()
    assert give(dfe, member(school), "view", "submit") == set()
    assert give(dfe, member(school), "authorise") == {"may"}


def test_whoever_was_removed_comes_back_with_no_more_than_the_other_holds() -> None:
    school = School.create()
    gone = member(school, "edit", removed_at=timezone.now(), is_active=False)
    blind = acting(school, can_view=False)
    Reinstate(blind, gone).perform()
    gone.refresh_from_db()
    assert gone.allowed_words == []


# -- not to oneself


ONESELF: dict[str, Callable[[Actor], AccountAction]] = {
    "more": lambda actor: SetAccess(actor, actor.membership, KEY, "The census", ["view", "submit"]),
    "less": lambda actor: SetAccess(actor, actor.membership, EVERY, "Every one", []),
    "an exception away": lambda actor: SetAccess(actor, actor.membership, KEY, "The census", None),
    "a request of one's own": lambda actor: GiveAccess(actor, asks(actor.membership, "submit")),
    "a request refused": lambda actor: RefuseAccess(actor, asks(actor.membership, "submit"), "No"),
}


@pytest.mark.parametrize("what", ONESELF)
def test_nobody_changes_their_own_access_while_there_is_another_approver(what: str) -> None:
    school = School.create()
    actor = acting(school, "edit")
    approver_of(school)
    assert refused(ONESELF[what](actor)) == {"self"}


@pytest.mark.parametrize("what", ONESELF)
def test_the_only_approver_changes_their_own_within_what_the_school_can_do(what: str) -> None:
    actor = acting(School.create(), "edit")
    acting(actor.organisation, role=Role.DEPUTY)  # does not count: it may not change an approver
    member(actor.organisation, role=Role.APPROVER, person__is_active=False)  # nor does who cannot sign in
    assert refused(ONESELF[what](actor)) == set()


@pytest.mark.parametrize("what", ["more", "less", "an exception away"])
def test_a_deputy_never_changes_their_own(what: str) -> None:
    deputy = acting(School.create(), "edit", "submit", role=Role.DEPUTY)
    assert refused(ONESELF[what](deputy)) == {"deputy"}


def test_a_deputy_alone_does_not_answer_their_own_request() -> None:
    deputy = acting(School.create(), role=Role.DEPUTY)
    dfe = approver_of(DfE.create())
    request = asks(deputy.membership, "submit")
    assert request.asked_of == dfe.organisation  # nobody there could answer
    assert refused(GiveAccess(deputy, request)) == {"self"}


def test_who_stepped_in_changes_nothing_about_themselves() -> None:
    school = School.create()
    dfe = acting(DfE.create())
    own = member(school, person=dfe.person)
    StepIn(dfe, school, "They asked us to.").perform()
    assert give(dfe, own, "view", "submit") == {"self"}
    assert refused(ChangeRole(dfe, own, Role.APPROVER)) == {"self"}
    assert refused(ChangeRole(dfe, own, Role.DEPUTY)) == {"self"}
    Membership.objects.filter(pk=own.pk).update(removed_at=timezone.now(), is_active=False)
    own.refresh_from_db()
    assert refused(Reinstate(dfe, own)) == {"self"}
    assert refused(Invite(dfe, school, dfe.person.email.upper(), "Me")) == {"email"}


def test_not_even_where_they_are_the_only_approver() -> None:
    """At their own school's desk they may; from DfE's, with its greater power, they may not."""
    school = School.create()
    dfe = acting(DfE.create())
    own = member(school, role=Role.APPROVER, person=dfe.person)
    StepIn(dfe, school, "They asked us to.").perform()
    assert give(dfe, own, "view", "submit") == {"self"}
    assert give(Actor.of(own), own, "view", "submit") == set()


def test_nobody_gives_themselves_the_support_role_while_there_is_another_approver() -> None:
    dfe = approver_of(DfE.create())
    other = approver_of(DfE.create())
    assert refused(GiveSupport(dfe, dfe.membership)) == {"self"}
    Remove(dfe, other.membership).perform()
    assert refused(GiveSupport(dfe, dfe.membership)) == set()


# -- deputies and approvers


@pytest.mark.parametrize("theirs", [Role.APPROVER, Role.DEPUTY])
def test_a_deputy_changes_no_access_of_approvers_and_deputies(theirs: str) -> None:
    school = School.create()
    deputy = Actor.of(approver_of(school, Role.DEPUTY).membership)
    boss = member(school, "edit", role=theirs)
    assert give(deputy, boss, "view", "edit") == {"deputy"}
    assert give(deputy, boss, key=EVERY) == {"deputy"}
    assert refused(SetAccess(deputy, boss, KEY, "The census", None)) == {"deputy"}


@pytest.mark.parametrize("theirs", [Role.APPROVER, Role.DEPUTY])
def test_a_deputy_answers_no_request_of_an_approver(theirs: str) -> None:
    school = School.create()
    asking = member(school, role=theirs)
    approver_of(school)
    deputy = approver_of(school, Role.DEPUTY)
    request = asks(asking, "submit")
    assert refused(GiveAccess(deputy, request)) == {"deputy"}
    assert refused(RefuseAccess(deputy, request, "No")) == {"deputy"}
    told = set(Mail.objects.filter(kind="access_asked").values_list("to", flat=True))
    assert told & {deputy.person.email, asking.person.email} == set()
    assert told


def test_a_deputy_above_answers_no_request_of_an_approver() -> None:
    school = School.create()
    deputy = approver_of(LocalAuthority.create(), Role.DEPUTY)
    dfe = approver_of(DfE.create())
    request = asks(member(school, role=Role.DEPUTY), "submit")
    assert request.asked_of == dfe.organisation
    AccessRequest.objects.update(asked_of=deputy.organisation)
    request.refresh_from_db()
    assert refused(GiveAccess(deputy, request)) == {"deputy"}


def test_a_deputy_of_dfe_makes_no_pin_that_makes_an_approver() -> None:
    school = School.create()
    assert refused(MakePin(approver_of(DfE.create(), Role.DEPUTY), school)) == {"deputy"}
    assert refused(MakePin(approver_of(DfE.create()), school)) == set()
