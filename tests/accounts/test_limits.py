"""Limits of signing in: strict for an account, generous for an address, and nobody is shut out by anybody."""

from __future__ import annotations

import re
import time as real
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import authenticate as check_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from accounts import limits
from accounts.asked import Asked
from accounts.models import Person
from tests.accounts.support import deliver
from tests.factories import PASSWORD, School, member

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/account/login/", "/account/login/code/"
WRONG = "not-the-password-at-all"
TOO_MANY = "Too many attempts to sign in"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Hardly any time passes but what a test adds: for the library's limits, the cache has its own."""
    now = [1_800_000_000.0]

    def time() -> float:
        now[0] += 0.001  # the library tells its tries apart by when they were
        return now[0]

    monkeypatch.setattr(ratelimit, "time", SimpleNamespace(time=time, monotonic=real.monotonic, sleep=real.sleep))
    return now


def people(number: int) -> list[Person]:
    school = School.create()
    return [member(school).person for _ in range(number)]


def sign_in(email: str, password: str = PASSWORD, ip: str = "192.0.2.1") -> str:
    """Signed in, wrong, or refused."""
    answer = Client().post(SIGN_IN, {"login": email, "password": password}, REMOTE_ADDR=ip)
    if answer.status_code == 302:
        return "in"
    text = answer.content.decode()
    assert answer.status_code == 200
    return "refused" if TOO_MANY in text else "wrong" if "is not right" in text else text


def wrong_from(ip: str, number: int) -> None:
    """So many wrong passwords from one address, each for another account."""
    for guess in range(number):
        assert sign_in(f"guess{guess}-from-{ip}@example.org", WRONG, ip) == "wrong"


# -- from one address


def at_once(monkeypatch: pytest.MonkeyPatch, tries: list[tuple[str, str]]) -> list[str]:
    """Tries from one address, each begun while the passwords of all before it are still being looked at."""
    waiting, got = list(tries), []

    def attempt() -> None:
        email, password = waiting.pop(0)
        request = _request("192.0.2.1", "post")
        try:
            person = get_adapter(request).authenticate(request, email=email, password=password)
        except ValidationError:
            got.append("refused")
        else:
            got.append("in" if person else "wrong")

    def slow(*args: Any, **credentials: Any) -> Any:
        if waiting:
            attempt()
        return check_password(*args, **credentials)

    monkeypatch.setattr("allauth.account.adapter.authenticate", slow)
    while waiting:
        attempt()
    return got


def test_twenty_people_sign_in_from_one_address_within_three_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    found = people(20)
    assert at_once(monkeypatch, [(one.email, PASSWORD) for one in found]) == ["in"] * 20
    monkeypatch.setattr("allauth.account.adapter.authenticate", check_password)
    assert [sign_in(one.email) for one in found] == ["in"] * 20  # and through the page; no time passes


def test_tries_that_succeed_never_count() -> None:
    person, *_ = people(1)
    assert [sign_in(person.email) for _ in range(40)] == ["in"] * 40
    assert [sign_in(person.email, WRONG) for _ in range(5)] == ["wrong"] * 5


def test_success_does_not_make_wrong_tries_forgotten() -> None:
    person, *_ = people(1)
    assert [sign_in(person.email, WRONG) for _ in range(4)] == ["wrong"] * 4
    assert sign_in(person.email) == "in"
    assert [sign_in(person.email, WRONG) for _ in range(2)] == ["wrong", "refused"]


def test_an_address_may_be_wrong_two_hundred_times_a_minute() -> None:
    assert settings.WRONG_PASSWORDS_OF_AN_ADDRESS >= 200


def test_guessing_behind_an_address_is_slowed_and_shuts_nobody_out(settings: Any) -> None:
    settings.WRONG_PASSWORDS_OF_AN_ADDRESS = 30
    victim, mistaken, *others = people(12)
    wrong_from("192.0.2.1", 30)
    assert [sign_in(one.email) for one in others] == ["in"] * 10
    assert [sign_in(one.email) for one in others] == ["in"] * 10
    # One guess at each account in five minutes, where there were five.
    assert [sign_in(victim.email, WRONG) for _ in range(3)] == ["wrong", "refused", "refused"]
    # Nobody elsewhere notices, whoever is guessed at.
    assert sign_in(victim.email, ip="198.51.100.7") == "in"
    assert [sign_in(mistaken.email, WRONG, "198.51.100.7") for _ in range(3)] == ["wrong"] * 3


def test_one_address_uses_up_no_try_of_another(settings: Any) -> None:
    settings.WRONG_PASSWORDS_OF_AN_ADDRESS = 3
    for ip in ("192.0.2.1", "198.51.100.7"):
        wrong_from(ip, 3)
    victim, *_ = people(1)
    assert [sign_in(victim.email, WRONG) for _ in range(2)] == ["wrong", "refused"]
    assert sign_in(victim.email, ip="198.51.100.7") == "in"


def test_the_guesses_of_an_address_are_forgotten_after_a_minute(settings: Any, monkeypatch: Any) -> None:
    settings.WRONG_PASSWORDS_OF_AN_ADDRESS = 3
    lasting: dict[str, int] = {}
    add = cache.add

    def noted(key: str, value: Any, timeout: int) -> bool:
        lasting[key] = timeout
        return bool(add(key, value, timeout))

    monkeypatch.setattr(cache, "add", noted)
    wrong_from("192.0.2.1", 3)
    assert lasting[limits._wrong_key(_request("192.0.2.1"))] == 60
    person, *_ = people(1)
    assert sign_in(person.email, WRONG) == "wrong"
    assert sign_in(person.email, WRONG) == "refused"
    cache.delete(limits._wrong_key(_request("192.0.2.1")))  # as after the minute
    assert sign_in(person.email, WRONG) == "wrong"


def _request(ip: str, method: str = "get") -> Any:
    return getattr(RequestFactory(), method)("/", REMOTE_ADDR=ip)


# -- of one account


def test_an_account_has_five_wrong_tries_from_wherever(clock: list[float]) -> None:
    person, *_ = people(1)
    found = [sign_in(person.email, WRONG, f"192.0.2.{number}") for number in range(1, 8)]
    assert found == ["wrong"] * 5 + ["refused"] * 2
    assert sign_in(person.email, ip="198.51.100.1") == "refused"
    clock[0] += 301
    assert sign_in(person.email) == "in"


def test_a_burst_gets_no_more_than_five(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries are taken before passwords are looked at: twenty at once are not twenty guesses."""
    person, *_ = people(1)
    got = at_once(monkeypatch, [(person.email, WRONG)] * 20)
    assert (got.count("wrong"), got.count("refused")) == (5, 15)


def test_nor_a_burst_from_an_address_over_its_limit(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.WRONG_PASSWORDS_OF_AN_ADDRESS = 3
    wrong_from("192.0.2.1", 3)
    person, *_ = people(1)
    got = at_once(monkeypatch, [(person.email, WRONG)] * 20)
    assert (got.count("wrong"), got.count("refused")) == (1, 19)


# -- the second way in stays open


def code_for(email: str, ip: str) -> Client:
    client = Client(REMOTE_ADDR=ip)
    asked = client.post(CODE, {"email": email})
    assert (asked.status_code, asked["Location"]) == (302, "/account/login/code/confirm/")
    return client


def newest_code() -> str:
    found = re.search(r"^([A-Z-]{12,})$", deliver()[-1].body, re.M)
    assert found is not None
    return found[1]


def test_whoever_is_locked_out_by_a_stranger_signs_in_with_a_code(settings: Any) -> None:
    settings.WRONG_PASSWORDS_OF_AN_ADDRESS = 30
    person, *_ = people(1)
    # Somebody behind the same address, who guesses and asks for codes as often as they can.
    wrong_from("192.0.2.1", 30)
    for _ in range(6):
        sign_in(person.email, WRONG, "203.0.113.5")
    for _ in range(250):
        code_for(person.email, "192.0.2.1")
    assert sign_in(person.email) == "refused"
    own = code_for(person.email, "192.0.2.1")
    done = own.post("/account/login/code/confirm/", {"code": newest_code()})
    assert (done.status_code, done["Location"]) == (302, "/")


def test_one_email_a_minute_however_often_a_code_is_asked_for() -> None:
    person, *_ = people(1)
    for email in (person.email, "nobody@example.org"):
        for _ in range(10):
            code_for(email, "192.0.2.1")
    assert list(Asked.objects.values_list("email", flat=True)) == [person.email, "nobody@example.org"]
    assert len(deliver()) == 1
    cache.clear()  # as after the minute
    code_for(person.email, "192.0.2.1")
    assert len(deliver()) == 2


def test_a_code_that_was_used_is_not_given_again() -> None:
    person, *_ = people(1)
    first = code_for(person.email, "192.0.2.1")
    used = newest_code()
    assert first.post("/account/login/code/confirm/", {"code": used})["Location"] == "/"
    second = code_for(person.email, "192.0.2.1")
    assert newest_code() != used
    assert "The code is not right" in second.post("/account/login/code/confirm/", {"code": used}).content.decode()


def test_a_code_is_too_long_to_be_guessed() -> None:
    person, *_ = people(1)
    code_for(person.email, "192.0.2.1")
    assert len(newest_code().replace("-", "")) == 12


def test_passkeys_and_the_sign_in_page_have_no_limit_of_an_address() -> None:
    from allauth.account import app_settings as account
    from allauth.mfa import app_settings as mfa

    assert ratelimit.get_rates(app="allauth.mfa", action="webauthn_login", config=mfa.RATE_LIMITS) == []
    assert ratelimit.get_rates(app="allauth.account", action="login", config=account.RATE_LIMITS) == []
    every = {action: ratelimit.parse_rates(rates) for action, rates in account.RATE_LIMITS.items()}
    narrow = {
        action
        for action, rates in every.items()
        for rate in rates
        if rate.per == "ip" and rate.amount * 60 / rate.duration < 200
    }
    assert narrow <= {"signup", "verify_phone"}  # both are closed
