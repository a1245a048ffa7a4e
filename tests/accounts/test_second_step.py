"""The second step of signing in, from setting it up to losing the phone; and who must have one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import AccountEvent, Membership, Person
from tests.accounts.support import deliver
from tests.factories import PASSWORD, DfE, School, member
from tests.test_access_matrix import PUBLIC, THE_OTHERS

pytestmark = pytest.mark.django_db(transaction=True)
APP, CODES, SECOND = "/account/2fa/totp/activate/", "/account/2fa/recovery-codes/", "/account/2fa/authenticate/"


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))))


def sign_in(client: Client, person: Person) -> Any:
    return client.post("/account/login/", {"login": person.email, "password": PASSWORD})


def enrol(client: Client, person: Person) -> str:
    """Confirm who one is, and set up an app as its page says. Gives the secret."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    found = client.get(APP)
    assert found.status_code == 200, found.get("Location")
    page = found.content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page.replace(" ", ""), "the page shows what to type into the app"
    done = client.post(APP, {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()[:300]
    # The same code is not taken twice within its half minute; a test does not wait for the next one.
    cache.clear()
    return str(secret)


def events(person: Person) -> list[str]:
    return list(AccountEvent.objects.filter(subject=person).order_by("pk").values_list("action", flat=True))


@pytest.fixture
def person() -> Person:
    return member(School.create()).person


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def test_an_app_is_set_up_and_asked_for_from_then_on(client: Client, person: Person) -> None:
    sign_in(client, person)
    secret = enrol(client, person)
    assert events(person)[-2:] == ["second_step_added", "recovery_codes_made"]
    assert any("app" in message.subject.lower() for message in deliver())
    later = Client()
    assert sign_in(later, person)["Location"] == SECOND
    assert later.get("/account/").status_code == 302, "not signed in yet"
    assert later.post(SECOND, {"code": code_of(secret)})["Location"] == "/"
    assert later.get("/account/").status_code == 200


def codes_on(client: Client) -> list[str]:
    """The recovery codes that the page shows."""
    return re.findall(r'class="portal-code">([^<]+)<', client.get(CODES).content.decode())


def test_a_recovery_code_works_once_and_the_person_is_told(client: Client, person: Person) -> None:
    sign_in(client, person)
    enrol(client, person)
    first, *others = codes_on(client)
    assert len(others) == 9
    before = len(deliver())
    lost = Client()
    sign_in(lost, person)
    assert lost.post(SECOND, {"code": first})["Location"] == "/"
    assert "recovery_code_used" in events(person)
    (notice,) = deliver()[before:]
    assert notice.to == [person.email]
    assert "9 recovery codes are left" in notice.body
    assert first not in notice.body
    again = Client()
    sign_in(again, person)
    assert "The code is not right" in again.post(SECOND, {"code": first}).content.decode()
    assert "_auth_user_id" not in again.session
    assert again.post(SECOND, {"code": others[0]})["Location"] == "/"


def test_new_codes_end_the_old_ones(client: Client, person: Person) -> None:
    sign_in(client, person)
    enrol(client, person)
    old = codes_on(client)
    assert client.post("/account/2fa/recovery-codes/generate/").status_code == 302
    assert not set(old) & set(codes_on(client))
    assert events(person).count("recovery_codes_made") == 2
    assert "second_step_removed" not in events(person)
    assert any("recovery codes" in message.subject.lower() for message in deliver())
    later = Client()
    sign_in(later, person)
    assert "The code is not right" in later.post(SECOND, {"code": old[0]}).content.decode()


def test_the_second_step_is_taken_away_with_its_codes(client: Client, person: Person) -> None:
    sign_in(client, person)
    enrol(client, person)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert events(person).count("second_step_removed") == 1


def test_a_code_by_email_does_not_stand_for_the_second_step(client: Client, person: Person) -> None:
    sign_in(client, person)
    secret = enrol(client, person)
    before = len(deliver())
    other = Client()
    other.post("/account/login/code/", {"email": person.email})
    (message,) = deliver()[before:]
    code = re.search(r"^([A-Z0-9-]{6,})$", message.body, re.M)
    assert code is not None
    assert other.post("/account/login/code/confirm/", {"code": code[1]})["Location"] == SECOND
    assert "_auth_user_id" not in other.session
    assert other.post(SECOND, {"code": code_of(secret)})["Location"] == "/"


@pytest.mark.parametrize("action", ["second_step_added", "recovery_codes_made", "second_step_removed"])
def test_a_step_that_cannot_be_recorded_is_not_changed(
    client: Client, person: Person, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    sign_in(client, person)
    if action == "second_step_removed":
        enrol(client, person)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get(APP)
    before = set(Authenticator.objects.filter(user=person).values_list("pk", flat=True))
    create = AccountEvent.objects.create

    def failing(_: Any, **fields: Any) -> AccountEvent:
        if fields["action"] == action:
            raise RuntimeError("not recorded")
        return create(**fields)

    monkeypatch.setattr(type(AccountEvent.objects), "create", failing)
    form = {} if action == "second_step_removed" else {"code": code_of(client.session["mfa.totp.secret"])}
    with pytest.raises(RuntimeError, match="not recorded"):
        client.post(APP if form else "/account/2fa/totp/deactivate/", form)
    assert set(Authenticator.objects.filter(user=person).values_list("pk", flat=True)) == before


# -- who must have one


def those_who_must() -> list[Person]:
    roles = (Membership.Role.APPROVER, Membership.Role.DEPUTY)
    return [*(member(School.create(), role=role).person for role in roles), member(DfE.create()).person]


def test_approvers_deputies_and_dfe_set_one_up_first(required: None) -> None:
    for somebody in those_who_must():
        client = Client()
        sign_in(client, somebody)
        page = client.get("/", follow=True)
        assert page.redirect_chain == [("/account/2fa/", 302)]
        assert "Set up a second step of signing in first" in page.content.decode()
        enrol(client, somebody)
        assert client.get("/").status_code == 200


def test_end_users_of_schools_need_none_and_nobody_in_the_demo(settings: Any) -> None:
    for needs, somebody in ((True, member(School.create()).person), (False, those_who_must()[0])):
        settings.SECOND_FACTOR_REQUIRED = needs
        client = Client()
        sign_in(client, somebody)
        assert client.get("/").status_code == 200


def test_no_address_leads_past_it(required: None) -> None:
    """Every page that is closed to strangers, asked for and sent to."""
    client = Client()
    sign_in(client, member(DfE.create(), "edit", "authorise", role=Membership.Role.APPROVER).person)
    nowhere = "00000000-0000-4000-8000-000000000000"
    known = {"uidb36": "1", "key": "set-password", "pk": 1, **PUBLIC}
    asked = [
        reverse(one.name, kwargs={name: known.get(name, nowhere) for name in one.names})
        for one in THE_OTHERS
        if not one.name.startswith("^") and "/" not in one.name
    ]
    asked += [f"/returns/{nowhere}/", f"/submissions/{nowhere}/download/", "/rule-changes/", "/system/"]
    open_ones = ("/account/2fa/", "/account/logout/", "/account/reauthenticate/", "/account/act-for/")
    passed = []
    for address in asked:
        for method in () if address.startswith(open_ones) else ("get", "post"):
            answer = getattr(client, method)(address)
            if (answer.status_code, answer.get("Location")) != (302, "/account/2fa/"):
                passed.append((method, address, answer.status_code))
    assert passed == []
    assert len(asked) > 80


def test_a_session_from_before_the_second_step_does_not_pass(required: None) -> None:
    """Whoever learnt the password and came first is out as soon as its owner sets up the second step."""
    somebody = those_who_must()[0]
    stranger, owner = Client(), Client()
    sign_in(stranger, somebody)
    sign_in(owner, somebody)
    secret = enrol(owner, somebody)
    assert owner.get("/").status_code == 200
    answer = stranger.get("/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/account/login/")
    assert "_auth_user_id" not in stranger.session
    later = Client()
    sign_in(later, somebody)
    later.post(SECOND, {"code": code_of(secret)})
    assert later.get("/").status_code == 200


def test_who_becomes_approver_after_setting_it_up_goes_on(required: None, client: Client) -> None:
    membership = member(School.create())
    sign_in(client, membership.person)
    enrol(client, membership.person)
    membership.role = Membership.Role.APPROVER
    membership.save()
    assert client.get("/").status_code == 200
