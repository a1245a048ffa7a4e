"""Signing in and the account pages in a real browser, with and without JavaScript, wide and narrow."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.factories import PASSWORD, School, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}


def sign_in(page: Any, portal: str, email: str, leads_to: str = "/account/") -> None:
    page.goto(f"{portal}/account/login/?next={leads_to}")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: urlsplit(url).path == leads_to)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "320px"])
def test_account_pages_have_no_barriers(
    page: Any, portal: str, no_violations: Callable[[Any], None], size: dict[str, int]
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.set_viewport_size(size)
    person = member(School(), role="approver").person
    member(School(name="A School with quite a long Name of its own"), person=person)

    page.goto(f"{portal}/account/login/")
    no_violations(page)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("There is a problem").wait_for()
    no_violations(page)
    sign_in(page, portal, person.email)
    page.locator(".portal-acting__switch summary").click()
    no_violations(page)
    school = person.memberships.get(role="approver").organisation
    people = f"organisations/{school.pk}/people/"
    colleague = f"{people}{member(school).pk}/"
    own = ["people/", "events/", "sessions/", "claim/", "password/change/", "2fa/", "accessibility/", "logout/"]
    others = [people + "invite/", colleague, colleague + "suspend/", colleague + "role/"]
    for path in (*own[:-1], *others, "../access/", "../access/ask/", own[-1]):
        page.goto(f"{portal}/account/{path}")
        no_violations(page)

    assert said == [], "the content security policy, or a script, complained"


def test_switching_the_organisation(page: Any, portal: str) -> None:
    first = member(School(name="First School"))
    member(School(name="Second School"), person=first.person)
    sign_in(page, portal, first.person.email)

    page.locator(".portal-acting__switch summary").click()
    page.get_by_role("combobox", name="Organisation").select_option("Second School")
    page.get_by_role("button", name="Change", exact=True).click()
    page.goto(f"{portal}/account/")

    assert "Acting for Second School" in page.locator(".portal-acting__text").inner_text()


def test_password_can_be_shown(page: Any, portal: str) -> None:
    page.goto(f"{portal}/account/login/")
    password = page.get_by_label("Password", exact=True)

    page.get_by_role("button", name="Show password").click()

    assert password.get_attribute("type") == "text"


def test_everything_works_without_javascript(browser: Any, portal: str) -> None:
    person = member(School(name="Quiet School")).person
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    page = context.new_page()

    sign_in(page, portal, person.email)

    assert page.get_by_role("heading", name="My details").is_visible()
    assert page.get_by_role("link", name="Home").is_visible(), "the menu is open where no script can open it"
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="Sign in", exact=True).is_visible()
    context.close()


def test_keyboard_reaches_the_content_first(page: Any, portal: str) -> None:
    page.goto(f"{portal}/account/login/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.id") == "id_login"


def test_passkey_of_this_machine_signs_in(page: Any, portal: str) -> None:
    # Passkeys belong to a host name, and an address of numbers is none.
    portal = portal.replace("127.0.0.1", "localhost")
    person = member(School()).person
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, portal, person.email)

    page.goto(f"{portal}/account/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name of the key").fill("Office laptop")
    page.get_by_label("Use it instead of my password").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="recovery codes").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{portal}/account/login/?next=/account/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/account/")

    assert page.get_by_role("heading", name="My details").is_visible()
