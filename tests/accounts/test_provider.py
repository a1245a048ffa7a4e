"""Signing in through an OpenID Connect provider: a real one, on this machine."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.actions import Invite
from accounts.models import AccountEvent, Membership, Person
from census.production import refuse
from tests.accounts.provider_stub import CLIENT, SECRET, Provider
from tests.accounts.support import approver_of, deliver, link_in
from tests.factories import PASSWORD, DfE, School, Somebody, member

pytestmark = pytest.mark.django_db
TO_PROVIDER = "/account/oidc/provider/login/"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    running = Provider()
    running.start()
    settings.OIDC_ISSUER, settings.OIDC_NAME = running.issuer, "DfE Sign-in"
    app = {"provider_id": "provider", "name": "DfE Sign-in", "client_id": CLIENT, "secret": SECRET}
    app["settings"] = {"server_url": running.issuer}  # type: ignore[assignment]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield running
    running.stop()


def there_and_back(client: Client, start: str = TO_PROVIDER) -> Any:
    """Press the button, sign in there, come back. Gives the portal's answer."""
    off = client.post(start)
    assert off.status_code == 302
    try:
        urllib.request.build_opener(NoRedirect).open(off["Location"], timeout=10)
    except urllib.error.HTTPError as redirect:
        with redirect:
            back = urlsplit(redirect.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def vouch(provider: Provider, person: Person, **claims: Any) -> None:
    provider.claims = {"email": person.email, "email_verified": True, **claims}


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_button_is_there_only_where_a_provider_is_named(client: Client, request: pytest.FixtureRequest) -> None:
    assert "DfE Sign-in" not in client.get("/account/login/").content.decode()
    assert client.post(TO_PROVIDER).status_code == 404
    request.getfixturevalue("provider")
    assert "Sign in with DfE Sign-in" in client.get("/account/login/?next=/account/").content.decode()


def test_somebody_known_comes_in_and_it_is_recorded(client: Client, provider: Provider) -> None:
    person = member(School.create()).person
    vouch(provider, person, email=person.email.upper())
    answer = there_and_back(client, TO_PROVIDER + "?next=/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.session["_auth_user_id"] == str(person.pk)
    event = AccountEvent.objects.get(action="signed_in")
    assert (event.person, event.on) == (person, "through DfE Sign-in")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)  # the way it was


def test_the_challenge_the_state_and_the_scopes_are_sent(client: Client, provider: Provider) -> None:
    vouch(provider, member(School.create()).person)
    there_and_back(client)
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["state"]
    assert "email" in provider.asked["scope"].split()


@pytest.mark.parametrize(
    "why", ["unknown", "not verified", "no word of it", "said as text", "no address", "suspended", "too weak"]
)
def test_nobody_else_comes_in(client: Client, provider: Provider, settings: Any, why: str) -> None:
    person = member(School.create(), person__is_active=why != "suspended").person
    vouch(provider, person)
    if why == "unknown":
        provider.claims["email"] = "nobody@example.org"
    elif why == "not verified":
        provider.claims["email_verified"] = False
    elif why == "no word of it":
        del provider.claims["email_verified"]
    elif why == "said as text":
        provider.claims["email_verified"] = "false"
    elif why == "no address":
        del provider.claims["email"]
    elif why == "too weak":
        settings.OIDC_ACR = "urn:strong"
    people = Person.objects.count()
    answer = there_and_back(client)
    assert answer.status_code == 403
    assert "You cannot make an account yourself" in answer.content.decode()
    assert not is_signed_in(client)
    assert Person.objects.count() == people
    assert not AccountEvent.objects.filter(action="signed_in").exists()


@pytest.mark.parametrize("wrong", ["key", "iss", "aud", "exp"])
def test_a_token_that_is_not_the_providers_is_refused(client: Client, provider: Provider, wrong: str) -> None:
    vouch(provider, member(School.create()).person)
    if wrong == "key":
        provider.forged = True
    else:
        provider.claims[wrong] = int(time.time()) - 60 if wrong == "exp" else "https://elsewhere.example.org"
    answer = there_and_back(client)
    assert "Signing in did not work" in answer.content.decode()
    assert provider.tokens == 1
    assert not is_signed_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, provider: Provider) -> None:
    vouch(provider, member(School.create()).person)
    answer = client.get(TO_PROVIDER + "callback/?code=made-up&state=made-up")
    assert "Signing in did not work" in answer.content.decode()
    assert not is_signed_in(client)


def test_who_stops_there_is_told_so(client: Client, provider: Provider) -> None:
    off = client.post(TO_PROVIDER)
    state = dict(pair.split("=") for pair in urlsplit(off["Location"]).query.split("&"))["state"]
    answer = client.get(TO_PROVIDER + f"callback/?error=access_denied&state={state}")
    assert "You did not sign in" in answer.content.decode()
    assert not is_signed_in(client)


def test_the_second_step_is_the_providers(client: Client, provider: Provider, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    person = member(DfE.create()).person
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    vouch(provider, person)
    assert there_and_back(client)["Location"] == "/"
    assert client.get("/").status_code == 200
    without = member(DfE.create()).person
    vouch(provider, without)
    other = Client()
    there_and_back(other)
    assert other.get("/").status_code == 200


def test_who_signed_in_there_confirms_there(client: Client, provider: Provider, settings: Any) -> None:
    settings.CONFIRM_IDENTITY, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = True, 0
    school, other = School.create(), School.create()
    person = member(other).person
    mine = Membership.objects.create(person=person, organisation=school, role="approver")
    vouch(provider, person)
    there_and_back(client)
    client.post("/account/act-for/", {"organisation": school.pk})
    where = f"/account/organisations/{school.pk}/people/invite/"
    asked = client.get(where)
    assert asked["Location"].startswith("/account/confirm/?next=")
    page = client.get(asked["Location"]).content.decode()
    assert "Confirm with DfE Sign-in" in page
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    answer = there_and_back(client, TO_PROVIDER + f"?next={where}&auth_params=prompt%3Dlogin")
    assert provider.asked["prompt"] == "login"
    assert answer["Location"] == where
    assert client.get("/account/").context["actor"].membership == mine  # still acting for the same


def test_a_sign_in_there_of_long_ago_confirms_nothing(client: Client, provider: Provider) -> None:
    person = member(School.create()).person
    vouch(provider, person)
    there_and_back(client)
    vouch(provider, person, auth_time=int(time.time()) - 3600)
    assert there_and_back(client, TO_PROVIDER + "?next=/account/").status_code == 403


def test_somebody_invited_joins_without_a_password(client: Client, provider: Provider) -> None:
    actor = approver_of(School.create())
    Invite(actor, actor.organisation, "nia@example.org", "Nia Hughes").perform()
    page = client.get(link_in(deliver()[0]), follow=True).content.decode()
    assert "Sign in with DfE Sign-in instead" in page
    provider.claims = {"email": "nia@example.org", "email_verified": True}
    assert there_and_back(client, TO_PROVIDER + "?next=/account/join/")["Location"] == "/account/join/"
    assert client.post("/account/join/")["Location"] == "/"
    assert Membership.objects.get(person__email="nia@example.org").state == "active"


def test_where_passwords_are_off_only_the_provider_lets_in(client: Client, provider: Provider, settings: Any) -> None:
    settings.PASSWORD_SIGN_IN = False
    settings.AUTHENTICATION_BACKENDS = ["accounts.backends.ProviderOnly"]
    person = member(School.create()).person
    assert 'type="password"' not in client.get("/account/login/").content.decode()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert not is_signed_in(client)
    vouch(provider, person)
    there_and_back(client)
    assert client.get("/account/").status_code == 200


def test_another_person_there_is_another_person_here(client: Client, provider: Provider) -> None:
    first, second = member(School.create()).person, Somebody.create()
    client.force_login(first)
    vouch(provider, second)
    there_and_back(client)
    assert client.session["_auth_user_id"] == str(second.pk)


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"provider": "http://plain.example.org"}, "not an https"), ({"password_sign_in": False}, "Nobody could sign in")],
)
def test_production_refuses_an_unsafe_provider(changed: dict[str, Any], told: str) -> None:
    sound: dict[str, Any] = {
        "secret": "x" * 60,
        "receipt_key": "k",
        "debug": False,
        "broker_url": "redis://b/0",
        "cache_url": "redis://b/1",
        "database_url": "postgres://d/d",
        "hosts": ["portal.example.org"],
    }
    refuse(**sound)
    with pytest.raises(ImproperlyConfigured, match=told):
        refuse(**{**sound, **changed})
