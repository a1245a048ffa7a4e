"""A deputy whose address is an htmx element: whoever looks at it, nothing happens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.actions import AskPeopleCheck
from accounts.models import Membership, Person
from accounts.tasks import Bell
from collect.tasks import Doorbell
from tests.browser.person import Browser
from tests.collect.factories import ReturnFactory, source_of
from tests.collect.support import upload
from tests.factories import School, member
from tests.hostile import MARK, hostile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Role = Membership.Role


@pytest.fixture(autouse=True)
def no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker is rung for: none runs here."""
    monkeypatch.setattr(Doorbell, "ring", lambda *_: None)
    monkeypatch.setattr(Bell, "ring", lambda *_: None)


def posts(page: Any) -> list[str]:
    """Whatever is sent from now on but forms that are pressed."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return sent


def at_rest(page: Any) -> None:
    """All scripts have run, and what they asked for has come."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.readyState === 'complete'")


def test_an_invited_address_does_not_make_its_owner_approver(
    page: Any, portal: str, no_violations: Callable[[Any], None]
) -> None:
    school = School.create()
    approver = member(school, "edit", "submit", role=Role.APPROVER)
    deputy = member(school, role=Role.DEPUTY)
    role = reverse("account-person-step", args=[school.pk, deputy.pk, "role"])
    address = f"\"<div/hx-post='{role}'/hx-trigger='load'/hx-vals='role:approver'>{MARK}\"@a.bc"
    # Past every check of addresses, as a row would stand there that is older than they are.
    Person.objects.filter(pk=deputy.person_id).update(email=address)
    AskPeopleCheck(school).perform()

    person = Browser(page, portal, no_violations)
    person.sign_in(approver.person)
    sent = posts(page)
    page.goto(f"{portal}{reverse('account-people-check')}")
    person.look("Are these still your people?")
    person.reads(MARK)  # the address is there, as text
    at_rest(page)
    assert page.locator("[hx-post]").count() == 0
    assert sent == []
    deputy.refresh_from_db()
    assert deputy.role == Role.DEPUTY


MARKUP = f"<div hx-get='/{MARK}/' hx-trigger='load'>{MARK}</div>"


def with_markup(page: Any, where: str, before: str, markup: str) -> None:
    """Have an answer arrive as if a text of it had not been escaped."""

    def answered(route: Any) -> None:
        answer = route.fetch()
        text, times = re.subn(before, lambda found: found[0] + markup, answer.text(), count=1)
        assert times == 1
        route.fulfill(response=answer, body=text)

    page.route(where, answered)


def asked_for(page: Any) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if MARK in request.url else None)
    return asked


def test_markup_that_got_in_all_the_same_does_nothing_on_a_page_without_htmx(page: Any, portal: str) -> None:
    """Nor is htmx asked for there: the page has nothing that acts on its attributes."""
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url) if request.url.endswith(".js") else None)
    asked = asked_for(page)
    with_markup(page, f"{portal}/account/login/", "<main[^>]*>", MARKUP)
    page.goto(f"{portal}/account/login/")
    assert page.locator(f"[hx-get='/{MARK}/']").count() == 1
    at_rest(page)
    assert asked == []
    assert not any("htmx" in script for script in scripts)


@pytest.fixture
def checking(page: Any, portal: str, no_violations: Callable[[Any], None]) -> str:
    """A page that asks for a part of itself again, of a file that no worker takes."""
    return_ = ReturnFactory.create(organisation=School.create(name=hostile(200)))
    source = source_of(return_, "view", "edit")
    submission = upload(return_, source)
    Browser(page, portal, no_violations).sign_in(source.person)
    return f"{portal}{reverse('checking', args=[submission.pk])}"


def polled(page: Any, times: int = 1) -> None:
    for _ in range(times):
        with page.expect_response(lambda response: response.url.endswith("/checking/progress/")):
            pass


def test_nor_where_a_page_uses_htmx_but_shows_text(page: Any, checking: str) -> None:
    asked = asked_for(page)
    with_markup(page, checking, "<h1[^>]*>", MARKUP)
    page.goto(checking)
    polled(page, 2)  # our own part goes on
    assert page.locator(f"[hx-get='/{MARK}/']").count() == 1
    assert asked == []


@pytest.mark.parametrize(
    "markup",
    [
        f"<script>window.{MARK} = 1</script>",
        f"<i hx-on:load='window.{MARK} = 1' hx-on:click='window.{MARK} = 1' id=pressed></i>",
        f"<i hx-get='/account/stay/' hx-vals='js:{{a: window.{MARK} = 1}}' hx-trigger='load'></i>",
        f"<i hx-get='/account/stay/' hx-trigger='load[window.{MARK} = 1]'></i>",
    ],
)
def test_nothing_that_is_fetched_runs_as_a_script(page: Any, checking: str, markup: str) -> None:
    """With the policy of the page out of the way, so that it is htmx itself that refuses."""
    with_markup(page, re.compile(r".*/checking/progress/$"), "^", markup)  # type: ignore[arg-type]

    def without_policy(route: Any) -> None:
        answer = route.fetch()
        headers = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
        route.fulfill(response=answer, headers=headers)

    page.route(checking, without_policy)
    page.goto(checking)
    polled(page, 2)
    if page.locator("#pressed").count():
        page.locator("#pressed").evaluate("element => element.click()")
    assert page.evaluate(f"window.{MARK}") is None


def test_htmx_asks_no_other_site(page: Any, checking: str) -> None:
    elsewhere = f"http://elsewhere.example.org/{MARK}"
    asked = asked_for(page)
    reached: list[str] = []
    page.route("http://elsewhere.example.org/**", lambda route: (reached.append(route.request.url), route.abort()))
    markup = f"<i hx-get='{elsewhere}' hx-trigger='load'></i>"
    with_markup(page, re.compile(r".*/checking/progress/$"), "^", markup)  # type: ignore[arg-type]
    page.goto(checking)
    polled(page, 2)
    assert page.evaluate("htmx.config.mode") == "same-origin"
    assert reached == asked == []
