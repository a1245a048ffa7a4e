"""Claiming the role of approver: once, with the PIN, and without telling anybody what exists."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.actions import MakePin, NotAllowed
from accounts.actions.claim import Claim
from accounts.claims import ClaimPin
from accounts.models import AccountEvent, Membership, Organisation
from scoping import unscoped
from tests.accounts.support import approver_of, deliver, link_in
from tests.factories import DfE, LocalAuthority, School, Somebody, member

pytestmark = pytest.mark.django_db
PAGE = "/account/claim/"
Act = Callable[..., Client]


def pin_for(organisation: Organisation) -> str:
    action = MakePin(approver_of(DfE.create()), organisation)
    action.perform()
    return action.pin


def said(organisation: Organisation, pin: str, **other: Any) -> dict[str, str]:
    number = organisation.laestab or organisation.la_number
    return {"number": number, "pin": pin, "full_name": "The Head", "email": "head@example.org", **other}


def test_the_pin_makes_an_approver_once(client: Client) -> None:
    school = School.create()
    pin = pin_for(school)
    assert client.post(PAGE, said(school, pin.lower().replace("-", " ")))["Location"] == "/account/claim/sent/"
    (message,) = deliver()
    passwords = {"full_name": "The Head", "password1": "three-calm-otters", "password2": "three-calm-otters"}
    client.get(link_in(message))
    assert client.post("/account/join/", passwords).status_code == 302
    membership = Membership.objects.get(organisation=school)
    assert (membership.role, membership.state) == ("approver", "active")
    assert membership.allowed_words == ["view", "edit", "submit"]
    assert AccountEvent.objects.filter(organisation=school, action="approver_claimed").exists()

    client.post(PAGE, said(school, pin, email="second@example.org"))
    assert len(deliver()) == 1


def test_an_la_claims_by_its_number(client: Client) -> None:
    la = LocalAuthority.create()
    School.create()
    client.post(PAGE, said(la, pin_for(la)))
    assert Membership.objects.get(organisation=la).role == "approver"


@pytest.mark.parametrize("wrong", ["pin", "organisation", "approver", "expired", "member"])
def test_whatever_is_wrong_the_answer_is_the_same(client: Client, wrong: str) -> None:
    school, other = School.create(), School.create()
    pin = pin_for(school)
    asked = said(school, pin)
    if wrong == "pin":
        asked["pin"] = "AAAA-AAAA-AAAA"
    elif wrong == "organisation":
        asked["number"] = other.laestab
    elif wrong == "approver":
        member(school, role="approver")
    elif wrong == "expired":
        ClaimPin.objects.update(expires_at=timezone.now())
    else:
        member(school, person=Somebody.create(email="head@example.org"))
    answer = client.post(PAGE, asked)
    assert (answer.status_code, answer["Location"]) == (302, "/account/claim/sent/")
    assert deliver() == []


def test_five_wrong_tries_end_a_pin(client: Client) -> None:
    school = School.create()
    pin = pin_for(school)
    for _ in range(5):
        client.post(PAGE, said(school, "WRONG"))
    client.post(PAGE, said(school, pin))
    assert deliver() == []


def test_the_fifth_try_may_be_right(client: Client) -> None:
    school = School.create()
    pin = pin_for(school)
    for _ in range(4):
        client.post(PAGE, said(school, "WRONG"))
    client.post(PAGE, said(school, pin))
    assert len(deliver()) == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted_before_the_pin_is_looked_at() -> None:
    """Ten wrong PINs from as many threads, all past the count before one is compared: five are compared."""
    school = School.create()
    pin_for(school)
    compared: list[bool] = []
    start = Barrier(10)

    def guess(_: int) -> None:
        try:
            with unscoped("a test"):
                claim = Claim(school, "WRONG", "head@example.org", "The Head")
                start.wait(30)
                with suppress(NotAllowed):
                    claim.perform()
                compared.append(claim.has_try)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(guess, range(10)))
    assert sorted(compared) == [False] * 5 + [True] * 5
    assert ClaimPin.objects.get().tries == 5


def test_one_address_does_not_try_for_ever(client: Client) -> None:
    school = School.create()
    for _ in range(20):
        assert client.post(PAGE, said(school, "WRONG")).status_code == 302
    assert "Too many attempts" in client.post(PAGE, said(school, "WRONG")).content.decode()


def test_dfe_makes_the_pin_and_sees_it_once(act: Act) -> None:
    school = School.create()
    where = f"/account/organisations/{school.pk}/pin/"
    client = act(DfE.create(), role="approver")
    assert "Make a PIN" in client.get(where).content.decode()
    first = client.post(where).context["pin"]
    assert first not in client.get(where).content.decode()
    second = client.post(where).context["pin"]
    assert first != second
    row = ClaimPin.objects.get(ended_at=None)
    assert row.fits(second)
    assert not row.fits(first)
    assert second not in row.digest
    member(school, role="approver")
    assert "has an approver already" in client.post(where).content.decode()
    for other in (act(DfE.create()), act(school, role="approver"), act(LocalAuthority.create(), role="approver")):
        assert other.get(where).status_code == 404
        assert other.post(where).status_code == 404
