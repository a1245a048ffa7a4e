"""The pages about people: what an approver can do there, and what they never give away."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import Invite
from accounts.mail import NOTHING_KEPT, Mail
from accounts.models import AccountEvent, Membership
from tests.accounts.support import approver_of, deliver, link_in
from tests.factories import PASSWORD, Academy, DfE, LocalAuthority, School, Somebody, member

pytestmark = pytest.mark.django_db
Act = Callable[..., Client]
NEW = {"full_name": "Nia Hughes", "role": "end_user", "may": ["view", "edit"]}
JOIN = "/account/join/"
PASSWORDS = {"full_name": "Nia Hughes", "password1": "three-calm-otters", "password2": "three-calm-otters"}


def people(organisation: object) -> str:
    return f"/account/organisations/{organisation.pk}/people/"  # type: ignore[attr-defined]


def test_somebody_new_is_invited_joins_and_signs_in(act: Act, client: Client) -> None:
    school = School.create(name="Meadow Lane")
    sent = act(school, "edit", role="approver").post(people(school) + "invite/", {**NEW, "email": "Nia@Example.org"})
    assert sent.status_code == 302
    (message,) = deliver()
    assert message.to == ["nia@example.org"]
    assert "Meadow Lane" in message.subject
    assert Mail.objects.get().body == NOTHING_KEPT

    where = link_in(message)
    followed = client.get(where)
    assert (followed.status_code, followed["Location"]) == (302, JOIN)  # from here on no address holds the token
    assert "Choose a password" in client.get(JOIN).content.decode()
    weak = client.post(JOIN, {**PASSWORDS, "password1": "short", "password2": "short"}).content.decode()
    assert "at least 14 characters" in weak
    other = client.post(JOIN, {**PASSWORDS, "password2": "two-calm-otters"}).content.decode()
    assert "The two passwords are not the same" in other
    assert client.post(JOIN, PASSWORDS)["Location"] == "/account/login/"
    assert "The link no longer works" in client.get(where).content.decode()
    signed_in = client.post("/account/login/", {"login": "nia@example.org", "password": "three-calm-otters"})
    assert signed_in["Location"] == "/"
    assert client.get("/account/").context["actor"].membership.allowed_words == ["view", "edit"]


def masked(text: str, *words: str) -> str:
    """A page without what must differ: tokens, ids and the address typed."""
    for word in words:
        text = text.replace(word, "·")
    return re.sub(r'value="[\w-]{60,}"|(organisations|people)/\d+/|[\w-]{43}', "·", text)


def test_an_approver_cannot_tell_whether_an_account_exists(act: Act) -> None:
    known = Somebody.create(full_name="Secret Name")
    pages = []
    for email in (known.email, "nobody-yet@example.org"):
        school = School.create(name="Same Name")
        client = act(
            school, "edit", role="approver", person__full_name="Approver", person__email=f"a{school.pk}@example.org"
        )
        sent = client.post(people(school) + "invite/", {**NEW, "email": email}, follow=True)
        membership = Membership.objects.get(person__email=email)
        shown = client.get(f"{people(school)}{membership.pk}/")
        events = client.get("/account/events/")
        csv = b"".join(client.get("/account/events/", {"format": "csv"}).streaming_content).decode()
        text = "".join(page.content.decode() for page in (sent, shown, events))
        assert "Secret Name" not in text + csv
        pages.append(masked(text, email, school.laestab, f"a{school.pk}@example.org"))
    assert pages[0].splitlines() == pages[1].splitlines()
    bodies = [masked(message.body) for message in deliver()]
    assert bodies[0] == bodies[1]


def test_inviting_somebody_known_takes_as_many_queries_give_or_take_the_new_row() -> None:
    school, known = School.create(), Somebody.create()
    counts = []
    for email in (known.email, "nobody-yet@example.org"):
        actor = approver_of(school)  # as each request has one of its own, that remembers nothing
        with CaptureQueriesContext(connection) as asked:
            Invite(actor, actor.organisation, email, "A Name").perform()
        counts.append(len(asked))
    assert counts[1] - counts[0] in (0, 1)


def test_somebody_known_joins_by_signing_in_as_themselves(act: Act) -> None:
    person = Somebody.create()
    school = School.create()
    Invite(approver_of(school), school, person.email, "Whoever").perform()
    where = link_in(deliver()[0])
    stranger = act(School.create())
    assert "This link is for somebody else" in stranger.get(where, follow=True).content.decode()
    assert stranger.post(JOIN).status_code == 200
    assert "Sign in with it to join" in Client().get(where, follow=True).content.decode()
    assert Membership.objects.get(person=person).state == "invited"

    client = Client()
    assert f"/account/login/?next={JOIN}" in client.get(where, follow=True).content.decode()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD, "next": JOIN})
    assert client.post(JOIN)["Location"] == "/"
    assert Membership.objects.get(person=person).state == "active"
    assert client.get("/account/").context["actor"].organisation == school


@pytest.mark.parametrize("step", ["suspend", "remove"])
def test_a_suspended_or_removed_person_is_out_at_the_next_click(act: Act, step: str) -> None:
    school = School.create()
    end_user = member(school)
    theirs = Client()
    theirs.force_login(end_user.person)
    approver = act(school, role="approver")
    where = f"{people(school)}{end_user.pk}/{step}/"
    assert "What happens next" in approver.get(where).content.decode()
    assert approver.post(where, {"reason": "Left"}).status_code == 302
    assert theirs.get("/account/").context["actor"] is None
    assert AccountEvent.objects.get(subject=end_user.person, action__startswith="person_").reason == "Left"
    assert approver.post(f"{people(school)}{end_user.pk}/reinstate/").status_code == 302
    assert theirs.get("/account/").context["actor"] is not None


def test_the_last_approver_is_told_what_to_do_first(act: Act) -> None:
    school = School.create()
    client = act(school, role="approver")
    own = Membership.objects.get(organisation=school)
    page = client.post(f"{people(school)}{own.pk}/remove/", {}).content.decode()
    assert "You are the only approver. Make somebody else an approver first." in page
    assert "Remove</a>" not in client.get(f"{people(school)}{own.pk}/").content.decode()


WHO = ("own approver", "deputy", "end user", "other school", "its LA", "other LA", "DfE approver", "DfE reader")


@pytest.mark.parametrize("has_approver", [True, False])
@pytest.mark.parametrize("who", WHO)
def test_whose_people_are_whose(act: Act, who: str, has_approver: bool) -> None:
    """Foreign is not found; stepping in opens the pages to those who may."""
    school, target = School.create(), None
    client = {
        "own approver": lambda: act(school, role="approver"),
        "deputy": lambda: act(school, role="deputy"),
        "end user": lambda: act(school),
        "other school": lambda: act(School.create(), role="approver"),
        "its LA": lambda: act(LocalAuthority.create(), role="approver"),
        "other LA": lambda: act(LocalAuthority.create(la_number="801"), role="approver"),
        "DfE approver": lambda: act(DfE.create(), role="approver"),
        "DfE reader": lambda: act(DfE.create()),
    }[who]()
    if has_approver:
        member(school, role="approver")
    target = member(school)
    pages = [people(school), people(school) + "invite/", f"{people(school)}{target.pk}/"]
    pages += [f"{people(school)}{target.pk}/{step}/" for step in ("suspend", "remove", "role")]
    runs = who in ("own approver", "deputy")
    assert {client.get(page).status_code for page in pages} == {200 if runs else 404}
    may_step_in = who == "DfE approver" or (who == "its LA" and not has_approver)
    step_in = f"/account/organisations/{school.pk}/step-in/"
    assert client.get(step_in).status_code == (200 if may_step_in else 404)
    assert client.post(step_in, {"reason": "They asked."}).status_code == (302 if may_step_in else 404)
    assert {client.get(page).status_code for page in pages} == {200 if runs or may_step_in else 404}
    assert client.get(f"{people(school)}{member(School.create()).pk}/").status_code == 404


def test_the_la_finds_its_schools_without_approver(act: Act) -> None:
    without, led = School.create(name="Without"), School.create(name="Led by a head")
    member(led, role="approver")
    Academy.create(name="Own Master")
    text = act(LocalAuthority.create(), role="approver").get("/account/organisations/").content.decode()
    assert "Without" in text
    assert "Led by a head" not in text
    assert "Own Master" not in text
    found = act(DfE.create(), role="approver").post("/account/organisations/", {"q": without.laestab}, follow=True)
    assert [one.name for one in found.context["organisations"]] == ["Without"]
    assert act(School.create(), role="approver").get("/account/organisations/").status_code == 404
