"""The second step, confirming who one is, and one's own sessions."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client

from accounts.models import AccountEvent, Membership, Person
from collect.models import Return
from collect.tasks import Doorbell
from tests.collect.factories import ReturnFactory, source_of
from tests.collect.support import check, query
from tests.factories import PASSWORD, DfE, School, member

pytestmark = pytest.mark.django_db
Act = Callable[..., Client]


def signed_in(person: Person, client: Client | None = None) -> Client:
    client = client or Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


def later(client: Client, seconds: int) -> None:
    """So long after signing in."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()


# -- the second step


@pytest.mark.parametrize(
    ("organisation", "role", "needed"),
    [
        (School, "end_user", False),
        (School, "deputy", True),
        (School, "approver", True),
        (DfE, "end_user", True),
    ],
)
def test_approvers_and_dfe_set_up_a_second_step_first(
    act: Act, settings: Any, organisation: Any, role: str, needed: bool
) -> None:
    client = act(organisation.create(), role=role)
    assert client.get("/account/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    for page in ("/account/", "/", "/account/people/", "/rules/"):
        answer = client.get(page)
        assert (answer.status_code == 302 and answer["Location"] == "/account/2fa/") is needed, page
    assert client.get("/account/2fa/").status_code == 200
    assert client.get("/account/logout/").status_code == 200

    # That there is one by now does not help a session that never took it: somebody else may have opened it.
    totp.TOTP.activate(Membership.objects.get().person, totp.generate_totp_secret())
    answer = client.get("/account/")
    assert (answer.status_code == 302 and answer["Location"].startswith("/account/login/")) is needed


def test_the_demo_prints_the_code_of_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_code", totp.generate_totp_secret())
    assert capsys.readouterr().out.strip().isdigit()


# -- confirming


@pytest.fixture
def asked(settings: Any) -> None:
    settings.CONFIRM_IDENTITY = True


def pages(return_: Return, membership: Membership) -> dict[str, tuple[Membership, str]]:
    """Who opens what: every page that asks."""
    assert return_.agent is not None
    la = member(return_.agent, "approve")
    dfe = member(DfE.create(), "authorise", role="approver")
    school = f"/account/organisations/{return_.organisation_id}/"
    return {
        "approve": (la, f"/returns/{return_.pk}/actions/approve/"),
        "approve many": (la, f"/collections/{return_.collection.slug}/approve/?return={return_.pk}"),
        "authorise": (dfe, f"/returns/{return_.pk}/actions/authorise/"),
        "invite": (membership, school + "people/invite/"),
        "suspend": (membership, f"{school}people/{member(return_.organisation).pk}/suspend/"),
        "access": (membership, f"/access/change/?person={membership.pk}"),
        "step in": (dfe, school + "step-in/"),
        "pin": (dfe, school + "pin/"),
    }


@pytest.mark.parametrize(
    "page", ["approve", "approve many", "authorise", "invite", "suspend", "access", "step in", "pin"]
)
def test_some_pages_ask_who_it_is_once_five_minutes_have_passed(asked: None, page: str) -> None:
    return_ = ReturnFactory.create()
    somebody, where = pages(return_, member(return_.organisation, role="approver"))[page]
    client = signed_in(somebody.person)
    assert client.get(where).status_code == 200
    later(client, 301)
    answer = client.get(where)
    assert answer["Location"].startswith("/account/reauthenticate/?next=")
    client.post(answer["Location"], {"password": PASSWORD})
    assert client.get(where).status_code == 200


@pytest.mark.parametrize("name", ["file", "findings"])
def test_downloads_of_pupil_data_ask_too(
    asked: None, name: str, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(Doorbell, "ring", lambda *_: None)
    return_ = ReturnFactory.create()
    submission = check(return_, source_of(return_), query())
    where = f"/submissions/{submission.pk}/download/" if name == "file" else f"/returns/{return_.pk}/findings.csv"
    client = signed_in(member(return_.organisation).person)
    answer = client.get(where)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    later(client, 301)
    assert client.get(where)["Location"].startswith("/account/reauthenticate/")


def test_a_form_that_was_sent_is_not_lost(asked: None) -> None:
    school = School.create()
    client = signed_in(member(school, role="approver").person)
    target = member(school)
    where = f"/account/organisations/{school.pk}/people/{target.pk}/suspend/"
    later(client, 301)
    asking = client.post(where, {"reason": "Left"})
    target.refresh_from_db()
    assert target.is_active
    client.post(asking["Location"], {"password": PASSWORD, "next": where})
    target.refresh_from_db()
    assert not target.is_active


def test_what_is_foreign_is_not_found_before_anything_is_asked(asked: None) -> None:
    client = signed_in(member(School.create(), role="approver").person)
    other = School.create()
    later(client, 301)
    assert client.get(f"/account/organisations/{other.pk}/people/invite/").status_code == 404
    assert client.get(f"/returns/{ReturnFactory.create().pk}/actions/approve/").status_code == 404


# -- sessions


def test_a_session_elsewhere_is_listed_and_ended(client: Client) -> None:
    person = member(School.create()).person
    here, there = signed_in(person, client), signed_in(person)
    listed = here.get("/account/sessions/").content.decode()
    assert listed.count("Sign out there") == 1
    assert "This device" in listed
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert AccountEvent.objects.filter(action="session_ended", subject=person).exists()


def test_sessions_of_others_are_not_found(client: Client) -> None:
    signed_in(member(School.create()).person)
    theirs = UserSession.objects.get()
    signed_in(member(School.create()).person, client)
    assert client.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert UserSession.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(("organisation", "minutes"), [(School, 60), (DfE, 20)])
def test_each_page_knows_when_to_warn(act: Act, organisation: Any, minutes: int) -> None:
    client = act(organisation.create())
    assert f'data-idle-minutes="{minutes}" data-stay="/account/stay/"' in client.get("/account/").content.decode()
    session = client.session
    session["last_seen"] = int(time.time()) - 120
    session.save()
    assert client.get("/account/stay/").status_code == 204
    assert client.session["last_seen"] > time.time() - 60
