"""The pages of support, of the register, of e-mails and of the yearly check in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.actions import AskPeopleCheck, Invite
from accounts.register.entries import Entry
from accounts.register.refresh import BadRow, refresh
from tests.accounts.support import approver_of
from tests.accounts.test_browser import NARROW, WIDE, sign_in
from tests.factories import DfE, LocalAuthority, School, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Any], None]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "320px"])
def test_pages_of_support_have_no_barriers(page: Any, portal: str, no_violations: Check, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    school = School(name="A School with quite a long Name of its own")
    Invite(
        approver_of(school), school, "a-very-long-address@quite-a-long-host-name.example.org", "Nia Hughes"
    ).perform()
    entry = Entry("100001", "823", "2999", "Another School", "01", la_name="North")
    bad = BadRow(7, "Odd School", "URN is 1; it has six digits")
    refresh({"100001": entry}, filename="edubasealldata.csv", sha256="0" * 64, bad_rows=[bad])
    sign_in(page, portal, member(DfE(), is_support=True).person.email)
    for path in ("account/register/", "emails/", "account/support/"):
        page.goto(f"{portal}/{path}")
        no_violations(page)
    page.get_by_label("Name, email address or number").fill("school")
    page.get_by_role("button", name="Search").click()
    no_violations(page)
    page.get_by_role("link", name=school.name).click()
    no_violations(page)
    page.get_by_role("link", name="Nia Hughes").click()
    no_violations(page)
    page.get_by_role("button", name="Send the invitation again").click()
    page.get_by_text("We sent Nia Hughes a new link").wait_for()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "320px"])
def test_people_are_checked_without_javascript(
    browser: Any, portal: str, no_violations: Check, size: dict[str, int]
) -> None:
    school = School()
    approver, colleague = approver_of(school), member(school, person__full_name="Nia Hughes")
    AskPeopleCheck(school).perform()
    context = browser.new_context(java_script_enabled=False, viewport=size)
    page = context.new_page()
    sign_in(page, portal, approver.person.email)
    page.goto(f"{portal}/account/people-check/")
    page.get_by_role("button", name="Confirm").click()
    assert page.get_by_role("link", name="Say whether Nia Hughes still works here").is_visible()
    page.get_by_label("Remove").check()
    page.get_by_role("button", name="Confirm").click()
    assert page.get_by_text("You removed 1.").is_visible()
    colleague.refresh_from_db()
    assert colleague.state == "removed"
    context.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "320px"])
def test_pages_of_the_yearly_check_have_no_barriers(
    page: Any, portal: str, no_violations: Check, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)
    la = LocalAuthority()
    approver = approver_of(la)
    member(la)
    sign_in(page, portal, approver.person.email)
    for path in ("people-check/", "people-check/overdue/"):
        page.goto(f"{portal}/account/{path}")
        no_violations(page)
    AskPeopleCheck(la).perform()
    page.goto(f"{portal}/account/people-check/")
    no_violations(page)
    page.get_by_role("button", name="Confirm").click()
    no_violations(page)
