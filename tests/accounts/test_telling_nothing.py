"""Nothing that a stranger sees or measures says whether an account or an organisation exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import asked as to_strangers
from accounts import tasks
from accounts.asked import Asked
from accounts.claims import ClaimPin
from accounts.models import AccountEvent, Mail
from tests.accounts.support import deliver
from tests.factories import PASSWORD, DfE, School, Somebody, member

pytestmark = pytest.mark.django_db
UNKNOWN = "nobody@example.org"
WRONG = "not-the-password-at-all"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were hashed."""
    found: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, *args: Any, **kwargs: Any) -> str:
        found.append(password)
        return encode(self, password, *args, **kwargs)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return found


def seen(answer: Any, *words: str) -> tuple[int, str]:
    """An answer without what must differ: what was typed, and protection of forms."""
    text = f"{answer.get('Location', '')} {answer.content.decode()}"
    for word in words:
        text = text.replace(word, "·")
    return answer.status_code, re.sub(r'value="[\w-]{60,}"', "·", text)


def asked(path: str, form: Callable[[str], dict[str, str]], emails: list[str], hashed: list[str]) -> list[Any]:
    """For each address: the answer, the page after it, and how often a password was hashed."""
    found = []
    for email in emails:
        cache.clear()
        hashed.clear()
        client = Client()
        first = client.post(path, form(email))
        second = client.get(first["Location"]) if first.status_code == 302 else first
        found.append((seen(first, email), seen(second, email), len(hashed)))
    return found


def addresses() -> list[str]:
    """Somebody known, suspended, without a password yet, and nobody."""
    known = member(School.create()).person
    suspended = member(School.create(), person__is_active=False).person
    invited = Somebody.create()
    invited.set_unusable_password()
    invited.save()
    return [known.email, suspended.email, invited.email, UNKNOWN]


def test_a_wrong_password(hashed: list[str]) -> None:
    found = asked("/account/login/", lambda email: {"login": email, "password": WRONG}, addresses(), hashed)
    assert all(answer == found[0] for answer in found)
    assert found[0][2] == 1


def test_too_many_wrong_passwords(hashed: list[str]) -> None:
    known, found = member(School.create()).person.email, []
    for email in (known, UNKNOWN):
        cache.clear()
        client = Client()
        for _ in range(7):
            hashed.clear()
            answer = client.post("/account/login/", {"login": email, "password": WRONG})
        found.append((seen(answer, email), len(hashed)))
    assert found[0] == found[1]
    assert "Too many attempts to sign in" in found[0][0][1]
    # Once each, whether or not there is somebody.
    assert list(Asked.objects.values_list("kind", "email")) == [("locked", known), ("locked", UNKNOWN)]


def test_a_new_password(hashed: list[str]) -> None:
    found = asked("/account/password/reset/", lambda email: {"email": email}, addresses(), hashed)
    assert all(answer == found[0] for answer in found)


def test_a_code_by_email(hashed: list[str]) -> None:
    emails = [member(School.create()).person.email, UNKNOWN]
    found = asked("/account/login/code/", lambda email: {"email": email}, emails, hashed)
    assert found[0] == found[1]


def test_a_claim(hashed: list[str]) -> None:
    school, other = School.create(), School.create()
    ClaimPin.make(school, member(DfE.create()).person)

    def form(number: str) -> dict[str, str]:
        return {"number": number, "pin": "AAAA-AAAA-AAAA", "full_name": "A Head", "email": UNKNOWN}

    found = asked("/account/claim/", form, [school.laestab, other.laestab, "9999999"], hashed)
    assert all(answer == found[0] for answer in found)


def lock_out(client: Client, email: str) -> None:
    for _ in range(9):
        client.post("/account/login/", {"login": email, "password": WRONG})


def test_somebody_locked_out_is_told_once(client: Client) -> None:
    person = member(School.create()).person
    lock_out(client, person.email)
    (message,) = deliver()
    assert message.to == [person.email]
    assert "wrong password" in message.body
    assert AccountEvent.objects.get(action="sign_in_locked").subject == person
    assert not Asked.objects.exists(), "forgotten"


def test_an_address_that_nobody_has_is_forgotten_and_nothing_is_sent(client: Client) -> None:
    lock_out(client, UNKNOWN)
    client.post("/account/password/reset/", {"email": UNKNOWN})
    client.post("/account/login/code/", {"email": UNKNOWN})
    assert Asked.objects.count() == 3
    assert deliver() == []
    assert not Asked.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.logs("broker unavailable")
@pytest.mark.django_db(transaction=True)
@pytest.mark.logs("broker unavailable")
def test_a_broker_that_is_away_loses_no_notice(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.answer_stranger, "apply_async", away)
    monkeypatch.setattr(tasks.send_mail, "apply_async", away)
    person = member(School.create()).person
    lock_out(client, person.email)
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(to_strangers.timezone, "now", lambda: later)
    rung: list[int] = []
    monkeypatch.setattr(tasks.answer_stranger, "ring", rung.append)
    tasks.sweep()
    assert rung == [Asked.objects.get().pk]
    (message,) = deliver()
    assert message.to == [person.email]


def test_a_code_that_came_too_late_is_not_sent(client: Client) -> None:
    client.post("/account/login/code/", {"email": member(School.create()).person.email})
    Asked.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert deliver() == []


def test_a_code_by_email_signs_in(client: Client) -> None:
    person = member(School.create()).person
    assert "/account/login/code/" in client.get("/account/login/").content.decode()
    client.post("/account/login/code/", {"email": person.email})
    (message,) = deliver()
    code = re.search(r"^([A-Z0-9-]{6,})$", message.body, re.M)
    assert code is not None
    assert "The code is not right" in client.post("/account/login/code/confirm/", {"code": "WRONG1"}).content.decode()
    assert client.post("/account/login/code/confirm/", {"code": code[1]})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert AccountEvent.objects.filter(action="signed_in", person=person).exists()
    assert code[1] not in Mail.objects.get().body


def test_who_waits_for_a_code_can_go_back(client: Client) -> None:
    client.post("/account/login/code/", {"email": UNKNOWN})
    assert "Cancel and go back to sign in" in client.get("/account/login/code/confirm/").content.decode()
    back = client.post("/account/logout/", {"next": "/account/login/"}, follow=True)
    assert 'type="password"' in back.content.decode()


def test_a_code_for_nobody_signs_nobody_in(client: Client) -> None:
    client.post("/account/login/code/", {"email": UNKNOWN})
    assert "The code is not right" in client.post("/account/login/code/confirm/", {"code": "WRONG1"}).content.decode()
    assert deliver() == []


@pytest.mark.parametrize("action", ["signed_in", "password_changed"])
def test_what_cannot_be_recorded_does_not_happen(client: Client, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    person = member(School.create()).person
    if action == "password_changed":
        client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    create = AccountEvent.objects.create

    def failing(self: Any, **fields: Any) -> AccountEvent:
        if fields["action"] == action:
            raise RuntimeError("not recorded")
        return create(**fields)

    monkeypatch.setattr(type(AccountEvent.objects), "create", failing)
    before, old = person.last_login, PASSWORD
    path, form = {
        "signed_in": ("/account/login/", {"login": person.email, "password": old}),
        "password_changed": (
            "/account/password/change/",
            {"oldpassword": old, "password1": "three-calm-otters", "password2": "three-calm-otters"},
        ),
    }[action]
    with pytest.raises(RuntimeError, match="not recorded"):
        client.post(path, form)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    if action == "signed_in":
        assert person.last_login == before
        assert "_auth_user_id" not in client.session


@pytest.mark.logs("request not answered")
def test_what_cannot_be_answered_is_forgotten_and_holds_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    person = Somebody.create()
    for kind in (Asked.Kind.NEW_PASSWORD, Asked.Kind.LOCKED):
        to_strangers.write_down(kind, person.email)

    def broken(*_: Any) -> None:
        raise KeyError("no such template")

    monkeypatch.setitem(to_strangers.SENT, Asked.Kind.NEW_PASSWORD, broken)
    assert len(deliver()) == 1
    assert not Asked.objects.exists()
