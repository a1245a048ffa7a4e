"""Support: finding people and organisations, seeing what they may open, and helping; each look is an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actions import GiveSupport, Invite, NotAllowed, TakeSupport
from accounts.mail import Mail
from accounts.models import AccountEvent, FormerIdentity, Membership, Organisation
from accounts.scope import Actor
from tests.accounts.support import approver_of, deliver
from tests.collect.factories import CollectionFactory, ReturnFactory
from tests.factories import DfE, LocalAuthority, School, Somebody, member

pytestmark = [pytest.mark.django_db, pytest.mark.services]
Act = Callable[..., Client]
HOME = "/account/support/"


@pytest.fixture
def support(act: Act) -> Client:
    return act(DfE.create(), is_support=True, person__full_name="Sam Doyle")


def found(client: Client, text: str) -> str:
    return client.post(HOME, {"q": text}).content.decode()


def test_people_and_organisations_are_found_by_name_address_and_number(support: Client) -> None:
    school = School.create(name="Meadow Lane", la_number="823", estab="2345", urn="123456")
    somebody = member(school, person__full_name="Nia Hughes")
    FormerIdentity.objects.create(organisation=school, urn="111111", la_number="801", estab="2222", name="Old Name")
    for text in ("meadow", "8232345", "123456", "111111", "8012222", "old name"):
        assert "Meadow Lane" in found(support, text), text
    for text in ("nia", "hughes nia", somebody.person.email):
        assert "Nia Hughes" in found(support, text), text
    assert "Nobody and nothing fits" in found(support, "nowhere")
    assert "Enter two characters or more" in found(support, "n")
    searched = AccountEvent.objects.filter(action="support_searched")
    assert searched.count() == 10
    assert (searched.first().on, searched.first().after) == ("nowhere", {"found": 0})  # type: ignore[union-attr]


@pytest.mark.parametrize("who", ["school", "LA", "DfE reader", "DfE approver"])
def test_only_people_of_dfe_with_the_role_find_these_pages(act: Act, who: str) -> None:
    somebody = member(School.create())
    client = {
        "school": lambda: act(School.create(), role="approver", is_support=True),
        "LA": lambda: act(LocalAuthority.create(), role="approver", is_support=True),
        "DfE reader": lambda: act(DfE.create()),
        "DfE approver": lambda: act(DfE.create(), role="approver"),
    }[who]()
    pages = [HOME, f"{HOME}organisations/{somebody.organisation_id}/", f"/support/people/{somebody.person_id}/"]
    assert {client.get(page).status_code for page in pages} == {404}
    posts = [HOME, f"{HOME}invitations/{somebody.pk}/resend/", f"{HOME}people/{somebody.person_id}/unlock/"]
    assert {client.post(page, {"q": "person"}).status_code for page in posts} == {404}
    assert not AccountEvent.objects.filter(action__startswith="support").exists()


def test_looking_is_seen_by_the_organisation(act: Act, support: Client) -> None:
    school = School.create()
    somebody, approver = member(school), act(school, role="approver")
    assert support.get(f"{HOME}organisations/{school.pk}/").status_code == 200
    assert support.get(f"/support/people/{somebody.person_id}/").status_code == 200
    seen = approver.get("/account/events/").content.decode()
    assert "Support looked at the organisation and its people" in seen
    assert "Support looked at what somebody may open" in seen
    assert "Sam Doyle, Department for Education" in seen
    other = act(School.create(), role="approver").get("/account/events/").content.decode()
    assert "Support looked" not in other


def test_each_organisation_sees_somebody_who_was_invited_as_it_invited_them(act: Act, support: Client) -> None:
    school, person = School.create(), Somebody.create(full_name="Secret Name")
    Invite(approver_of(school), school, person.email, "Invited Name").perform()
    support.get(f"/support/people/{person.pk}/")
    seen = act(school, role="approver").get("/account/events/").content.decode()
    assert "Support looked at what somebody may open: Invited Name" in seen
    assert "Secret Name" not in seen


def test_what_a_person_may_open_is_what_the_portal_would_decide(support: Client) -> None:
    first = ReturnFactory.create()
    spring = CollectionFactory.create(type_code="school-census-spring", name="Spring census")
    ReturnFactory.create(collection=spring, organisation=first.organisation)
    ReturnFactory.create(collection=spring)
    somebody = member(first.organisation, "edit", role="approver")
    somebody.access.create(collection=str(spring.pk), can_submit=True)
    page = support.get(f"/support/people/{somebody.person_id}/")
    (sight,) = page.context["sights"]
    lines = {line.collection.name: (line.cell.may, line.returns) for line in sight.lines}
    assert lines == {"School census autumn 2026": (("view", "edit"), 1), "Spring census": (("submit",), 0)}
    assert "Access to collections" in sight.pages


def test_a_suspended_person_opens_nothing(support: Client) -> None:
    somebody = member(ReturnFactory.create().organisation, is_active=False)
    page = support.get(f"/support/people/{somebody.person_id}/")
    (sight,) = page.context["sights"]
    assert (sight.pages, [line.returns for line in sight.lines]) == ((), [0])
    assert "They can open nothing there." in page.content.decode()


def test_support_sends_an_invitation_again(act: Act, support: Client) -> None:
    school = School.create()
    Invite(approver_of(school), school, "nia@example.org", "Nia").perform()
    membership = Membership.objects.get(person__email="nia@example.org")
    page = support.get(f"/support/people/{membership.person_id}/").content.decode()
    assert "Send the invitation again" in page
    done = support.post(f"{HOME}invitations/{membership.pk}/resend/", follow=True).content.decode()
    assert "We sent Nia a new link" in done
    assert "Department for Education asks you to join" in deliver()[-1].body
    assert AccountEvent.objects.get(action="support_resent").organisation == school
    joined = member(school)
    refused = support.post(f"{HOME}invitations/{joined.pk}/resend/", follow=True).content.decode()
    assert "This person is not waiting for an invitation." in refused


def test_support_unlocks_an_account_and_its_organisations_see_it(act: Act, support: Client) -> None:
    school = School.create()
    somebody, client = member(school), Client()
    where = f"/support/people/{somebody.person_id}/"

    def sign_in(password: str) -> int:
        said = {"login": somebody.person.email, "password": password}
        return client.post("/account/login/", said).status_code

    assert "Unlock the account" not in support.get(where).content.decode()
    for _ in range(5):
        sign_in("wrong")
    assert sign_in("correct-horse-battery") == 200
    assert "Locked after wrong passwords" in support.get(where).content.decode()
    support.post(f"{HOME}people/{somebody.person_id}/unlock/")
    assert "Locked after" not in support.get(where).content.decode()
    assert sign_in("correct-horse-battery") == 302
    assert "Support unlocked an account" in act(school, role="approver").get("/account/events/").content.decode()


def test_the_role_is_given_and_taken_by_approvers_of_dfe_only() -> None:
    dfe = DfE.create()
    approver, one = approver_of(dfe), member(dfe)
    GiveSupport(approver, one).perform()
    one.refresh_from_db()
    assert one.is_support
    TakeSupport(approver, one).perform()
    one.refresh_from_db()
    assert not one.is_support
    assert set(AccountEvent.objects.values_list("action", flat=True)) == {"support_given", "support_taken"}
    with pytest.raises(NotAllowed):
        GiveSupport(approver_of(dfe, Membership.Role.DEPUTY), one).perform()
    with pytest.raises(NotAllowed):
        GiveSupport(Actor.of(member(dfe)), one).perform()
    school: Organisation = School.create()
    with pytest.raises(NotAllowed):
        GiveSupport(approver_of(school), member(school)).perform()


def test_the_person_is_told_of_the_role() -> None:
    dfe = DfE.create()
    one = member(dfe)
    GiveSupport(approver_of(dfe), one).perform()
    assert Mail.objects.get().to == one.person.email
