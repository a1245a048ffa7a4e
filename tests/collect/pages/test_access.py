"""Access for each collection: given, taken, for a time, asked for, answered, passed on; and the pages honour it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone as django_timezone

from accounts.access import AccessRequest, CollectionAccess, who_may, working_days_since
from accounts.actions import AskForAccess, NotAllowed, SetAccess
from accounts.mail import Mail
from accounts.models import AccountEvent, Membership
from accounts.scope import Actor, Permission
from accounts.tasks import pass_on_requests
from collect import scope
from collect.actions import Submit
from collect.models import Collection, Return
from tests.collect.factories import CollectionFactory, ReturnFactory
from tests.factories import DfE, School, member

pytestmark = pytest.mark.django_db
Act = Callable[..., Client]


@pytest.fixture
def two(db: None) -> tuple[Return, Return]:
    """Two returns of one school, in two collections."""
    first = ReturnFactory.create()
    spring = CollectionFactory.create(type_code="school-census-spring", name="Spring census")
    return first, ReturnFactory.create(collection=spring, organisation=first.organisation)


def approver(return_: Return) -> Actor:
    return Actor.of(member(return_.organisation, "edit", "submit", role="approver"))


def fresh(membership: Membership) -> Actor:
    return Actor.of(Membership.objects.select_related("person", "organisation").get(pk=membership.pk))


def test_what_is_taken_in_one_collection_is_not_found_there(two: tuple[Return, Return]) -> None:
    first, second = two
    somebody = member(first.organisation, "edit")
    SetAccess(approver(first), somebody, str(first.collection.pk), first.collection.name, []).perform()
    assert list(scope.returns_for(fresh(somebody))) == [second]
    assert set(scope.collections_for(fresh(somebody))) == {second.collection}


def test_what_is_given_in_one_collection_holds_there_only(two: tuple[Return, Return]) -> None:
    first, second = two
    somebody = member(first.organisation, can_view=False)
    key = str(second.collection.pk)
    SetAccess(approver(first), somebody, key, second.collection.name, ["view", "edit"]).perform()
    actor = fresh(somebody)
    assert list(scope.returns_for(actor)) == [second]
    assert actor.may(Permission.EDIT, second.collection)
    assert not actor.may(Permission.EDIT, first.collection)
    assert actor.may(Permission.EDIT)


def test_actions_ask_for_the_collection(two: tuple[Return, Return]) -> None:
    first, _ = two
    somebody = member(first.organisation, "submit")
    SetAccess(approver(first), somebody, str(first.collection.pk), first.collection.name, ["view"]).perform()
    codes = [{reason.code for reason in Submit(fresh(somebody), return_).reasons()} for return_ in two]
    assert "no_permission" in codes[0]
    assert "no_permission" not in codes[1]


def test_collections_to_come_are_included(two: tuple[Return, Return]) -> None:
    first, _ = two
    somebody = member(first.organisation)
    SetAccess(approver(first), somebody, str(first.collection.pk), first.collection.name, []).perform()
    later = CollectionFactory.create(type_code="school-census-summer", name="Summer census")
    coming = ReturnFactory.create(collection=later, organisation=first.organisation)
    assert coming in scope.returns_for(fresh(somebody))


@pytest.mark.parametrize("everywhere", [True, False])
def test_access_ends_with_its_last_day(two: tuple[Return, Return], everywhere: bool) -> None:
    first, _ = two
    somebody = member(first.organisation, can_view=everywhere)
    today = django_timezone.localdate()
    key = "" if everywhere else str(first.collection.pk)
    SetAccess(approver(first), somebody, key, "It", ["view"], today).perform()
    assert first in scope.returns_for(fresh(somebody))
    assert Membership.objects.filter(who_may(["view"], str(first.collection.pk)), pk=somebody.pk).exists()

    yesterday = today - timedelta(days=1)
    Membership.objects.filter(pk=somebody.pk).exclude(access_ends_on=None).update(access_ends_on=yesterday)
    CollectionAccess.objects.update(ends_on=yesterday)
    assert not scope.returns_for(fresh(somebody)).exists()
    assert not Membership.objects.filter(who_may(["view"], str(first.collection.pk)), pk=somebody.pk).exists()
    with pytest.raises(NotAllowed):
        SetAccess(approver(first), somebody, key, "It", ["view"], yesterday).perform()


def test_the_grid_changes_many_at_once_and_says_so_in_the_events(act: Act, two: tuple[Return, Return]) -> None:
    first, _ = two
    client = act(first.organisation, "edit", role="approver")
    people = [member(first.organisation) for _ in range(2)]
    text = client.get("/access/").content.decode()
    assert first.collection.name in text
    assert people[0].person.full_name in text
    asked: dict[str, Any] = {"person": [one.pk for one in people], "collection": str(first.collection.pk)}
    assert "Change access" in client.get("/access/change/", asked).content.decode()
    assert client.post("/access/change/", {**asked, "may": ["view", "edit"]}).status_code == 302
    assert CollectionAccess.objects.filter(can_edit=True, can_submit=False).count() == 2
    event = AccountEvent.objects.filter(action="access_changed").first()
    assert event is not None
    assert (event.before, event.after) == ({first.collection.name: "view"}, {first.collection.name: "view, edit"})
    assert client.post("/access/change/", {**asked, "same": "on"}).status_code == 302
    assert not CollectionAccess.objects.exists()


def test_foreign_people_and_collections_are_not_found(act: Act, two: tuple[Return, Return]) -> None:
    first, _ = two
    client = act(first.organisation, role="approver")
    stranger, own = member(School.create()), member(first.organisation)
    elsewhere: Collection = CollectionFactory.create(blade="familiarisation")
    for asked in (
        {"person": stranger.pk},
        {"person": own.pk, "collection": str(elsewhere.pk)},
        {"person": own.pk, "collection": "nonsense"},
    ):
        assert client.get("/access/change/", asked).status_code == 404
        assert client.post("/access/change/", asked).status_code == 404
    assert client.get("/access/change/").status_code == 302


def test_somebody_asks_in_two_clicks_and_is_given_it(act: Act, two: tuple[Return, Return]) -> None:
    first, _ = two
    boss = approver(first)
    client = act(first.organisation)
    assert "/access/ask/" in client.get("/").content.decode()
    form = client.get("/access/ask/").context["form"]
    asked = {"collection": form["collection"].value(), "may": form["may"].value()}
    assert client.post("/access/ask/", asked).status_code == 302
    assert Mail.objects.get(kind="access_asked").to == boss.person.email
    again = client.post("/access/ask/", asked).content.decode()
    assert "You have asked for this collection already" in again

    theirs = Client()
    theirs.force_login(boss.person)
    request = AccessRequest.objects.get()
    assert f"/access/requests/{request.pk}/" in theirs.get("/").content.decode()
    assert theirs.post(f"/access/requests/{request.pk}/", {"answer": "give"}).status_code == 302
    row = CollectionAccess.objects.get()
    assert (row.can_view, row.can_edit, row.can_submit, row.can_approve) == (True, True, True, False)
    second_answer = theirs.post(f"/access/requests/{request.pk}/", {"answer": "refuse", "reason": "x"})
    assert "has answered this request already" in second_answer.content.decode()


def test_refusing_needs_a_reason(act: Act, two: tuple[Return, Return]) -> None:
    first, _ = two
    AskForAccess(Actor.of(member(first.organisation)), str(first.collection.pk), "It", ["edit"]).perform()
    client = act(first.organisation, role="approver")
    where = f"/access/requests/{AccessRequest.objects.get().pk}/"
    assert "Say why you refuse" in client.post(where, {"answer": "refuse"}).content.decode()
    assert client.post(where, {"answer": "refuse", "reason": "Not your work"}).status_code == 302
    assert not CollectionAccess.objects.exists()
    assert act(School.create(), role="approver").get(where).status_code == 404


def test_after_five_working_days_it_goes_to_the_level_above(act: Act, two: tuple[Return, Return]) -> None:
    first, _ = two
    assert first.agent is not None
    approver(first)
    la, dfe = act(first.agent, role="approver"), act(DfE.create(), role="approver")
    AskForAccess(Actor.of(member(first.organisation)), str(first.collection.pk), "It", ["edit"]).perform()
    request = AccessRequest.objects.get()
    where = f"/access/requests/{request.pk}/"
    assert pass_on_requests() == 0
    assert la.get(where).status_code == 404
    for client, level in ((la, first.agent), (dfe, DfE.create())):
        AccessRequest.objects.update(waits_since=django_timezone.now() - timedelta(days=20))
        assert pass_on_requests() == 1
        request.refresh_from_db()
        assert request.asked_of == level
        assert client.get(where).status_code == 200
    AccessRequest.objects.update(waits_since=django_timezone.now() - timedelta(days=20))
    assert pass_on_requests() == 0
    assert dfe.post(where, {"answer": "give"}).status_code == 302


def test_a_weekend_is_no_working_day() -> None:
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)
    days = [working_days_since(friday, friday + timedelta(days=passed)) for passed in range(8)]
    assert days == [0, 0, 0, 1, 2, 3, 4, 5]


def test_a_bank_holiday_of_england_is_no_working_day() -> None:
    christmas_eve = datetime(2026, 12, 24, 12, tzinfo=UTC)
    days = [working_days_since(christmas_eve, christmas_eve + timedelta(days=passed)) for passed in range(12)]
    assert days == [0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 4]


def test_without_an_approver_of_its_own_the_level_above_is_asked_at_once(two: tuple[Return, Return]) -> None:
    first, _ = two
    member(first.agent, role="approver")  # type: ignore[arg-type]
    AskForAccess(Actor.of(member(first.organisation)), str(first.collection.pk), "It", ["edit"]).perform()
    assert AccessRequest.objects.get().asked_of == first.agent
