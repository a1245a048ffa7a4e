"""Files, receipts, what changed, the summary."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.scope import Actor
from collect.models import Return, Submission
from collect.services import receipts
from tests.collect.factories import CollectionFactory, ReturnFactory, agent_of, source_of
from tests.collect.pages.words import links_of, text_of
from tests.collect.support import check, error, pupil_xml, query, upload

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


@pytest.fixture
def actor(school_return: Return) -> Actor:
    return source_of(school_return)


def test_files_are_listed_newest_first(school_return: Return, actor: Actor, browse: Browse) -> None:
    client, address = browse(actor), f"/returns/{school_return.pk}/files/"
    assert "No file has been uploaded yet." in text_of(client.get(address))
    check(school_return, actor, error(1))
    check(school_return, agent_of(school_return), note="two")
    newest = upload(school_return, actor, "three")
    page = client.get(address)
    words = text_of(page)
    assert words.index("Waiting to be checked") < words.index("The return")
    assert school_return.agent is not None
    assert school_return.agent.name in words
    assert links_of(page)["Progress of file 3"] == f"/submissions/{newest.pk}/checking/"
    assert "What changed with file 2" in links_of(page)
    assert "What changed with file 1" not in links_of(page)


def test_many_files_cost_no_more_queries(school_return: Return, actor: Actor, browse: Browse) -> None:
    client, address = browse(actor), f"/returns/{school_return.pk}/files/"
    counts = []
    for notes in ("a", "bcdef"):
        for note in notes:
            check(school_return, actor, note=note)
        client.get(address)
        with CaptureQueriesContext(connection) as said:
            client.get(address)
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_a_file_is_given_back_as_it_came(school_return: Return, actor: Actor, browse: Browse) -> None:
    submission = check(school_return, actor)
    answer = browse(actor).get(f"/submissions/{submission.pk}/download/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    assert content == Path(submission.file.path).read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="census.xml"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_an_infected_file_is_given_to_nobody(school_return: Return, actor: Actor, browse: Browse) -> None:
    submission = upload(school_return, actor)
    Submission.objects.filter(pk=submission.pk).update(state="unreadable", refusal_code="virus")
    assert browse(actor).get(f"/submissions/{submission.pk}/download/").status_code == 404


def test_what_changed_is_told_by_rule(school_return: Return, actor: Actor, browse: Browse) -> None:
    first = check(school_return, actor, error(1), error(2), pupils=pupil_xml("A823200100002", "Name2"))
    later = check(school_return, actor, error(2), query(3), pupils=pupil_xml("A823200100002", "Name2"), note="later")
    client = browse(actor)
    words = text_of(client.get(f"/submissions/{later.pk}/compare/"))
    assert "Compared with file 1" in words
    assert "1 fixed 1 new 1 still there" in words
    assert "Ada Name2" in words
    assert "There is no earlier file" in text_of(client.get(f"/submissions/{first.pk}/compare/"))


def test_the_receipt_can_be_printed_and_proved(school_return: Return, actor: Actor, browse: Browse) -> None:
    submission = check(school_return, actor, error(1))
    client = browse(actor)
    page = text_of(client.get(f"/submissions/{submission.pk}/receipt/"))
    assert submission.sha256 in page
    assert "1 error, 0 queries" in page
    answer = client.get(f"/submissions/{submission.pk}/receipt.json")
    assert "attachment" in answer["Content-Disposition"]
    body = receipts.verify(answer.content.decode(), receipts.signing_key().public_key())
    assert body["file"]["sha256"] == submission.sha256
    assert json.loads(answer.content)["receipt"] == body


def test_there_is_no_receipt_before_the_check(school_return: Return, actor: Actor, browse: Browse) -> None:
    submission = upload(school_return, actor)
    client = browse(actor)
    assert "The receipt is made when the check is done." in text_of(
        client.get(f"/submissions/{submission.pk}/receipt/")
    )
    assert client.get(f"/submissions/{submission.pk}/receipt.json").status_code == 404


# -- the summary


def pupils(*years: tuple[str, str]) -> str:
    more = "<PupilStatus><EnrolStatus>C</EnrolStatus><NCyearActual>{}</NCyearActual></PupilStatus>"
    made = [pupil_xml(f"A8232001{n:05d}", more=more.format(year)) for n, (year, _) in enumerate(years)]
    return "".join(
        text.replace("</DOB>", f"</DOB><Sex>{sex}</Sex>") for text, (_, sex) in zip(made, years, strict=True)
    )


def test_the_summary_counts_the_returns_own_data(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, pupils=pupils(("3", "F"), ("3", "M"), ("4", "F")))
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/summary/"))
    assert "Pupils on roll 3" in words
    assert "Year 3 (3) 1 1 2" in words
    assert "Total 2 1 3" in words
    assert "Continue to the declaration" in words


def test_the_file_before_stands_beside(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, pupils=pupils(*[("3", "F")] * 10))
    check(school_return, actor, pupils=pupils(*[("3", "F")] * 3), note="later")
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/summary/"))
    assert "Beside each number stands that of School census autumn 2026, file 1" in words
    assert "Pupils on roll 3 10 −7 Check" in words


def test_attendance_is_not_set_beside_another_terms(school_return: Return, actor: Actor, browse: Browse) -> None:
    detail = "<SessionDetail><AttendanceReason>I</AttendanceReason><Sessions>4</Sessions></SessionDetail>"
    inside = f"<SessionsPossible>20</SessionsPossible><SessionDetails>{detail}</SessionDetails>"
    more = f"<Attendance><TermlyAttendance>{inside}</TermlyAttendance></Attendance>"
    summer = CollectionFactory.create(
        type_code="school-census-summer", year=2025, name="Summer", reference_date=date(2026, 5, 21)
    )
    before = ReturnFactory.create(organisation=school_return.organisation, collection=summer)
    check(before, actor, pupils=pupil_xml(more=more), Term="SUM")
    check(school_return, actor, pupils=pupil_xml(more=more))
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/summary/"))
    assert "Pupils on roll 1 1 0" in words
    assert "Possible sessions 20 Sessions with an attendance code 4" in words


def test_there_is_nothing_to_sum_up(school_return: Return, actor: Actor, browse: Browse) -> None:
    assert "There is no data to sum up yet." in text_of(browse(actor).get(f"/returns/{school_return.pk}/summary/"))
