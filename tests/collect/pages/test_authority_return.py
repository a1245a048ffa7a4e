"""What a local authority sends itself: the same pages in its own words, and nothing of it for schools."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from accounts.scope import Actor
from collect.models import Return, Status
from tests.collect.factories import (
    CollectionFactory,
    ReturnFactory,
    actor_for,
    agent_of,
    authority_return,
    collector,
    source_of,
)
from tests.collect.pages.words import errors_of, links_of, text_of
from tests.collect.support import about_child, check, child_xml, put
from tests.factories import LocalAuthority, School

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


@pytest.fixture
def own(db: None) -> Return:
    return authority_return()


@pytest.fixture
def loaded(own: Return) -> Return:
    found = (about_child(1), about_child(2, number=None), about_child(1, "8525Q", "query"))
    check(own, source_of(own), *found, children=child_xml("C1") + child_xml(""))
    return own


def lines(response: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_home_keeps_apart_what_one_sends_and_what_schools_send(own: Return, browse: Browse) -> None:
    ReturnFactory.create(collection=CollectionFactory.create())
    page = browse(source_of(own)).get("/")
    words = text_of(page)
    sent, schools = words.index("Returns that you send"), words.index("Your schools’ returns")
    assert sent < words.index("Children in need 2025 to 2026") < schools < words.index("School census autumn 2026")
    assert links_of(page)["Upload a file: Children in need 2025 to 2026"] == f"/returns/{own.pk}/upload/"
    greens = [line for line in page.content.decode().split("<a ") if 'class="govuk-button"' in line]
    assert len(greens) == 1


def test_home_of_an_authority_that_only_sends(own: Return, browse: Browse) -> None:
    words = text_of(browse(source_of(own)).get("/"))
    assert "You have not sent us a file yet." in words
    assert "schools" not in words


def test_a_school_and_another_authority_see_nothing_of_it(own: Return, browse: Browse) -> None:
    for other in (School.create(la_number="823"), LocalAuthority.create(la_number="801")):
        client = browse(actor_for(other))
        assert client.get(f"/returns/{own.pk}/").status_code == 404
        assert own.collection.name not in text_of(client.get("/"))


def test_the_way_to_ones_own_return_leads_over_no_desk(own: Return, browse: Browse) -> None:
    client = browse(source_of(own))
    assert client.get(f"/collections/{own.collection.slug}/").status_code == 404
    for page in ("", "upload/", "findings/", "summary/", "submit/", "history/", "files/", "explanations/"):
        response = client.get(f"/returns/{own.pk}/{page}")
        assert response.status_code == 200
        assert f"/collections/{own.collection.slug}/" not in response.content.decode()


def test_what_makes_the_file_has_its_own_name(own: Return, browse: Browse) -> None:
    client = browse(source_of(own))
    assert "Upload the file that your case management system made" in text_of(client.get(f"/returns/{own.pk}/"))
    answer = client.post(f"/returns/{own.pk}/upload/")
    assert errors_of(answer) == ["Choose the file that your case management system made."]


def test_the_return_is_signed_for_the_authority(loaded: Return, browse: Browse) -> None:
    client = browse(source_of(loaded))
    words = text_of(client.get(f"/returns/{loaded.pk}/submit/"))
    assert "Director’s declaration" in words
    assert "director of children’s services" in words
    assert "DfE looks at your return and authorises it or sends it back." in words
    assert "Director’s declaration Not made for this file" in text_of(client.get(f"/returns/{loaded.pk}/"))


def test_children_stand_under_their_number(loaded: Return, browse: Browse) -> None:
    client = browse(source_of(loaded))
    words = text_of(client.get(f"/returns/{loaded.pk}/findings/pupils/?show=all"))
    assert "2 children." in words
    assert "LA child ID Errors Queries" in words
    assert "No LA child ID Child 2 of the file" in words
    assert "No name given" not in words
    found = text_of(client.get(f"/returns/{loaded.pk}/findings/pupils/?pupil=c1"))
    assert "1 child." in found


def test_a_number_as_long_as_the_layout_allows_has_its_findings(own: Return, browse: Browse) -> None:
    number = "C" * 100
    check(own, source_of(own), about_child(1, number=number), children=child_xml(number))
    words = text_of(browse(source_of(own)).get(f"/returns/{own.pk}/findings/pupils/?show=all"))
    assert f"{number} 1 0" in words


def test_the_page_of_a_child_is_headed_by_their_number(loaded: Return, browse: Browse) -> None:
    submission, client = loaded.current_submission, browse(source_of(loaded))
    assert submission is not None
    words = text_of(client.get(f"/submissions/{submission.pk}/pupils/Child/1/"))
    assert words.startswith("Child, Council 823 C1 Change these values Age on 31 March 2026 8")
    assert "Look at this child To correct" in words
    words = text_of(client.get(f"/submissions/{submission.pk}/pupils/Child/2/"))
    assert words.startswith("Child, Council 823 No LA child ID")


def test_the_list_to_take_away_has_no_column_of_names(loaded: Return, browse: Browse) -> None:
    heading, *rows = lines(browse(source_of(loaded)).get(f"/returns/{loaded.pk}/findings.csv"))
    assert heading[:5] == ["Level", "Rule", "What is wrong", "LA child ID", "Record"]
    assert sorted(row[3] for row in rows) == ["", "C1", "C1"]


def test_dfe_lists_authorities(loaded: Return, browse: Browse) -> None:
    put(loaded, Status.SUBMITTED)
    authority_return("801")
    client, address = browse(collector()), f"/collections/{loaded.collection.slug}/"
    page = client.get(address)
    words = text_of(page)
    assert "Council 823 823 Submitted" in words
    assert "Council 801 801 No data" in words
    assert "Local authority name or number" in words
    for gone in ("Phase", "Academies", "Area", "Amended by agent"):
        assert gone not in words
    assert "Council 801" not in text_of(client.get(f"{address}?search=823&show=list"))
    rules = text_of(client.get(f"{address}?show=areas"))
    assert "Rules that most returns fail" in rules
    assert "Share authorised" not in rules
    heading, *rows = lines(client.get(f"{address}list.csv"))
    assert heading[:3] == ["LA number", "Local authority", "Status"]
    assert [row[:2] for row in rows if row[0] == "823"] == [["823", "Council 823"]]


def test_nobody_approves_between_the_authority_and_dfe(loaded: Return, browse: Browse) -> None:
    put(loaded, Status.SUBMITTED)
    approver = actor_for(loaded.organisation, "view", "edit", "submit", "approve")
    client = browse(approver)
    assert "Approve" not in text_of(client.get(f"/returns/{loaded.pk}/"))
    assert client.get(f"/returns/{loaded.pk}/actions/approve/").status_code == 403
    dfe = browse(collector())
    words = text_of(dfe.get(f"/returns/{loaded.pk}/actions/reject_by_collector/"))
    assert "The local authority gets its return back." in words
    assert "We e-mail your reason to the local authority." in words


def test_a_school_s_return_still_has_its_parties(school_return: Return, browse: Browse) -> None:
    check(school_return, source_of(school_return))
    put(school_return, Status.SUBMITTED)
    words = text_of(browse(agent_of(school_return)).get(f"/returns/{school_return.pk}/actions/reject/"))
    assert "We e-mail the school your reason." in words
    put(school_return, Status.APPROVED)
    words = text_of(browse(collector()).get(f"/returns/{school_return.pk}/actions/reject_by_collector/"))
    assert "We e-mail your reason to the school and its local authority." in words
