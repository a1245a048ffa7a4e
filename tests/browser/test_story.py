"""One school's census from the first file to authorised, as three people at their browsers live it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Person
from collect.models import Event, Return, Status
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.setting import Setting
from tests.browser.person import NARROW, Browser
from tests.collect.factories import ReturnFactory
from tests.factories import DfE, School, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Start = Callable[[], subprocess.Popen[bytes]]
# Two queries and an error; the queries are planted first, so that both files have them on the same pupils.
QUERIES, ERROR = ("1745Q", "1990Q"), "2120"


@dataclass(frozen=True)
class Cast:
    """The return, and those who work on it."""

    return_: Return
    head: Person
    officer: Person
    collector: Person


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    school = School.create(name="Meadow Lane Primary School", la_number="823", estab="2001", urn="990102")
    return_ = ReturnFactory.create(organisation=school)
    assert return_.agent is not None
    return Cast(
        return_,
        member(school, "edit", "submit").person,
        member(return_.agent, "edit", "approve").person,
        member(DfE.create(), "edit", "authorise").person,
    )


def sample(folder: Path, name: str, *rules: str) -> Path:
    """A return of the school with the faults for these rules."""
    out = BytesIO()
    setting = Setting("PS", 60, "AUT", 2026, laestab="8232001", urn="990102", name="Meadow Lane Primary School")
    make_return(setting, out, rules=rules)
    path = folder / name
    path.write_bytes(out.getvalue())
    return path


def status(return_: Return) -> str:
    return Return.objects.get(pk=return_.pk).status


def test_from_file_to_authorised(
    page: Any,
    portal: str,
    no_violations: Callable[[Any], None],
    start_worker: Start,
    cast: Cast,
    tmp_path: Path,
) -> None:
    faulty = sample(tmp_path, "8232001_SC1_823LL26_001.xml", *QUERIES, ERROR)
    corrected = sample(tmp_path, "8232001_SC1_823LL26_002.xml", *QUERIES)
    somebody = Browser(page, portal, no_violations)
    collection = cast.return_.collection.name

    the_school_sends_a_faulty_file(somebody, cast, faulty, start_worker)
    the_school_corrects_and_explains(somebody, corrected, collection)
    the_head_signs(somebody, cast)
    the_la_reads_and_approves(somebody, cast)
    dfe_authorises(somebody, cast)

    actions = list(Event.objects.filter(for_return=cast.return_).order_by("pk").values_list("action", flat=True))
    assert actions == [
        *("upload", "checked", "explain", "upload", "checked", "explain", "submit"),
        *("accept_explanation", "approve", "authorise"),
    ]
    assert somebody.said == [], "the content security policy, or a script, complained"


def the_school_sends_a_faulty_file(somebody: Browser, cast: Cast, faulty: Path, start_worker: Start) -> None:
    collection = cast.return_.collection.name
    somebody.sign_in(cast.head)
    somebody.look("Your collections", narrow=True)
    somebody.press("Upload a file")
    somebody.look("Upload a file")
    somebody.upload(faulty)
    somebody.look("Checking your file", narrow=True)
    # The worker comes while the person watches: the page moves on by itself.
    start_worker()
    somebody.look(collection, narrow=True)
    somebody.reads("error to correct")
    somebody.press("See what to correct")
    somebody.look("What we found", narrow=True)
    somebody.reads("The SEN provision is missing")
    somebody.reads("How to put it right")
    somebody.follow("Details")
    somebody.look("The SEN provision is missing", narrow=True)
    somebody.page.locator("main a[href*='/pupils/']").first.click()
    somebody.page.wait_for_url("**/pupils/**")
    somebody.no_violations(somebody.page)
    # One query is explained before the corrected file comes.
    somebody.page.goto(f"{somebody.portal}/returns/{cast.return_.pk}/explain/?rule={QUERIES[0]}")
    explain(somebody, "The family moved in on that day; confirmed with the council on 1 October.")


def the_school_corrects_and_explains(somebody: Browser, corrected: Path, collection: str) -> None:
    somebody.page.goto(f"{somebody.portal}/")
    somebody.follow(collection)
    somebody.look(collection)
    somebody.follow("Upload")
    somebody.look("Upload a file")
    somebody.reads("Your explanations are kept")
    somebody.upload(corrected)
    somebody.look(collection)
    somebody.reads("query explained")
    somebody.follow("Compare")
    somebody.page.wait_for_url("**/compare/")
    somebody.no_violations(somebody.page)
    somebody.page.go_back()
    somebody.press("Explain")
    somebody.look("What we found")
    rule = somebody.page.locator(f"#rule-{QUERIES[1]}")
    rule.get_by_role("checkbox").check()
    rule.get_by_role("button", name="Explain those ticked").click()
    explain(somebody, "The school pays the top-up from its own budget this year.")


def explain(somebody: Browser, text: str) -> None:
    somebody.look("Explain")
    if (other := somebody.page.get_by_label("Another reason")).count():
        other.check()  # where the rule needs words, the kind of reason is chosen too
    somebody.page.locator("textarea").fill(text)
    somebody.press("Save explanation")
    somebody.reads("You explained 1 query.")


def the_head_signs(somebody: Browser, cast: Cast) -> None:
    address = f"{somebody.portal}/returns/{cast.return_.pk}/"
    somebody.page.goto(f"{address}summary/")
    somebody.look("Summary")
    somebody.page.goto(address)
    somebody.press("Submit")
    somebody.look("Submit your return", narrow=True)
    somebody.press("Submit the return")
    somebody.reads("There is a problem")
    somebody.no_violations(somebody.page)
    somebody.page.get_by_label("Full name").fill("Hana Patel")
    somebody.page.get_by_label("Role").fill("Headteacher")
    somebody.page.get_by_label("This person has seen the summary").check()
    somebody.press("Submit the return")
    somebody.look("Return submitted")
    assert status(cast.return_) == Status.SUBMITTED
    somebody.follow("Receipt")
    somebody.page.wait_for_url("**/receipt/")
    somebody.no_violations(somebody.page)
    somebody.sign_out()


def the_la_reads_and_approves(somebody: Browser, cast: Cast) -> None:
    somebody.sign_in(cast.officer)
    somebody.look("Your schools’ returns", narrow=True)
    somebody.press("See what waits for you")
    somebody.look(cast.return_.collection.name, narrow=True)
    somebody.follow("Meadow Lane Primary School")
    somebody.look(cast.return_.collection.name)
    somebody.press("Read explanations")
    somebody.look("Read explanations", narrow=True)
    somebody.reads("confirmed with the council on 1 October")
    somebody.page.get_by_label("Tick all on this page").check()
    somebody.press("Accept those ticked")
    somebody.reads("You accepted 2 explanations.")
    somebody.press("Approve")
    somebody.look("Approve this return")
    somebody.press("Approve return")
    somebody.reads("You approved the return of Meadow Lane Primary School.")
    assert status(cast.return_) == Status.APPROVED
    somebody.follow("Explanations", exact=True)
    somebody.look("Explanations")
    somebody.sign_out()


def dfe_authorises(somebody: Browser, cast: Cast) -> None:
    somebody.sign_in(cast.collector)
    somebody.look("Collections")
    somebody.follow(cast.return_.collection.name)
    somebody.look(cast.return_.collection.name, narrow=True)
    somebody.press("See the 1 return waiting for DfE")
    somebody.look(cast.return_.collection.name, narrow=True)
    somebody.follow("Meadow Lane Primary School")
    somebody.press("Authorise")
    somebody.look("Authorise this return")
    somebody.press("Authorise return")
    somebody.reads("You authorised the return of Meadow Lane Primary School.")
    assert status(cast.return_) == Status.AUTHORISED
    somebody.follow("History", exact=True)
    somebody.look("History", narrow=True)
    somebody.page.get_by_role("heading", name="Authorised the return").wait_for()


def test_upload_and_findings_without_javascript(
    browser: Any, portal: str, start_worker: Start, cast: Cast, tmp_path: Path
) -> None:
    start_worker()
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    somebody = Browser(context.new_page(), portal, lambda _: None)
    somebody.sign_in(cast.head)
    somebody.press("Upload a file")
    somebody.upload(sample(tmp_path, "file.xml", *QUERIES, ERROR))
    # Without a script the page renews itself every few seconds, and leads to the return when the check is done.
    somebody.page.get_by_role("heading", level=1, name=cast.return_.collection.name).wait_for()
    somebody.reads("error to correct")
    somebody.press("See what to correct")
    somebody.reads("The SEN provision is missing")
    context.close()
