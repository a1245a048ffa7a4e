"""Pictures of the real pages for ``docs/``, taken while the whole story is walked through on a running demo.

    make run &                                    # a fresh demo
    python -m tools.screenshots http://127.0.0.1:8000

Writes ``docs/images/<page>-wide.png`` (1280 px) and ``-narrow.png`` (320 px). Needs Chromium.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from schemas.sample.children_in_need.make import make_return as make_authority_return
from schemas.sample.children_in_need.setting import Setting as AuthoritySetting
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.setting import Setting

IMAGES = Path(__file__).parent.parent / "docs" / "images"
PASSWORD = "census-demo-2026"
LAESTAB, URN, LA = "8232001", "990102", "823"
SCHOOL, HEAD = "office@meadow-lane.example.org", "head@meadow-lane.example.org"
OFFICER = "officer@northbridge.example.org"
AUTHORITY, DFE = "approver@northbridge.example.org", "approver@dfe.example.org"


class Camera:
    """Takes each page twice, wide and narrow."""

    def __init__(self, browser: Browser, base: str, folder: Path):
        self.base = base
        self.folder = folder
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.set_default_timeout(20_000)

    def take(self, name: str) -> None:
        for kind, width in (("wide", 1280), ("narrow", 320)):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=self.folder / f"{name}-{kind}.png", full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def open(self, path: str, name: str = "") -> None:
        self.page.goto(f"{self.base}{path}")
        if name:
            self.take(name)

    def open_absolute(self, address: str, name: str = "") -> None:
        self.page.goto(address)
        if name:
            self.take(name)

    def sign_in(self, email: str, name: str = "") -> None:
        self.page.context.clear_cookies()
        self.open("/account/login/", name)
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.base}/")


def sample(folder: Path, name: str, faults: int) -> Path:
    path = folder / name
    with path.open("wb") as file:
        setting = Setting(term="AUT", year=2026, phase="PS", pupils=210, seed=7, laestab=LAESTAB, urn=URN)
        make_return(setting, file, faults=faults)
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--into", type=Path, default=IMAGES)
    parser.add_argument("--only", choices=("school", "authority"), help="one of the two stories")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        camera = Camera(browser, options.base.rstrip("/"), options.into)
        if options.only in (None, "school"):
            story(camera, Path(folder))
        if options.only in (None, "authority"):
            authority_story(camera, Path(folder))
        browser.close()
    return 0


def story(camera: Camera, folder: Path) -> None:
    """From the first file to authorised, a picture of each page on the way."""
    page = camera.page
    camera.sign_in(SCHOOL, "sign-in")
    camera.take("home")
    page.get_by_role("button", name="Upload a file").first.click()
    camera.take("upload")
    send(camera, sample(folder, "8232001_SC1_823LL26_001.xml", 25))
    camera.take("return")
    here = page.url
    camera.open_absolute(f"{here}findings/", "findings")
    page.locator("main a", has_text="Details").first.click()
    camera.take("finding")
    camera.open_absolute(f"{here}findings/pupils/", "findings-by-pupil")
    page.locator("main table a").first.click()
    camera.take("pupil")
    camera.open_absolute(f"{here}findings/?level=query&state=open")
    page.locator("main form input[type=checkbox]").first.check()
    page.get_by_role("button", name="Explain those ticked").first.click()
    camera.take("explain")
    camera.open_absolute(f"{here}upload/")
    send(camera, sample(folder, "8232001_SC1_823LL26_002.xml", 0))
    camera.open_absolute(f"{here}files/", "files")
    page.get_by_role("link", name="What changed").first.click()
    camera.take("compare")
    camera.sign_in(HEAD)
    camera.open_absolute(f"{here}summary/", "summary")
    camera.open_absolute(f"{here}submit/", "submit")
    page.get_by_label("Full name").fill("Sam Example")
    page.get_by_label("Role").fill("Headteacher")
    page.get_by_label("This person has seen the summary").check()
    page.get_by_role("button", name="Submit the return").click()
    camera.take("submitted")
    page.get_by_role("link", name="Receipt").first.click()
    camera.take("receipt")
    camera.sign_in(AUTHORITY)
    camera.take("la-home")
    page.locator(".govuk-button", has_text="See what waits for you").first.click()
    camera.take("la-desk")
    camera.open_absolute(f"{here}actions/approve/", "approve")
    page.get_by_role("button", name="Approve return").click()
    camera.sign_in(DFE)
    camera.take("dfe-home")
    page.locator("main a", has_text="School census autumn 2026").first.click()
    camera.take("dfe-desk")
    camera.open_absolute(f"{here}actions/authorise/", "authorise")
    page.get_by_role("button", name="Authorise return").click()
    camera.open_absolute(f"{here}history/", "history")
    for path, name in (
        ("/rules/school-census-autumn/", "rules"),
        ("/rules/school-census-autumn/1520/", "rule"),
        ("/rules/school-census-autumn/changes/", "rule-changes"),
        ("/dictionary/school-census/items/SENprovision/", "dictionary-item"),
    ):
        camera.open(path, name)


def authority_story(camera: Camera, folder: Path) -> None:
    """What a local authority sends itself: its home, a child, and DfE's list of authorities."""
    page = camera.page
    camera.sign_in(OFFICER)
    camera.take("authority-home")
    page.get_by_role("button", name="Upload a file").first.click()
    path = folder / "children-in-need-823.xml"
    with path.open("wb") as file:
        make_authority_return(AuthoritySetting(300, 2025, seed=3, lea=LA), file, faults=40)
    send(camera, path)
    here = page.url
    camera.open_absolute(f"{here}findings/pupils/", "children")
    camera.open_absolute(f"{here}findings/?rule=8839")
    page.locator("main table a").first.click()
    camera.take("child")
    camera.open_absolute(f"{here}submit/", "authority-submit")
    camera.sign_in(DFE)
    page.locator("main a", has_text="Children in need").first.click()
    camera.take("dfe-desk-authorities")


def send(camera: Camera, file: Path) -> None:
    """Upload ``file`` and wait for what came of it."""
    camera.page.locator("input[type=file]").set_input_files(file)
    camera.page.get_by_role("button", name="Upload and check").click()
    camera.page.wait_for_url(re.compile(r"/returns/[0-9a-f-]+/$"), timeout=60_000)


if __name__ == "__main__":
    sys.exit(main())
