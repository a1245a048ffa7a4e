"""Organisations taken from the school register: new, changed, succeeded, and rows that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from accounts.access import AccessRequest
from accounts.establishment_types import types
from accounts.mail import Mail
from accounts.models import AccountEvent, FormerIdentity, Organisation, RegisterChange, RegisterRefresh
from accounts.register.entries import Entry, Link, Trust
from accounts.register.refresh import BadRow, Report, refresh
from tests.factories import DfE, LocalAuthority, School, member

pytestmark = [pytest.mark.django_db, pytest.mark.services]

SCHOOL = Entry("100001", "823", "2001", "Old Lane School", "01", "1", "2", "10000001", date(1990, 9, 1), None, "North")
CLOSED = replace(SCHOOL, status_code="2", closed_on=date(2026, 10, 31))
ACADEMY = Entry(
    "100002",
    "823",
    "2001",
    "Old Lane Academy",
    "34",
    opened_on=date(2026, 11, 1),
    trust=Trust("5001", "Bright Trust"),
    phase_code="2",
)


def take(*entries: Entry, links: Iterable[Link] = (), **more: list[BadRow]) -> Report:
    found = {entry.urn: entry for entry in entries}
    return refresh(found, links, filename="register.csv", sha256="0" * 64, **more)


def lines(report: Report) -> set[tuple[str, str]]:
    return {(str(change.kind), change.number) for change in report.changes}


def school(urn: str) -> Organisation:
    return Organisation.objects.get(kind="school", urn=urn)


def test_what_is_new_is_made_with_its_authority_and_its_trust() -> None:
    other = replace(ACADEMY, estab="2002", urn="100003")
    report = take(SCHOOL, other)
    assert lines(report) == {("new", "823"), ("new", "5001"), ("new", "100001"), ("new", "100003")}
    maintained, academy = school("100001"), school("100003")
    assert (maintained.phase, maintained.governance, maintained.type_name) == ("PS", "CO", "Community school")
    assert maintained.agent() == Organisation.objects.get(kind="la", la_number="823")
    assert (academy.is_academy, academy.agent(), str(academy.parent)) == (True, None, "Bright Trust")
    assert RegisterRefresh.objects.get().changes.count() == 4


def test_the_same_rows_again_change_nothing() -> None:
    take(CLOSED, ACADEMY)
    before = list(Organisation.objects.values()), list(FormerIdentity.objects.values())
    assert lines(take(CLOSED, ACADEMY)) == set()
    assert (list(Organisation.objects.values()), list(FormerIdentity.objects.values())) == before


def test_what_is_there_already_is_completed_by_its_number() -> None:
    known = School.create(la_number="823", estab="2001", name="Old Lane School")
    take(SCHOOL)
    known.refresh_from_db()
    assert (known.urn, known.type_code, known.opened_on) == ("100001", "01", date(1990, 9, 1))


def test_changes_are_told_by_kind_and_leave_an_event_that_the_organisation_sees() -> None:
    take(SCHOOL)
    report = take(replace(SCHOOL, name="Long Lane School", status_code="3"))
    assert lines(report) == {("name", "100001"), ("status", "100001")}
    event = AccountEvent.objects.get(action="register_changed")
    assert event.organisation == school("100001")
    assert event.before == {"Name": "Old Lane School", "Status": "Open"}
    assert event.after == {"Name": "Long Lane School", "Status": "Open, proposed to close"}
    assert event.person is None


@pytest.mark.parametrize(("code", "status"), [("1", "open"), ("2", "closed"), ("3", "closing"), ("4", "proposed")])
def test_every_status_of_the_register_is_known(code: str, status: str) -> None:
    take(replace(SCHOOL, status_code=code))
    assert school("100001").status == status


@pytest.mark.parametrize("code", sorted(types()))
def test_only_maintained_schools_have_an_authority(code: str) -> None:
    LocalAuthority.create(la_number="823")
    take(replace(SCHOOL, type_code=code))
    maintained = code in ("01", "02", "03", "05", "07", "12", "14", "15")
    assert (school("100001").agent() is not None) == maintained


def test_a_school_that_becomes_an_academy_stays_the_same_organisation_under_a_new_urn() -> None:
    take(SCHOOL)
    before = school("100001")
    head = member(before, "submit", role="approver")
    officer = member(before.agent(), "approve", role="approver")  # type: ignore[arg-type]
    report = take(CLOSED, ACADEMY)
    after = school("100002")
    assert after.pk == before.pk
    assert report.became_academies == [after]
    assert ("academy", "100002") in lines(report)
    assert (after.name, after.status, after.agent(), str(after.parent)) == (
        "Old Lane Academy",
        "open",
        None,
        "Bright Trust",
    )
    assert list(after.people.all()) == [head.person]
    (former,) = after.former_identities.all()
    assert (former.urn, former.name, former.closed_on) == ("100001", "Old Lane School", date(2026, 10, 31))
    assert AccountEvent.objects.get(action="became_academy").after["URN"] == "100002"
    assert set(Mail.objects.values_list("to", flat=True)) == {head.person.email, officer.person.email}
    assert lines(take(CLOSED, ACADEMY)) == set()


def test_requests_that_the_authority_had_to_answer_go_to_the_next_level() -> None:
    dfe = DfE.create()
    member(dfe, role="approver")
    take(SCHOOL)
    one = member(school("100001"))
    la = school("100001").agent()
    asked = AccessRequest.objects.create(membership=one, collection="k", collection_name="K", may=["edit"], asked_of=la)
    take(CLOSED, ACADEMY)
    asked.refresh_from_db()
    assert asked.asked_of == dfe


def test_nothing_moves_while_the_academy_is_only_proposed() -> None:
    take(SCHOOL)
    assert lines(take(replace(SCHOOL, status_code="3"), replace(ACADEMY, status_code="4"))) == {
        ("new", "5001"),
        ("status", "100001"),
    }
    assert school("100001").has_agent


def test_a_link_of_one_for_one_carries_a_school_to_a_new_laestab() -> None:
    take(SCHOOL)
    pk = school("100001").pk
    moved = replace(ACADEMY, estab="2999")
    link = Link("100001", "100002", is_whole=True)
    for _ in range(2):
        take(CLOSED, moved, links=[link])
        assert (school("100002").pk, school("100002").laestab) == (pk, "8232999")
        assert Organisation.objects.filter(kind="school").count() == 1


def test_where_schools_merged_the_closed_ones_name_who_followed() -> None:
    second = replace(SCHOOL, urn="100005", estab="2005", name="Second School")
    take(SCHOOL, second)
    merged = replace(ACADEMY, estab="2999")
    closed = [CLOSED, replace(second, status_code="2")]
    links = [Link("100001", "100002", is_whole=False), Link("100005", "100002", is_whole=False)]
    report = take(*closed, merged, links=links)
    assert {("closed", "100001"), ("closed", "100005"), ("successor", "100001"), ("successor", "100005")} <= lines(
        report
    )
    assert school("100001").successor == school("100005").successor == school("100002")
    assert school("100001").status == "closed"
    assert lines(take(*closed, merged, links=links)) == set()


def test_where_a_school_split_nobody_is_its_successor() -> None:
    take(SCHOOL)
    parts = [replace(ACADEMY, estab="2998"), replace(ACADEMY, urn="100003", estab="2999")]
    take(CLOSED, *parts, links=[Link("100001", one.urn, is_whole=False) for one in parts])
    assert school("100001").successor is None
    assert school("100001").status == "closed"


def test_a_chain_of_successions_ends_at_the_last() -> None:
    last = replace(ACADEMY, urn="100009", estab="2009", name="Third Name")
    middle = replace(ACADEMY, status_code="2", estab="2009")
    links = [Link("100001", "100002", is_whole=True)]
    take(SCHOOL)
    pk = school("100001").pk
    take(CLOSED, middle, last, links=links)
    assert school("100009").pk == pk
    assert set(FormerIdentity.objects.values_list("urn", flat=True)) == {"100001", "100002"}


def test_a_bad_row_is_named_and_the_others_go_on() -> None:
    odd = replace(SCHOOL, urn="100007", estab="2007", name="Odd School", type_code="99")
    twin = replace(SCHOOL, urn="100008", name="Twin School")
    office = replace(SCHOOL, urn="100010", estab="")
    take(SCHOOL)
    report = take(SCHOOL, odd, twin, office, bad_rows=[BadRow(7, "Worse School", "URN is 1; it has six digits")])
    failed = {change.name: change.after for change in report.changes if change.kind == RegisterChange.Kind.FAILED}
    assert failed == {
        "Worse School": "URN is 1; it has six digits",
        "Odd School": "its type 99 is not known to the portal",
        "Twin School": "its LAESTAB 8232001 is that of Old Lane School (100001)",
    }
    assert report.without_number == 1
    assert lines(report) >= {("failed", "line 7")}


def test_a_number_that_another_has_is_refused_for_that_row_only() -> None:
    other = replace(SCHOOL, urn="100005", estab="2005", name="Other School")
    take(SCHOOL, other)
    report = take(replace(SCHOOL, estab="2005"), replace(other, name="Other Name"))
    assert ("name", "100005") in lines(report)
    assert [one.after for one in report.changes if one.kind == "failed"] == [
        "another organisation has one of its numbers"
    ]
    assert school("100001").estab == "2001"


def test_an_academy_that_changes_trust_and_one_that_leaves_it() -> None:
    take(ACADEMY)
    report = take(replace(ACADEMY, trust=Trust("5002", "Other Trust")))
    assert ("trust", "100002") in lines(report)
    assert str(school("100002").parent) == "Other Trust"
    take(replace(ACADEMY, trust=None))
    assert str(school("100002").parent) == "Other Trust"
    take(replace(ACADEMY, trust=Trust("", "")))
    assert school("100002").parent is None
    assert Organisation.objects.filter(kind="trust").count() == 2


def test_the_trust_of_a_maintained_school_sees_nothing_of_it() -> None:
    take(replace(SCHOOL, type_code="05", trust=Trust("5003", "Foundation Trust")))
    assert school("100001").parent is None


def test_a_conversion_that_the_register_takes_back_is_taken_back() -> None:
    take(SCHOOL)
    pk = school("100001").pk
    take(CLOSED, ACADEMY)
    for _ in range(2):
        take(SCHOOL, replace(ACADEMY, status_code="2"))
        assert (school("100001").pk, school("100001").has_agent, school("100001").parent) == (pk, True, None)
        assert list(FormerIdentity.objects.values_list("urn", flat=True)) == ["100002"]
    assert lines(take(SCHOOL, replace(ACADEMY, status_code="2"))) == set()


def test_two_urns_at_work_for_one_school_are_named() -> None:
    take(SCHOOL)
    take(CLOSED, ACADEMY)
    report = take(SCHOOL, ACADEMY)
    assert ("failed", "100001") in lines(report)
    assert school("100002").is_academy
