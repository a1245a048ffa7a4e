"""Every action class, done once: it writes exactly the events it declares, in the transaction of its change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.actions import (
    ACTIONS,
    AccountAction,
    AddSupplier,
    AskForAccess,
    AskPeopleCheck,
    ChangeRole,
    Claim,
    ConfirmPerson,
    EndSession,
    FinishPeopleCheck,
    GiveAccess,
    GiveSupport,
    HandOver,
    Invite,
    Join,
    MakePin,
    NotAllowed,
    PassOnRequest,
    RefuseAccess,
    Reinstate,
    RemindPeopleCheck,
    Remove,
    Resend,
    SetAccess,
    StepIn,
    SupportResend,
    Suspend,
    SuspendQuiet,
    TakeSupport,
    Unlock,
    WarnQuiet,
)
from accounts.authority import runs_accounts
from accounts.invitations import Invitation
from accounts.mail import Mail
from accounts.models import AccessRequest, AccountEvent, Membership, Organisation, PeopleCheck, Person
from accounts.scope import Actor
from tests.accounts.support import approver_of
from tests.factories import Academy, DfE, LocalAuthority, School, member

pytestmark = pytest.mark.django_db
Role, State = Membership.Role, Membership.State


def invited(actor: Actor, email: str = "new@example.org") -> Membership:
    Invite(actor, actor.organisation, email, "New Person").perform()
    return Membership.objects.get(person__email=email, organisation=actor.organisation)


def invitation(actor: Actor) -> Invitation:
    return Invitation.open().get(membership=invited(actor))


def a_suspended_one(actor: Actor) -> Membership:
    return member(actor.organisation, is_active=False)


def a_request(actor: Actor) -> AccessRequest:
    """Somebody of the actor's organisation asks for more."""
    AskForAccess(Actor.of(member(actor.organisation)), "key", "The census", ["edit"], "For the autumn").perform()
    return AccessRequest.objects.get(membership__organisation=actor.organisation, answered_at=None)


def an_old_request(actor: Actor) -> AccessRequest:
    approver_of(DfE.create())
    request = a_request(actor)
    AccessRequest.objects.update(waits_since=timezone.now() - timedelta(days=20))
    return request


def a_claim(organisation: Organisation) -> Claim:
    making = MakePin(approver_of(DfE.create()), organisation)
    making.perform()
    return Claim(organisation, making.pin, "head@example.org", "The Head")


def without_approver(actor: Actor) -> Organisation:
    Membership.objects.filter(organisation=actor.organisation).update(role=Role.DEPUTY)
    return actor.organisation


def at_dfe(**fields: object) -> Membership:
    return member(DfE.create(), **fields)


def a_quiet_one(actor: Actor, **fields: object) -> Membership:
    """Somebody who joined long ago and never signed in."""
    long_ago = timezone.now() - timedelta(days=500)
    return member(actor.organisation, joined_at=long_ago, **fields)


def a_warned_one(actor: Actor) -> Membership:
    return a_quiet_one(actor, quiet_warnings=2, quiet_warned_at=timezone.now() - timedelta(days=8))


def a_check(actor: Actor, days: int = 28) -> PeopleCheck:
    due = timezone.localdate() + timedelta(days=days)
    return PeopleCheck.objects.create(organisation=actor.organisation, due_on=due)


def a_session(person: Person) -> UserSession:
    return UserSession.objects.create(user=person, ip="192.0.2.9", session_key="elsewhere", user_agent="Browser")


SCENES: dict[type[AccountAction], Callable[[Actor], AccountAction]] = {
    Invite: lambda actor: Invite(actor, actor.organisation, "new@example.org", "New Person"),
    Resend: lambda actor: Resend(actor, invited(actor)),
    Join: lambda actor: Join(invitation(actor), "three-calm-otters", "New Person"),
    Suspend: lambda actor: Suspend(actor, member(actor.organisation), "On leave"),
    Remove: lambda actor: Remove(actor, member(actor.organisation)),
    Reinstate: lambda actor: Reinstate(actor, a_suspended_one(actor)),
    ChangeRole: lambda actor: ChangeRole(actor, member(actor.organisation), Role.DEPUTY),
    HandOver: lambda actor: HandOver(actor, member(actor.organisation)),
    StepIn: lambda actor: StepIn(approver_of(DfE.create()), actor.organisation, "They asked us to."),
    SetAccess: lambda actor: SetAccess(actor, member(actor.organisation), "key", "The census", ["edit"]),
    AskForAccess: lambda actor: AskForAccess(Actor.of(member(actor.organisation)), "key", "The census", ["edit"]),
    GiveAccess: lambda actor: GiveAccess(actor, a_request(actor)),
    RefuseAccess: lambda actor: RefuseAccess(actor, a_request(actor), "Not your work"),
    PassOnRequest: lambda actor: PassOnRequest(an_old_request(actor)),
    MakePin: lambda actor: MakePin(approver_of(DfE.create()), without_approver(actor)),
    EndSession: lambda actor: EndSession(actor.person, a_session(actor.person)),
    Claim: lambda actor: a_claim(without_approver(actor)),
    GiveSupport: lambda actor: GiveSupport(approver_of(DfE.create()), at_dfe()),
    TakeSupport: lambda actor: TakeSupport(approver_of(DfE.create()), at_dfe(is_support=True)),
    SupportResend: lambda actor: SupportResend(Actor.of(at_dfe(is_support=True)), invited(actor)),
    Unlock: lambda actor: Unlock(Actor.of(at_dfe(is_support=True)), actor.person, lambda: None),
    WarnQuiet: lambda actor: WarnQuiet(a_quiet_one(actor)),
    SuspendQuiet: lambda actor: SuspendQuiet(a_warned_one(actor)),
    AskPeopleCheck: lambda actor: AskPeopleCheck(actor.organisation),
    RemindPeopleCheck: lambda actor: RemindPeopleCheck(a_check(actor, days=-1)),
    ConfirmPerson: lambda actor: ConfirmPerson(actor, member(actor.organisation)),
    AddSupplier: lambda actor: AddSupplier(approver_of(DfE.create()), "A Supplier"),
    FinishPeopleCheck: lambda actor: FinishPeopleCheck(actor, a_check(actor), []),
}
OF_NO_ORGANISATION, OF_DFE = (EndSession, Unlock), (GiveSupport, TakeSupport)


def classes(base: type[AccountAction]) -> set[type[AccountAction]]:
    """Every action class of the project that can be made."""
    found: set[type[AccountAction]] = set()
    for action in base.__subclasses__():
        found |= classes(action)
        if action.__module__.startswith("accounts.") and "emits" in vars(action):
            found.add(action)
    return found


def test_every_action_class_is_listed_and_has_a_scene() -> None:
    assert classes(AccountAction) == set(ACTIONS) == set(SCENES)


def test_each_event_belongs_to_one_action() -> None:
    declared = [event for action in ACTIONS for event in action.emits]
    assert len(declared) == len(set(declared))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_it_emits_exactly_what_it_declares(action: type[AccountAction]) -> None:
    actor = approver_of(School.create())
    doing = SCENES[action](actor)
    before = set(AccountEvent.objects.values_list("pk", flat=True))
    doing.perform()
    events = AccountEvent.objects.exclude(pk__in=before)
    assert sorted(event.action for event in events) == sorted(action.emits)
    school = None if action in OF_NO_ORGANISATION else actor.organisation
    expected = {AddSupplier: doing.organisation}.get(action, DfE.create() if action in OF_DFE else school)
    assert {event.organisation for event in events} == {expected}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_what_fails_afterwards_takes_change_and_events_back(
    action: type[AccountAction], monkeypatch: pytest.MonkeyPatch
) -> None:
    doing = SCENES[action](approver_of(School.create()))

    def broken() -> None:
        raise RuntimeError("the queue is away")

    monkeypatch.setattr(doing, "notify", broken)
    events, mails = AccountEvent.objects.count(), Mail.objects.count()
    people = list(Membership.objects.order_by("pk").values())
    with pytest.raises(RuntimeError):
        doing.perform()
    assert (AccountEvent.objects.count(), Mail.objects.count()) == (events, mails)
    assert list(Membership.objects.order_by("pk").values()) == people


@pytest.mark.parametrize("action", [Suspend, Remove, Reinstate, Resend, HandOver])
@pytest.mark.parametrize("role", [Role.END_USER, Role.APPROVER])
def test_nobody_changes_people_of_other_organisations_or_without_the_role(
    action: type[AccountAction], role: str
) -> None:
    school = School.create()
    target = member(school)
    stranger = Actor.of(member(School.create() if role == Role.APPROVER else school, role=role))
    with pytest.raises(NotAllowed) as stopped:
        action(stranger, target).perform()  # type: ignore[arg-type]
    assert stopped.value.codes == {"not_yours"}


def test_the_last_approver_cannot_remove_or_demote_themselves() -> None:
    actor = approver_of(School.create())
    member(actor.organisation, role=Role.DEPUTY)
    for doing in (Remove(actor, actor.membership), ChangeRole(actor, actor.membership, Role.END_USER)):
        with pytest.raises(NotAllowed) as stopped:
            doing.perform()
        assert stopped.value.codes == {"last_approver"}

    approver_of(actor.organisation)
    Remove(actor, actor.membership).perform()
    assert Membership.objects.get(pk=actor.membership.pk).state == State.REMOVED


def test_an_approver_who_cannot_sign_in_does_not_count() -> None:
    actor = approver_of(School.create())
    member(actor.organisation, role=Role.APPROVER, person__is_active=False)
    member(actor.organisation, role=Role.APPROVER, is_active=False)
    with pytest.raises(NotAllowed):
        Remove(actor, actor.membership).perform()


def test_a_deputy_runs_accounts_but_does_not_choose_approvers() -> None:
    school = School.create()
    deputy, approver = approver_of(school, Role.DEPUTY), approver_of(school)
    Suspend(deputy, member(school)).perform()
    for doing in (
        Suspend(deputy, approver.membership),
        ChangeRole(deputy, member(school), Role.APPROVER),
        Invite(deputy, school, "a@example.org", "A", Role.APPROVER),
    ):
        with pytest.raises(NotAllowed) as stopped:
            doing.perform()
        assert stopped.value.codes == {"deputy"}


def test_handing_over_makes_an_approver_and_an_end_user() -> None:
    actor = approver_of(School.create())
    colleague = member(actor.organisation)
    HandOver(actor, colleague).perform()
    roles = dict(Membership.objects.filter(organisation=actor.organisation).values_list("pk", "role"))
    assert roles == {actor.membership.pk: Role.END_USER, colleague.pk: Role.APPROVER}


def test_nobody_is_given_what_their_organisation_cannot_do() -> None:
    actor = approver_of(School.create())
    with pytest.raises(NotAllowed) as stopped:
        Invite(actor, actor.organisation, "a@example.org", "A", may=["authorise"]).perform()
    assert stopped.value.codes == {"not_offered"}


def test_inviting_again_after_removal_asks_them_to_join_again() -> None:
    actor = approver_of(School.create())
    gone = member(actor.organisation, removed_at=timezone.now(), is_active=False)
    Invite(actor, actor.organisation, gone.person.email, "New Name").perform()
    gone.refresh_from_db()
    assert (gone.state, gone.name) == (State.INVITED, "New Name")


def test_a_link_works_once_for_48_hours_and_only_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = approver_of(School.create())
    membership = invited(actor)
    first = Invitation.open().get()
    Resend(actor, membership).perform()
    second = Invitation.open().get()
    assert first.pk != second.pk
    assert abs(second.expires_at - timezone.now() - timedelta(hours=48)) < timedelta(minutes=1)
    with pytest.raises(NotAllowed):
        Join(first, "three-calm-otters").perform()
    Join(second, "three-calm-otters").perform()
    with pytest.raises(NotAllowed):
        Join(second, "other-calm-otters").perform()
    assert Person.objects.get(email="new@example.org").check_password("three-calm-otters")

    late = invited(actor, "late@example.org")
    Invitation.objects.filter(membership=late).update(expires_at=timezone.now())
    assert not Invitation.open().exists()


def test_removing_an_invited_person_ends_the_link() -> None:
    actor = approver_of(School.create())
    membership = invited(actor)
    Remove(actor, membership).perform()
    assert not Invitation.open().exists()


# -- stepping in


def stands_in(actor: Actor, organisation: Organisation) -> bool:
    try:
        StepIn(actor, organisation, "They cannot do it.").perform()
    except NotAllowed:
        return False
    return runs_accounts(actor, organisation)


def test_an_la_steps_in_for_its_maintained_school_without_approver_only() -> None:
    la = approver_of(LocalAuthority.create())
    school, led = School.create(), School.create()
    approver_of(led)
    assert stands_in(la, school)
    assert not stands_in(la, led)
    assert not stands_in(la, Academy.create())
    assert not stands_in(la, School.create(la_number="801"))
    assert not stands_in(Actor.of(member(la.organisation)), School.create())


def test_the_la_is_out_again_once_the_school_has_an_approver() -> None:
    la, school = approver_of(LocalAuthority.create()), School.create()
    assert stands_in(la, school)
    Invite(la, school, "head@example.org", "The Head", Role.APPROVER).perform()
    assert runs_accounts(la, school)
    Join(Invitation.open().get(), "three-calm-otters").perform()
    assert not runs_accounts(la, school)


def test_dfe_steps_in_with_a_reason_that_the_organisation_sees() -> None:
    dfe, head = approver_of(DfE.create()), approver_of(School.create())
    with pytest.raises(NotAllowed):
        StepIn(dfe, head.organisation, " ").perform()
    StepIn(dfe, head.organisation, "Call 123: locked out.").perform()
    Suspend(dfe, member(head.organisation), "Asked for by the governors").perform()
    said = AccountEvent.objects.get(organisation=head.organisation, action="person_suspended")
    assert said.reason == "Call 123: locked out. Asked for by the governors"
    assert said.acting_for == dfe.organisation
    assert Mail.objects.filter(to=head.person.email, kind="step_in").exists()


def test_stepping_in_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    dfe, school = approver_of(DfE.create()), School.create()
    assert stands_in(dfe, school)
    school.stand_ins.update(ends_at=timezone.now())
    assert not runs_accounts(dfe, school)
