"""Error pages, health pages and headers."""

import errno
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from census import errors
from census.connections import filesystem_transport, prepare_broker
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
    prepare_broker()
    assert client.get("/health/live").content == b"live\n"
    assert client.get("/health/ready").content == b"ready\n"


@pytest.mark.services
@pytest.mark.django_db
def test_not_ready_without_a_place_for_files(client: Client, tmp_path: Path, settings: Any) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("where the folder should be")
    settings.MEDIA_ROOT = str(blocked)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"storage not written\n")


@pytest.mark.services
@pytest.mark.django_db
def test_ready_leaves_nothing_behind_where_files_are_kept(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    prepare_broker()
    assert client.get("/health/ready").status_code == 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_not_ready_without_a_broker(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = filesystem_transport(tmp_path / "no such folder")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"broker not reached\n")


@pytest.mark.parametrize(
    ("problem", "status", "heading"),
    [
        (OperationalError("the password is secret"), 503, "The portal is not available at the moment"),
        (InterfaceError("connection already closed"), 503, "The portal is not available at the moment"),
        (OSError(errno.ENOSPC, "No space left on device"), 503, "We cannot take files at the moment"),
        (OSError(errno.ESTALE, "Stale file handle"), 503, "We cannot take files at the moment"),
        (IntegrityError("secret"), 500, "There is a problem with the portal"),
        (OSError(errno.EPIPE, "secret"), 500, "There is a problem with the portal"),
    ],
)
def test_what_passes_is_said_to_pass(problem: Exception, status: int, heading: str) -> None:
    try:
        raise problem
    except type(problem):
        answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == status
    assert heading in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert answer.has_header("Retry-After") == (status == 503)


def test_not_ready_without_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
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
