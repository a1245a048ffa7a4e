"""Access to every collection of a family, those to come included; and the grid of an organisation stepped in for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.access import CollectionAccess, who_may
from accounts.actions import AskForAccess, GiveAccess, SetAccess, StepIn
from accounts.models import AccountEvent, Membership
from accounts.scope import Actor, Permission
from collect import scope
from collect.models import Collection, Return
from tests.accounts.support import approver_of
from tests.collect.factories import CollectionFactory, ReturnFactory
from tests.factories import DfE, School, member

pytestmark = [pytest.mark.django_db, pytest.mark.services]
Act = Callable[..., Client]
FAMILY = "family:school-census"


def fresh(membership: Membership) -> Actor:
    return Actor.of(Membership.objects.select_related("person", "organisation").get(pk=membership.pk))


def give(somebody: Membership, key: str, may: list[str] | None, **more: object) -> None:
    approver = approver_of(somebody.organisation)
    SetAccess(approver, somebody, key, key, may, **more).perform()  # type: ignore[arg-type]


def coming(return_: Return, type_code: str = "school-census-spring") -> Return:
    later: Collection = CollectionFactory.create(type_code=type_code, name="Later census")
    return ReturnFactory.create(collection=later, organisation=return_.organisation)


def test_it_is_given_once_and_holds_in_collections_that_open_later() -> None:
    first = ReturnFactory.create()
    somebody = member(first.organisation, can_view=False)
    give(somebody, FAMILY, ["view", "edit"])
    later = coming(first)
    actor = fresh(somebody)
    assert set(scope.returns_for(actor)) == {first, later}
    assert actor.may(Permission.EDIT, later.collection)
    assert not actor.may(Permission.SUBMIT, later.collection)
    assert CollectionAccess.objects.count() == 1


def test_what_is_said_of_one_collection_goes_before_its_family() -> None:
    first = ReturnFactory.create()
    later = coming(first)
    somebody = member(first.organisation, "edit")
    give(somebody, FAMILY, [])
    give(somebody, str(later.collection.pk), ["view"])
    actor = fresh(somebody)
    assert list(scope.returns_for(actor)) == [later]
    assert not actor.may(Permission.EDIT, first.collection)
    give(somebody, str(later.collection.pk), None)
    assert list(scope.returns_for(fresh(somebody))) == []


def test_it_ends_on_its_last_day() -> None:
    first = ReturnFactory.create()
    somebody = member(first.organisation, can_view=False)
    today = timezone.localdate()
    give(somebody, FAMILY, ["view"], ends_on=today)
    assert list(scope.returns_for(fresh(somebody))) == [first]
    CollectionAccess.objects.update(ends_on=today - timedelta(days=1))
    assert list(scope.returns_for(fresh(somebody))) == []
    assert not Membership.objects.filter(who_may(("view",), str(first.collection.pk)), pk=somebody.pk).exists()


@pytest.mark.parametrize(
    ("general", "family", "single", "may"),
    [
        (True, None, None, True),
        (True, False, None, False),
        (False, True, None, True),
        (False, True, False, False),
        (False, False, True, True),
    ],
)
def test_those_who_are_told_are_those_who_may(
    general: bool, family: bool | None, single: bool | None, may: bool
) -> None:
    return_ = ReturnFactory.create()
    key = str(return_.collection.pk)
    somebody = member(return_.organisation, can_edit=general)
    for where, allowed in ((FAMILY, family), (key, single)):
        if allowed is not None:
            give(somebody, where, ["edit"] if allowed else [])
    told = Membership.objects.filter(who_may(("edit",), key), pk=somebody.pk).exists()
    assert told == fresh(somebody).may(Permission.EDIT, return_.collection) == may


def test_it_is_asked_for_and_given() -> None:
    first = ReturnFactory.create()
    somebody, approver = member(first.organisation), approver_of(first.organisation)
    asking = AskForAccess(fresh(somebody), FAMILY, "Every one", ["edit"])
    asking.perform()
    GiveAccess(approver, asking.request).perform()
    assert fresh(somebody).may(Permission.EDIT, coming(first).collection)
    assert AccountEvent.objects.get(action="access_given").after == {"Every one": "view, edit"}


def test_the_grid_names_the_family_and_changes_many_at_once(act: Act) -> None:
    first = ReturnFactory.create()
    people = [member(first.organisation) for _ in range(2)]
    client = act(first.organisation, "submit", role="approver")
    page = client.get("/access/").content.decode()
    assert "School census: every one, those to come included" in page
    said = {"person": [one.pk for one in people], "collection": FAMILY, "may": ["view", "submit"]}
    assert client.post("/access/change/", said).status_code == 302
    assert "As in all of its kind" in client.get("/access/").content.decode()
    later = coming(first).collection
    assert all(fresh(one).may(Permission.SUBMIT, later) for one in people)
    form = client.get("/access/change/", {"person": people[0].pk, "collection": FAMILY}).context["form"]
    assert form.initial == {"may": ("view", "submit"), "ends_on": None, "same": False}
    assert client.post("/access/change/", {**said, "collection": "family:other"}).status_code == 404


def test_the_grid_is_asked_for_with_as_many_queries_for_more_people(
    act: Act, django_assert_max_num_queries: Callable[..., object]
) -> None:
    first = ReturnFactory.create()
    client = act(first.organisation, role="approver")
    for _ in range(20):
        give(member(first.organisation), FAMILY, ["view"])
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        client.get("/access/")


def test_who_stepped_in_sees_and_changes_the_grid_of_that_organisation(act: Act) -> None:
    return_ = ReturnFactory.create()
    school, somebody = return_.organisation, member(return_.organisation)
    dfe = approver_of(DfE.create())
    client = Client()
    client.force_login(dfe.person)
    where = f"/organisations/{school.pk}/access/"
    assert client.get(where).status_code == 404
    StepIn(dfe, school, "They asked.").perform()
    assert somebody.person.full_name in client.get(where).content.decode()
    assert f'href="{where}"' in client.get(f"/account/organisations/{school.pk}/people/").content.decode()
    said = {"person": somebody.pk, "collection": FAMILY, "may": ["view", "edit"]}
    assert client.post(f"{where}change/", said)["Location"] == where
    event = AccountEvent.objects.get(action="access_changed")
    assert (event.organisation, event.acting_for, event.reason) == (school, dfe.organisation, "They asked")
    assert client.get(f"/organisations/{School.create().pk}/access/").status_code == 404
    stranger = member(School.create())
    assert client.post(f"{where}change/", {**said, "person": stranger.pk}).status_code == 404
