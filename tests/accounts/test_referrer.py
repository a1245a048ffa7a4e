"""What a browser tells of the page it comes from: nothing to other sites, and enough here for forms to be taken."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "/account/login/?next=/account/%3Ftold%3Da-secret"


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Another site: its address, and the headers of what it was asked."""
    asked: list[dict[str, str]] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Elsewhere</title>")

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()
    thread.join()


def follow(page: Any, address: str) -> None:
    """Follow a link on the page, as a person would."""
    page.evaluate(
        "address => { const link = document.createElement('a'); link.href = address; link.id = 'out';"
        " link.textContent = 'Out'; document.querySelector('main').append(link); }",
        address,
    )
    page.locator("#out").click()
    page.wait_for_url(address)


def test_another_site_is_told_nothing(page: Any, portal: str, elsewhere: tuple[str, list[dict[str, str]]]) -> None:
    address, asked = elsewhere
    page.goto(portal + SECRET)
    follow(page, address)
    first = next(headers for headers in asked if headers.get("sec-fetch-mode", "navigate") == "navigate")
    assert "referer" not in first
    assert "origin" not in first


def test_without_a_policy_the_other_site_would_be_told(
    page: Any, portal: str, elsewhere: tuple[str, list[dict[str, str]]]
) -> None:
    """The test above could fail."""
    address, asked = elsewhere
    with_policy(page, portal, "unsafe-url")
    page.goto(portal + SECRET)
    follow(page, address)
    assert any("a-secret" in headers.get("referer", "") for headers in asked)


def with_policy(page: Any, portal: str, policy: str) -> None:
    """The portal's pages as if they had another policy."""

    def changed(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "referrer-policy": policy})

    page.route(f"{portal}/account/login/**", lambda r: changed(r) if r.request.method == "GET" else r.continue_())


@pytest.mark.parametrize(
    ("policy", "origin", "is_taken"), [("same-origin", "own", True), ("no-referrer", "null", False)]
)
def test_which_policies_let_forms_through(page: Any, portal: str, policy: str, origin: str, is_taken: bool) -> None:
    """Under ``no-referrer`` the browser says ``Origin: null``, which could be anybody, so that Django refuses."""
    sent: list[dict[str, str]] = []
    page.on("request", lambda request: sent.append(request.all_headers()) if request.method == "POST" else None)
    with_policy(page, portal, policy)
    page.goto(f"{portal}/account/login/?x")
    page.get_by_label("Email address").fill("nobody@example.org")
    page.get_by_label("Password", exact=True).fill("not-the-password-at-all")
    with page.expect_navigation() as found:
        page.get_by_role("button", name="Sign in", exact=True).click()
    assert sent[0]["origin"] == {"own": portal, "null": "null"}[origin]
    assert (found.value.status == 200) is is_taken
    assert found.value.status == (200 if is_taken else 403)


def test_the_policy_is_the_one_that_was_tried() -> None:
    assert Client().get("/account/login/").headers["Referrer-Policy"] == "same-origin"
