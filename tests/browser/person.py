"""A person at a browser, as the stories tell of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from accounts.models import Person
from tests.factories import PASSWORD

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}


class Browser:
    """A person at a browser, who looks at each page with axe: wide, and where asked narrow too."""

    def __init__(self, page: Any, portal: str, no_violations: Callable[[Any], None]):
        self.page, self.portal, self.no_violations = page, portal, no_violations
        self.said: list[str] = []
        page.set_default_timeout(20_000)
        page.set_viewport_size(WIDE)
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)

    def look(self, heading: str, *, narrow: bool = False) -> None:
        """The page with this heading is there and has no barriers."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        self.no_violations(self.page)
        if narrow:
            self.page.set_viewport_size(NARROW)
            self.no_violations(self.page)
            self.page.set_viewport_size(WIDE)

    def sign_in(self, person: Person) -> None:
        self.page.goto(f"{self.portal}/account/login/")
        self.page.get_by_label("Email address").fill(person.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(lambda url: urlsplit(url).path == "/")

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()
        self.page.get_by_role("heading", name="Sign in", exact=True).wait_for()

    def press(self, button: str) -> None:
        """The button with these words, which may be a link that looks like one."""
        self.page.locator(".govuk-button", has_text=button).first.click()

    def follow(self, link: str, *, exact: bool = False) -> None:
        self.page.locator("main").get_by_role("link", name=link, exact=exact).first.click()

    def reads(self, words: str) -> None:
        """These words stand on the page."""
        self.page.locator("main").get_by_text(words).first.wait_for()

    def upload(self, file: Path) -> None:
        self.page.locator("input[type=file]").set_input_files(file)
        self.press("Upload and check")
