"""Changing values on screen in a real browser: without barriers, wide and narrow, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest

from accounts.models import Person
from collect.actions import Upload
from collect.models import Return
from collect.services.check import work_once
from schemas.sample.makers import maker_of
from tests.collect.factories import CollectionFactory, ReturnFactory, source_of
from tests.collect.support import pupil_xml, tools, xml
from tests.factories import PASSWORD, LocalAuthority, School

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
PERIOD = """<PupilCharacteristics><FSMperiods><FSMperiod><FSMstartDate>2024-13-01</FSMstartDate></FSMperiod>
</FSMperiods></PupilCharacteristics>"""


@pytest.fixture
def a_school(transactional_db: None) -> tuple[Return, Person]:
    return_ = ReturnFactory.create(organisation=School.create())
    actor = source_of(return_)
    Upload(actor, return_, BytesIO(xml(return_, pupils=pupil_xml(more=PERIOD))), "census.xml").receive()
    assert work_once(tools()) is not None
    return_.refresh_from_db()
    return return_, actor.person


def sign_in(page: Any, portal: str, person: Person) -> None:
    page.goto(f"{portal}/account/login/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "320px"])
def test_the_pages_have_no_barriers(
    page: Any, portal: str, no_violations: Callable[[Any], None], size: dict[str, int], a_school: tuple[Return, Person]
) -> None:
    return_, person = a_school
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.set_viewport_size(size)
    sign_in(page, portal, person)
    edit = f"{portal}/returns/{return_.pk}/edit/"
    for path in ("", "Message-1/", "PupilOnRoll-1/", "FSMperiod-1/", "FSMperiod-1/remove/"):
        page.goto(edit + path)
        no_violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} has to be scrolled sideways"
    page.goto(f"{edit}PupilOnRoll-1/")
    page.get_by_label("Surname", exact=False).first.fill("Obi")
    page.get_by_label("Date of birth", exact=False).first.fill("31 2 2018")
    page.get_by_role("button", name="Save and see my changes").click()
    page.get_by_text("There is a problem").wait_for()
    no_violations(page)
    page.get_by_label("Date of birth", exact=False).first.fill("3 4 2018")
    page.get_by_role("button", name="Save and see my changes").click()
    page.get_by_role("heading", level=1, name="Check your changes").wait_for()
    no_violations(page)
    assert said == [], "the content security policy, or a script, complained"


def test_a_value_is_changed_without_javascript(browser: Any, portal: str, a_school: tuple[Return, Person]) -> None:
    return_, person = a_school
    page = browser.new_page(java_script_enabled=False)
    try:
        sign_in(page, portal, person)
        page.goto(f"{portal}/submissions/{return_.current_submission_id}/pupils/PupilOnRoll/1/")
        page.get_by_role("link", name="Change these values").click()
        page.get_by_label("Surname", exact=False).first.fill("Obi")
        page.get_by_role("button", name="Save and go on").click()
        page.get_by_text("Saved. Nothing is checked yet").wait_for()
        page.get_by_role("link", name="See and check your changes").click()
        page.get_by_role("button", name="Make these changes and check the return").click()
        page.get_by_role("heading", level=1, name="Checking your").wait_for()
    finally:
        page.close()
    made = return_.submissions.get(number=2)
    with made.file.open("rb") as file:
        assert b"<Surname>Obi</Surname>" in file.read()


def test_records_inside_records_have_no_barriers(
    page: Any, portal: str, no_violations: Callable[[Any], None], transactional_db: None
) -> None:
    collection = CollectionFactory.create(type_code="children-in-need", year=2025)
    out = BytesIO(maker_of(collection.type.family).golden(collection.type, 2025, "", faulty=True).encode())
    number = collection.type.example["LEA"]
    return_ = ReturnFactory.create(
        collection=collection, organisation=LocalAuthority.create(la_number=number), agent=None
    )
    actor = source_of(return_)
    Upload(actor, return_, out, "children.xml").receive()
    assert work_once(tools()) is not None
    sign_in(page, portal, actor.person)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for key in ("Child-1", "CINdetails-1", "Assessments-1"):
            page.goto(f"{portal}/returns/{return_.pk}/edit/{key}/")
            no_violations(page)
