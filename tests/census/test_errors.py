"""Error pages, health pages and headers."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from census import errors
from census.urls import handler500 as handler500  # this module is the root of addresses in one test
from tests.factories import School, member


@login_not_required
def crash(request: object) -> None:
    raise RuntimeError("the password of the database is secret")


urlpatterns = [path("crash/", crash)]


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (errors.bad_request, 400, "The page could not be opened"),
        (errors.forbidden, 403, "You cannot do this"),
        (errors.csrf_failure, 403, "Your form was not sent"),
        (errors.not_found, 404, "Page not found"),
        (errors.too_large, 413, "The file is too large"),
        (errors.server_error, 500, "There is a problem with the portal"),
    ],
)
def test_error_page_says_what_to_do_and_needs_no_database(view, status: int, heading: str) -> None:  # type: ignore[no-untyped-def]
    # No database is open to this test: a query would fail it.
    answer = view(RequestFactory().get("/"))

    text = answer.content.decode()
    assert answer.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in text
    assert f"<title>{heading} – Census collection portal</title>" in text
    assert 'href="/"' in text
    assert "Skip to main content" in text


def test_unknown_address_is_not_found_for_strangers_and_members(db: None, client: Client) -> None:
    assert client.get("/no-such-page/").status_code == 404
    client.force_login(member(School()).person)
    assert client.get("/no-such-page/").status_code == 404


@override_settings(ROOT_URLCONF="tests.census.test_errors")
def test_crash_shows_our_page_and_no_detail(client: Client) -> None:
    client.raise_request_exception = False

    answer = client.get("/crash/")

    assert answer.status_code == 500
    assert "It is our fault" in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_form_without_protection_is_explained(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@example.org"})

    assert answer.status_code == 403
    assert "Your form was not sent" in answer.content.decode()


@override_settings(MAX_REQUEST_BYTES=1000)
def test_request_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post("/account/login/", {"login": "x" * 2000})

    assert answer.status_code == 413
    assert "up to 200 MB" in answer.content.decode()


def test_health(db: None, client: Client) -> None:
    assert client.get("/health/live").content == b"live\n"
    assert client.get("/health/ready").content == b"ready\n"


def test_not_ready_without_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)

    assert client.get("/health/ready").status_code == 503


def test_security_headers(db: None, client: Client) -> None:
    headers = client.get("/account/login/").headers

    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_accessibility_statement_is_open_to_all(db: None, client: Client) -> None:
    assert client.get("/account/accessibility/").status_code == 200
