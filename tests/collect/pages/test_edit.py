"""Changing values on screen, from the link on a pupil's page to the new file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml.html import fromstring

from accounts.scope import Actor
from collect import scope
from collect.models import PupilDataRead, Return, Status, Submission
from collect.services import drafts
from collect.services.check import work_once
from schemas import collections
from tests.collect.factories import CollectionFactory, ReturnFactory, source_of
from tests.collect.pages.words import errors_of, links_of, text_of, value_of
from tests.collect.support import UPN, check, error, pupil_xml, put, tools
from tests.factories import LocalAuthority
from validation.models import Finding

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]

PERIOD = """<PupilCharacteristics><FSMperiods><FSMperiod><FSMstartDate>2024-13-01</FSMstartDate></FSMperiod>
</FSMperiods></PupilCharacteristics>"""
SURNAME, DOB = "PupilIdentifiers-Surname", "PupilIdentifiers-DOB"


@pytest.fixture
def loaded(school_return: Return) -> Return:
    check(school_return, source_of(school_return), error(1), pupils=pupil_xml(more=PERIOD))
    return school_return


@pytest.fixture
def client(loaded: Return, browse: Browse) -> Client:
    return browse(source_of(loaded))


def where(return_: Return, *parts: object) -> str:
    return "/".join(["/returns", str(return_.pk), "edit", *map(str, parts), ""])


def filled(page: Any) -> dict[str, Any]:
    """What the page's form of values would send as it stands."""
    form = fromstring(page.content.decode()).xpath("//form[@id='values']")[0]
    sent: dict[str, Any] = {name: value or "" for name, value in form.form_values()}
    for field in form.xpath(".//input[@type='text']|.//textarea"):
        sent.setdefault(field.get("name"), "")
    return sent


def save(client: Client, address: str, then: str = "check", **changed: Any) -> Any:
    sent = filled(client.get(address)) | {name.replace("__", "-"): value for name, value in changed.items()}
    return client.post(address, sent | {"then": then})


def kind(tag: str) -> int:
    layout = collections.get("school-census-autumn").layout(2026)
    return next(node.index for node in layout.records if node.tag == tag)


def test_a_pupil_and_a_finding_lead_to_their_values(loaded: Return, client: Client) -> None:
    submission = loaded.current_submission
    assert submission is not None
    pupil = client.get(f"/submissions/{submission.pk}/pupils/PupilOnRoll/1/")
    finding = client.get(f"/findings/{Finding.objects.get().pk}/")
    assert links_of(pupil)["Change these values"] == where(loaded, "PupilOnRoll-1")
    assert links_of(finding)["Change these values"] == where(loaded, "PupilOnRoll-1")
    put(loaded, Status.APPROVED)
    assert "Change these values" not in links_of(client.get(f"/submissions/{submission.pk}/pupils/PupilOnRoll/1/"))


def test_a_value_is_changed_looked_at_and_checked(loaded: Return, client: Client) -> None:
    form = client.get(where(loaded, "PupilOnRoll-1"))
    assert (value_of(form, SURNAME), value_of(form, DOB)) == ("Okafor", "4 3 2018")
    answer = save(client, where(loaded, "PupilOnRoll-1"), PupilIdentifiers__Surname="Obi")
    assert answer["Location"] == where(loaded)
    words = text_of(client.get(where(loaded)))
    assert "Pupil on roll: Ada Obi Changed" in words
    assert "Surname Okafor Obi" in words
    assert Submission.objects.count() == 1
    answer = client.post(where(loaded), {"check": "1"})
    made = Submission.objects.get(number=2)
    assert answer["Location"] == f"/submissions/{made.pk}/checking/"
    assert client.post(where(loaded), {"check": "1"})["Location"] == answer["Location"]  # clicked twice
    work_once(tools())
    compared = text_of(client.get(f"/submissions/{made.pk}/compare/"))
    assert "made this file on screen from file 1" in compared
    assert "Surname Okafor Obi" in compared
    history = text_of(client.get(f"/returns/{loaded.pk}/history/"))
    assert "Changed Pupil on roll 1: Surname" in history
    assert "Okafor" not in history
    assert "Made on screen from file 1" in text_of(client.get(f"/returns/{loaded.pk}/files/"))


def test_a_value_that_no_file_can_hold_is_said_beside_its_field(loaded: Return, client: Client) -> None:
    address = where(loaded, "PupilOnRoll-1")
    answer = save(client, address, PupilIdentifiers__DOB="31 2 2018", PupilIdentifiers__Surname="Obi")
    assert errors_of(answer) == ["Date of birth must be a real date, such as 27 3 2019."]
    assert (value_of(answer, DOB), value_of(answer, SURNAME)) == ("31 2 2018", "Obi")
    assert "Error:" in text_of(answer)


def test_what_only_a_rule_reports_is_accepted(loaded: Return, client: Client) -> None:
    answer = save(client, where(loaded, "PupilOnRoll-1"), PupilIdentifiers__DOB="1 1 1900", PupilIdentifiers__UPN="X")
    assert answer.status_code == 302


def test_what_cannot_be_read_is_shown_as_it_is_and_can_be_left(loaded: Return, client: Client) -> None:
    period = where(loaded, "FSMperiod-1")
    assert value_of(client.get(period), "FSMstartDate") == "2024-13-01"
    assert save(client, period, FSMendDate="2024-12-31").status_code == 302
    assert save(client, period, FSMstartDate="2024-14-01").status_code == 200
    assert save(client, period, FSMstartDate="1 January 2024").status_code == 302
    assert "1 January 2024" in text_of(client.get(where(loaded)))


def test_several_changes_are_gathered(loaded: Return, client: Client) -> None:
    answer = save(client, where(loaded, "PupilOnRoll-1"), then="more", PupilIdentifiers__Surname="Obi")
    assert answer["Location"] == where(loaded, "PupilOnRoll-1")
    page = client.get(answer["Location"])
    assert value_of(page, SURNAME) == "Obi"
    assert "1 record so far" in text_of(page)
    save(client, where(loaded, "PupilOnRoll-1", "add", kind("FSMperiod")), FSMstartDate="1 9 2026")
    assert "Added" in text_of(client.get(where(loaded, "PupilOnRoll-1")))
    client.post(where(loaded), {"undo": "PupilOnRoll-1"})
    words = text_of(client.get(where(loaded)))
    assert "Obi" not in words
    assert "1 September 2026" in words


def test_an_empty_record_is_not_added(loaded: Return, client: Client) -> None:
    answer = save(client, where(loaded, "PupilOnRoll-1", "add", kind("FSMperiod")))
    assert errors_of(answer) == ["Fill in at least one field, or go back."]


def test_a_record_is_removed_after_a_question(loaded: Return, client: Client) -> None:
    address = where(loaded, "FSMperiod-1", "remove")
    assert "This takes Free school meal period 1 out of the return." in text_of(client.get(address))
    client.post(address, {"file": "1"})
    assert "Removed" in text_of(client.get(where(loaded)))
    assert "This is to be removed" in text_of(client.get(where(loaded, "FSMperiod-1")))


def test_somebody_is_added_to_the_return(loaded: Return, client: Client) -> None:
    address = where(loaded, "Message-1", "add", kind("PupilOnRoll"))
    answer = save(client, address, then="more", PupilIdentifiers__Surname="Nowak")
    assert answer["Location"] == where(loaded, "new-1")
    assert "Pupil on roll: Nowak" in text_of(client.get(answer["Location"]))
    client.post(where(loaded), {"check": "1"})
    work_once(tools())
    loaded.refresh_from_db()
    assert [pupil.surname for pupil in loaded.pupils.order_by("row")] == ["Okafor", "Nowak"]


def test_what_says_which_return_it_is_cannot_be_changed(loaded: Return, client: Client) -> None:
    fields = filled(client.get(where(loaded, "Message-1")))
    assert "Header-CollectionDetails-ReferenceDate" in fields
    fixed = {"Header-CollectionDetails-Collection", "Header-CollectionDetails-Year", "Header-CollectionDetails-Term"}
    assert not {*fixed, "Header-Source-LEA", "Header-Source-Estab"} & set(fields)
    sent = {**fields, "Header-Source-LEA": "999", "then": "check"}
    client.post(where(loaded, "Message-1"), sent)
    assert scope.draft_of(source_of(loaded), loaded) is None
    assert "999" not in text_of(client.get(where(loaded)))


def test_another_file_meanwhile_keeps_what_was_typed(loaded: Return, client: Client) -> None:
    address = where(loaded, "PupilOnRoll-1")
    sent = filled(client.get(address)) | {SURNAME: "Obi"}
    check(loaded, source_of(loaded), note="another", pupils=pupil_xml())
    answer = client.post(address, sent, follow=True)
    words = text_of(answer)
    assert "What you typed is kept below" in words
    assert "File 2 has become the return since" in words
    assert "Surname Okafor Obi" in words
    assert "You made these changes to file 1" in text_of(client.post(where(loaded), {"check": "1"}))
    assert Submission.objects.count() == 2
    # A page of the new file says that there are earlier changes, and keeps what is typed on it.
    page = client.get(address)
    assert "You have changes of an earlier file" in text_of(page)
    again = client.post(address, {"file": "2", SURNAME: "Eze"})
    assert value_of(again, SURNAME) == "Eze"
    client.post(where(loaded), {"discard": "1"})
    assert save(client, address, PupilIdentifiers__Surname="Eze").status_code == 302


def test_a_submitted_return_says_that_it_must_be_submitted_again(loaded: Return, client: Client) -> None:
    save(client, where(loaded, "PupilOnRoll-1"), PupilIdentifiers__Surname="Obi")
    put(loaded, Status.SUBMITTED)
    assert "you need to submit your return again" in text_of(client.get(where(loaded)))


def test_what_is_not_there_is_not_found(loaded: Return, client: Client) -> None:
    for parts in (
        ("PupilOnRoll-2",),
        ("Nothing-1",),
        ("new-1",),
        ("PupilOnRoll-1", "add", 9999),
        ("PupilOnRoll-1", "add", kind("PupilOnRoll")),
        ("Message-1", "remove"),
    ):
        assert client.get(where(loaded, *parts)).status_code == 404, parts


def test_a_field_that_was_not_sent_is_not_emptied(loaded: Return, client: Client) -> None:
    client.post(where(loaded, "PupilOnRoll-1"), {})
    assert "Check your changes" not in text_of(client.get(where(loaded)))


def test_looking_at_a_form_is_noted_as_reading(loaded: Return, client: Client) -> None:
    client.get(where(loaded, "FSMperiod-1"))
    read = PupilDataRead.objects.get()
    assert (read.kind, read.record, read.row) == ("pupil", "PupilOnRoll", 1)


def test_names_are_in_no_address(loaded: Return, client: Client) -> None:
    page = client.get(where(loaded, "PupilOnRoll-1"))
    assert not [address for address in links_of(page).values() if UPN in address or "Okafor" in address]


def test_records_inside_records_of_another_collection(browse: Browse) -> None:
    authority = LocalAuthority.create(la_number="823")
    collection = CollectionFactory.create(type_code="children-in-need", year=2025)
    return_ = ReturnFactory.create(collection=collection, organisation=authority, agent=None)
    actor = source_of(return_)
    submit_children(return_, actor)
    client = browse(actor)
    inside = links_of(client.get(where(return_, "Child-1")))
    assert where(return_, "CINdetails-1") in inside.values()
    layout = collections.get("children-in-need").layout(2025)
    assessment = next(node.index for node in layout.records if node.tag == "Assessments")
    new = where(return_, "CINdetails-1", "add", assessment)
    sent = {"AssessmentActualStartDate": "1 5 2025", "FactorsIdentifiedAtAssessment-AssessmentFactors": ["1A", "2B"]}
    answer = client.post(new, {**filled(client.get(new)), **sent, "then": "more"})
    assert answer["Location"] == where(return_, "Child-1")
    client.post(where(return_), {"check": "1"})
    work_once(tools())
    made = Submission.objects.get(number=2)
    with made.file.open("rb") as file:
        content = file.read().decode()
    factors = "<AssessmentFactors>1A</AssessmentFactors><AssessmentFactors>2B</AssessmentFactors>"
    assert factors in "".join(content.split())
    assert made.state == "checked"


def submit_children(return_: Return, actor: Actor) -> None:
    from io import BytesIO

    from collect.actions import Upload

    content = """<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>
<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails><Source><LEA>823</LEA></Source></Header><Children>
<Child><ChildIdentifiers><LAchildID>A1</LAchildID></ChildIdentifiers>
<CINdetails><CINreferralDate>2025-04-20</CINreferralDate></CINdetails></Child></Children></Message>"""
    Upload(actor, return_, BytesIO(content.encode()), "children.xml").receive()
    assert work_once(tools()) is not None
    return_.refresh_from_db()


def test_a_draft_of_another_file_begun_at_the_same_moment_leads_to_its_page(
    loaded: Return, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_: Any) -> None:
        raise drafts.OtherFile

    monkeypatch.setattr(drafts, "add", too_late)
    monkeypatch.setattr(drafts, "remove", too_late)
    add = where(loaded, "PupilOnRoll-1", "add", kind("FSMperiod"))
    assert save(client, add, FSMstartDate="1 9 2026")["Location"] == where(loaded)
    remove = where(loaded, "PupilOnRoll-1", "remove")
    assert client.post(remove, {"file": "1"})["Location"] == where(loaded)
    assert scope.draft_of(source_of(loaded), loaded) is None
