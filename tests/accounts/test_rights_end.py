"""Whoever was removed starts anew: nothing that they could do comes back, by whatever way they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.access import AccessRequest, CollectionAccess
from accounts.actions import AskForAccess, Claim, GiveAccess, Invite, Join, MakePin, NotAllowed, Reinstate, Remove
from accounts.authority import StandIn
from accounts.ending import STARTS_WITH
from accounts.invitations import Invitation
from accounts.models import AccountEvent, Membership
from accounts.scope import Actor, offered
from tests.accounts.support import approver_of
from tests.factories import DfE, School, member

pytestmark = pytest.mark.django_db
RIGHTS: dict[str, Any] = {
    "role": Membership.Role.APPROVER,
    "can_view": True,
    "can_edit": True,
    "can_submit": True,
    "can_approve": True,
    "can_authorise": True,
    "is_support": True,
    "access_ends_on": date(2027, 1, 1),
    "quiet_warnings": 1,
    "quiet_warned_at": timezone.now(),
}
WHO_AND_WHEN = {
    "id",
    "person",
    "organisation",
    "is_active",
    "active_since",
    "invited_name",
    "joined_at",
    "removed_at",
}


def with_everything(actor: Actor) -> Membership:
    """Somebody with all that there is to have, an open request and a stand-in."""
    full = member(actor.organisation, **RIGHTS)
    CollectionAccess.objects.create(membership=full, collection="autumn", can_submit=True)
    AccessRequest.objects.create(
        membership=full, collection="spring", collection_name="Spring", may=["submit"], asked_of=actor.organisation
    )
    later = timezone.now() + timedelta(hours=1)
    acting = {"person": full.person, "acting_for": actor.organisation, "organisation": School.create()}
    StandIn.objects.create(**acting, reason="They asked.", ends_at=later)
    return full


def is_left(membership: Membership) -> dict[str, Any]:
    """What of it is still there."""
    membership = Membership.objects.get(pk=membership.pk)
    left = {name: getattr(membership, name) for name in RIGHTS if getattr(membership, name) != STARTS_WITH[name]}
    left["exceptions"] = membership.access.count()
    left["requests"] = AccessRequest.objects.filter(membership=membership, answered_at=None).count()
    left["stand-ins"] = StandIn.objects.filter(person=membership.person, ends_at__gt=timezone.now()).count()
    left["links"] = Invitation.objects.filter(membership=membership, ended_at=None).count()
    return {name: value for name, value in left.items() if value}


def test_every_column_of_a_membership_is_a_right_or_says_who_and_when() -> None:
    columns = {field.name for field in Membership._meta.concrete_fields}
    assert set(STARTS_WITH) == set(RIGHTS)
    assert columns - set(STARTS_WITH) == WHO_AND_WHEN


def test_removing_ends_everything_and_says_what_there_was() -> None:
    actor = approver_of(School.create())
    full = with_everything(actor)
    Invitation.make(full, actor.person)
    assert len(is_left(full)) == len(RIGHTS) + 4
    said = Remove(actor, full, "Left").perform()
    assert is_left(full) == {}
    assert said.before == {
        "state": "Active",
        "role": "Approver",
        "may": ["view", "edit", "submit", "approve", "authorise"],
        "support": "yes",
        "until": "1 January 2027",
        "exceptions": 1,
    }
    request = AccessRequest.objects.get(membership=full)
    assert (request.was_given, request.answered_by) == (False, actor.person)


def test_a_request_of_before_cannot_be_given_after_coming_back() -> None:
    actor = approver_of(School.create())
    somebody = member(actor.organisation)
    AskForAccess(Actor.of(somebody), "autumn", "Autumn", ["submit"]).perform()
    request = AccessRequest.objects.get()
    Remove(actor, somebody).perform()
    Reinstate(actor, somebody).perform()
    with pytest.raises(NotAllowed) as stopped:
        GiveAccess(actor, request).perform()
    assert stopped.value.codes == {"answered"}


def removed_before_this_was_so(actor: Actor) -> Membership:
    """As rows are that were removed when removing left the rights where they were."""
    full = with_everything(actor)
    Membership.objects.filter(pk=full.pk).update(removed_at=timezone.now(), is_active=False)
    full.refresh_from_db()
    return full


def invited(actor: Actor, gone: Membership) -> None:
    Invite(actor, actor.organisation, gone.person.email, "Again").perform()


def reinstated(actor: Actor, gone: Membership) -> None:
    Reinstate(actor, gone).perform()


@pytest.mark.parametrize("back", [invited, reinstated])
def test_coming_back_is_with_view_alone(back: Callable[[Actor, Membership], None]) -> None:
    actor = approver_of(School.create())
    gone = removed_before_this_was_so(actor)
    back(actor, gone)
    left = is_left(gone)
    left.pop("links", None)  # the new one
    assert left == {"can_view": True}
    said = AccountEvent.objects.first()
    assert said is not None
    assert (said.before["support"], said.before["exceptions"]) == ("yes", 1)


def test_claiming_starts_anew_too() -> None:
    actor = approver_of(School.create())
    school = actor.organisation
    gone = removed_before_this_was_so(actor)
    Membership.objects.filter(pk=actor.membership.pk).update(role=Membership.Role.DEPUTY)
    pin = MakePin(approver_of(DfE.create()), school)
    pin.perform()
    said = Claim(school, pin.pin, gone.person.email, "The Head").perform()
    left = is_left(gone)
    assert left == {
        "role": Membership.Role.APPROVER,
        "links": 1,
        **{f"can_{permission}": True for permission in offered(school)},
    }
    assert said.before["support"] == "yes"
    Join(Invitation.open().get(membership=gone), known=True).perform()
    assert Membership.objects.get(pk=gone.pk).allowed_words == ["view", "edit", "submit"]


def test_somebody_suspended_comes_back_with_what_they_had() -> None:
    actor = approver_of(School.create())
    somebody = member(actor.organisation, "edit", is_active=False)
    CollectionAccess.objects.create(membership=somebody, collection="autumn", can_submit=True)
    Reinstate(actor, somebody).perform()
    somebody.refresh_from_db()
    assert (somebody.allowed_words, somebody.access.count()) == (["view", "edit"], 1)
