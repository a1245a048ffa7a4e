"""Signing in, changing the password, two-step sign-in; and what is closed."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from tests.accounts.support import deliver
from tests.factories import PASSWORD, School, member

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> object:
    return client.post(SIGN_IN, {"login": email, "password": password})


def test_right_password_leads_home(client: Client) -> None:
    answer = sign_in(client, member(School()).person.email)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_address_in_any_case_will_do(client: Client) -> None:
    assert sign_in(client, member(School()).person.email.upper()).status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_wrong_password_and_unknown_address_look_the_same(client: Client, known: bool) -> None:
    email = member(School()).person.email if known else "nobody@example.org"

    answer = sign_in(client, email, "not-the-password-at-all")

    assert answer.status_code == 200
    assert "The email address or password is not right" in answer.content.decode()
    assert "There is a problem" in answer.content.decode()
    assert "<title>Error: Sign in" in answer.content.decode()


def test_empty_form_says_what_to_enter_beside_each_field(client: Client) -> None:
    text = client.post(SIGN_IN, {}).content.decode()

    assert '<a href="#id_login">Enter your email address</a>' in text
    assert 'id="id_password_error"' in text


def test_guessing_is_slowed_down(client: Client) -> None:
    person = member(School()).person
    for _ in range(6):
        answer = sign_in(client, person.email, "wrong-guess-again")

    assert "Too many attempts to sign in" in answer.content.decode()
    assert "Too many attempts" in sign_in(client, person.email).content.decode()


def test_suspended_person_cannot_sign_in(client: Client) -> None:
    membership = member(School(), person__is_active=False)

    assert sign_in(client, membership.person.email).status_code in (200, 302)
    assert "_auth_user_id" not in client.session


def test_nobody_registers_themselves(client: Client) -> None:
    details = {"email": "new@example.org", "password1": PASSWORD}

    assert "You cannot make an account yourself" in client.get("/account/signup/").content.decode()
    assert "You cannot make an account yourself" in client.post("/account/signup/", details).content.decode()


@pytest.mark.parametrize("path", ["email/", "password/set/", "confirm-email/"])
def test_addresses_are_not_the_persons_own_to_change(client: Client, path: str) -> None:
    client.force_login(member(School()).person)

    assert client.get(f"/account/{path}").status_code == 404


def test_signing_out_needs_a_form(client: Client) -> None:
    client.force_login(member(School()).person)

    assert client.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/").headers["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_forgotten_password_is_set_anew_by_the_link_in_the_mail(client: Client) -> None:
    person = member(School()).person
    client.post("/account/password/reset/", {"email": person.email})
    (message,) = deliver()
    assert message.subject == "Census collection portal: Set a new password"
    link = re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]  # type: ignore[index]

    form = client.get(link, follow=True)
    done = client.post(
        form.request["PATH_INFO"], {"password1": "three-calm-otters", "password2": "three-calm-otters"}, follow=True
    )

    assert "Your password is changed" in done.content.decode()
    assert sign_in(client, person.email, "three-calm-otters").status_code == 302
    assert "The link no longer works" in Client().get(link, follow=True).content.decode()


def test_unknown_address_gets_no_mail_and_the_same_answer(client: Client) -> None:
    answer = client.post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)

    assert "Check your email" in answer.content.decode()
    assert deliver() == []


@pytest.mark.parametrize(
    ("password", "told"),
    [("short-one", "at least 14 characters"), ("1q2w3e4r5t6y7u8i9o0p", "too common")],
)
def test_weak_passwords_are_refused(client: Client, password: str, told: str) -> None:
    client.force_login(member(School()).person)

    answer = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )

    assert told in answer.content.decode()


def test_two_step_sign_in_asks_for_the_code(client: Client) -> None:
    person = member(School()).person
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)

    assert sign_in(client, person.email).headers["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "The code is not right" in wrong.content.decode()
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    right = client.post("/account/2fa/authenticate/", {"code": code})

    assert right.headers["Location"] == "/"


def test_secrets_of_two_step_sign_in_are_stored_encrypted() -> None:
    person = member(School()).person
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)

    stored = Authenticator.objects.get(user=person).data["secret"]

    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret


def test_changing_how_to_sign_in_asks_for_the_password_again(client: Client) -> None:
    client.force_login(member(School()).person)

    answer = client.get("/account/2fa/totp/activate/", follow=True)

    assert "Confirm that it is you" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("", "My details"),
        ("password/change/", "Change your password"),
        ("2fa/", "Two-step sign-in"),
        ("2fa/totp/activate/", "Set up an authenticator app"),
        ("2fa/webauthn/add/", "Add a passkey or security key"),
        ("2fa/webauthn/", "Your passkeys and security keys"),
        ("logout/", "Do you want to sign out?"),
    ],
)
def test_account_pages_speak_plainly(client: Client, path: str, heading: str) -> None:
    sign_in(client, member(School()).person.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    text = client.get(f"/account/{path}").content.decode()

    assert re.search(rf'<h1 class="govuk-heading-l">\s*{re.escape(heading)}\s*</h1>', text)
    assert "<style" not in text
    assert "style=" not in text


def test_approver_sees_the_people_of_their_organisation_only(client: Client) -> None:
    school = School()
    approver = member(school, role="approver")
    colleague, stranger = member(school), member(School())
    client.force_login(approver.person)

    text = client.get("/account/people/").content.decode()

    assert colleague.person.email in text
    assert stranger.person.email not in text


def test_people_page_is_not_there_for_end_users(client: Client) -> None:
    client.force_login(member(School()).person)

    assert client.get("/account/people/").status_code == 404


def test_people_page_asks_the_database_a_fixed_number_of_times(  # type: ignore[no-untyped-def]
    client: Client, django_assert_max_num_queries
) -> None:
    school = School()
    client.force_login(member(school, role="approver").person)
    for _ in range(20):
        member(school)

    client.get("/account/people/")
    # Session, person, membership, whether to offer a switch, number of rows, rows.
    with django_assert_max_num_queries(6):
        client.get("/account/people/")
