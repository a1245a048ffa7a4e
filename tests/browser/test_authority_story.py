"""A local authority's own return from a faulty file to authorised: nobody stands between it and DfE."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Person
from collect.models import Event, Return, Status
from schemas.sample.children_in_need.make import make_return
from schemas.sample.children_in_need.setting import Setting
from tests.browser.person import Browser
from tests.collect.factories import authority_return
from tests.factories import DfE, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUERY, ERROR = "8670Q", "8630"


def sample(folder: Path, name: str, *rules: str, lea: str = "823") -> Path:
    """A return of the authority with the faults for these rules."""
    out = BytesIO()
    make_return(Setting(60, 2025, lea=lea), out, rules=rules)
    path = folder / name
    path.write_bytes(out.getvalue())
    return path


def test_from_a_faulty_file_to_authorised(
    page: Any,
    portal: str,
    no_violations: Callable[[Any], None],
    start_worker: Callable[[], subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    own = authority_return()
    officer = member(own.organisation, "edit", "submit", "approve").person
    collector = member(DfE.create(), "edit", "authorise").person
    start_worker()
    somebody = Browser(page, portal, no_violations)
    somebody.sign_in(officer)
    the_authority_sends_files(somebody, own, tmp_path)
    a_query_is_explained(somebody)
    the_return_is_signed(somebody, own)
    dfe_authorises(somebody, own, collector)
    actions = list(Event.objects.filter(for_return=own).order_by("pk").values_list("action", flat=True))
    assert actions == [
        *("upload_refused", "upload", "checked", "upload", "checked", "explain", "submit"),
        *("accept_explanation", "authorise"),
    ]
    assert somebody.said == [], "the content security policy, or a script, complained"


def the_authority_sends_files(somebody: Browser, own: Return, folder: Path) -> None:
    somebody.look("Your collections", narrow=True)
    somebody.press("Upload a file")
    somebody.look("Upload a file")
    somebody.upload(sample(folder, "other.xml", lea="801"))
    somebody.reads("The file is for local authority 801, but this return is for local authority 823.")
    somebody.no_violations(somebody.page)
    somebody.upload(sample(folder, "first.xml", QUERY, ERROR))
    somebody.look(own.collection.name, narrow=True)
    somebody.press("See what to correct")
    somebody.look("What we found", narrow=True)
    somebody.reads("The case was closed before it was referred")
    somebody.follow("Details")
    somebody.look("The case was closed before it was referred", narrow=True)
    somebody.page.locator("main a[href*='/Child/']").first.click()
    somebody.page.get_by_role("heading", name="Episode of need").first.wait_for()
    somebody.look("C823", narrow=True)
    somebody.page.goto(f"{somebody.portal}/returns/{own.pk}/upload/")
    somebody.upload(sample(folder, "second.xml", QUERY))
    somebody.look(own.collection.name)
    somebody.reads("query to explain")


def a_query_is_explained(somebody: Browser) -> None:
    somebody.press("Explain")
    somebody.look("What we found")
    somebody.page.locator(f"#rule-{QUERY}").get_by_role("checkbox").check()
    somebody.page.locator(f"#rule-{QUERY}").get_by_role("button", name="Explain those ticked").click()
    somebody.look("Explain", narrow=True)
    if (other := somebody.page.get_by_label("Another reason")).count():
        other.check()
    somebody.page.locator("textarea").fill("The court asked for a second assessment, which took until 3 March.")
    if (tick := somebody.page.get_by_label("I have checked the values")).count():
        tick.check()
    somebody.press("Save explanation")
    somebody.reads("You explained 1 query.")


def the_return_is_signed(somebody: Browser, own: Return) -> None:
    address = f"{somebody.portal}/returns/{own.pk}/"
    somebody.page.goto(f"{address}summary/")
    somebody.look("Summary", narrow=True)
    somebody.page.goto(f"{address}submit/")
    somebody.look("Submit your return", narrow=True)
    somebody.reads("Director’s declaration")
    somebody.page.get_by_label("Full name").fill("Sam Example")
    somebody.page.get_by_label("Role").fill("Director of children’s services")
    somebody.page.get_by_label("This person has seen the summary").check()
    somebody.press("Submit the return")
    somebody.look("Return submitted")
    somebody.sign_out()


def dfe_authorises(somebody: Browser, own: Return, collector: Person) -> None:
    somebody.sign_in(collector)
    somebody.follow(own.collection.name)
    somebody.look(own.collection.name, narrow=True)
    somebody.follow(own.organisation.name)
    somebody.press("Read explanations")
    somebody.look("Read explanations", narrow=True)
    somebody.page.get_by_label("Tick all on this page").check()
    somebody.press("Accept those ticked")
    somebody.reads("You accepted 1 explanation")
    somebody.press("Authorise")
    somebody.look("Authorise this return")
    somebody.press("Authorise return")
    somebody.reads(f"You authorised the return of {own.organisation.name}.")
    assert Return.objects.get(pk=own.pk).status == Status.AUTHORISED
    somebody.follow("History", exact=True)
    somebody.look("History", narrow=True)
