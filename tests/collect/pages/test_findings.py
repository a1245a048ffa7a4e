"""Lists of findings, one finding, and one pupil."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.scope import Actor
from collect.actions import Chosen, Explain, SendBackExplanation
from collect.models import Return, Status
from collect.services.check import work_once
from tests.collect.factories import agent_of, source_of
from tests.collect.pages.words import links_of, text_of
from tests.collect.support import Found, check, error, pupil_xml, put, query, tools, upload
from validation.causes import Cause

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def upn(number: int) -> str:
    return f"A8232001{number:05d}"


def people(count: int) -> str:
    return "".join(pupil_xml(upn(number), f"Name{number}") for number in range(1, count + 1))


@pytest.fixture
def actor(school_return: Return) -> Actor:
    return source_of(school_return)


def test_no_file_yet(school_return: Return, actor: Actor, browse: Browse) -> None:
    for page in ("findings/", "findings/pupils/"):
        assert "There is nothing here yet" in text_of(browse(actor).get(f"/returns/{school_return.pk}/{page}"))
    assert browse(actor).get(f"/returns/{school_return.pk}/findings.csv").status_code == 302


def test_nothing_found_says_so(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor)
    assert "We found no errors" in text_of(browse(actor).get(f"/returns/{school_return.pk}/findings/"))


def test_rules_are_told_in_plain_words(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, *(query(n) for n in range(1, 8)), error(1), pupils=people(7))
    page = browse(actor).get(f"/returns/{school_return.pk}/findings/")
    words = text_of(page)
    assert words.index("Rule 1500,") < words.index("Rule 1590Q,")
    assert "How to put it right:" in words
    assert "7 times, 7 pupils." in words
    assert "Show the first 5 of 7" in words
    assert "Ada Name1" in words
    assert "Date of birth: 4 March 2018" in words
    assert links_of(page)["See all 7 of rule 1590Q"].endswith("findings/?rule=1590Q")


def test_what_concerns_the_whole_return_comes_first(school_return: Return, actor: Actor, browse: Browse) -> None:
    whole = Found("261", "error", "School", 1, 12, None, {}, "Look at the school.", "")
    check(school_return, actor, error(1), error(2), whole)
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/findings/"))
    assert words.index("Rule 261,") < words.index("Rule 1500,")


def test_filters_live_in_the_address(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, error(1), query(1), query(2), pupils=people(2))
    client, address = browse(actor), f"/returns/{school_return.pk}/findings/"
    assert "Rule 1500," not in text_of(client.get(f"{address}?level=query"))
    assert "Rule 1590Q," not in text_of(client.get(f"{address}?level=error&state=open"))
    found = text_of(client.get(f"{address}?pupil=name2"))
    assert "Ada Name2" in found
    assert "Ada Name1" not in found
    assert "Nothing fits these filters." in text_of(client.get(f"{address}?state=explained"))
    assert client.get(f"{address}?level=nonsense&page=x").status_code == 200


def test_one_rule_lists_all_its_findings_in_pages(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, *(query(n) for n in range(1, 61)), pupils=people(60))
    client, address = browse(actor), f"/returns/{school_return.pk}/findings/?rule=1590Q"
    assert client.get(address).content.count(b'name="finding"') == 50
    assert client.get(f"{address}&page=2").content.count(b'name="finding"') == 10


def test_two_pupils_with_one_upn_are_told_apart(school_return: Return, actor: Actor, browse: Browse) -> None:
    twins = [Found("1520", "error", row=row, key="X1", identity="X1", values={"UPN": "X1"}) for row in (1, 2)]
    check(school_return, actor, *twins, pupils=pupil_xml("X1", "First") + pupil_xml("X1", "Second"))
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/findings/"))
    assert "Ada First" in words
    assert "Ada Second" in words


def test_long_lists_cost_no_more_queries(school_return: Return, actor: Actor, browse: Browse) -> None:
    client = browse(actor)
    counts = []
    for number in (2, 40):
        check(school_return, actor, *(query(n) for n in range(1, number + 1)), pupils=people(number), note=str(number))
        for page in ("findings/", "findings/?rule=1590Q", "findings/pupils/", "findings/pupils/?show=all"):
            client.get(f"/returns/{school_return.pk}/{page}")
            with CaptureQueriesContext(connection) as said:
                client.get(f"/returns/{school_return.pk}/{page}")
            counts.append(len(said))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 20


def test_provisional_findings_say_so(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, error(1), pupils=pupil_xml(more="<Nonsense/>"))
    assert "provisional" in text_of(browse(actor).get(f"/returns/{school_return.pk}/findings/"))


def test_the_list_of_pupils(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, error(2), query(2), query(3), pupils=people(4))
    client, address = browse(actor), f"/returns/{school_return.pk}/findings/pupils/"
    words = text_of(client.get(address))
    assert "2 pupils." in words
    assert words.index("Ada Name2") < words.index("Ada Name3")
    everybody = text_of(client.get(f"{address}?show=all"))
    assert "4 pupils." in everybody
    assert f"Ada Name2 {upn(2)} 1 1" in everybody
    assert "1 pupils" not in text_of(client.get(f"{address}?show=all&pupil=nobody"))


def test_the_list_can_be_taken_away(school_return: Return, actor: Actor, browse: Browse) -> None:
    content = people(2).replace("Name2", "=Name2")
    check(school_return, actor, error(1), query(2, Note="+1"), query(1), pupils=content)
    Explain(actor, school_return, Chosen(rule="1590Q"), "=cmd").perform()
    answer = browse(actor).get(f"/returns/{school_return.pk}/findings.csv?level=query")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(StringIO(text)))
    assert [(row["Rule"], row["Name"], row["State"]) for row in rows] == [
        ("1590Q", "Ada =Name2", "Explained"),
        ("1590Q", "Ada Name1", "Explained"),
    ]
    assert {row["Explanation"] for row in rows} == {"'=cmd"}


def test_the_downloaded_list_is_not_capped(school_return: Return, actor: Actor, browse: Browse, settings: Any) -> None:
    settings.COLLECT_FINDINGS_PER_RULE = 2
    check(school_return, actor, *(query(n) for n in range(1, 6)))
    client = browse(actor)
    answer = client.get(f"/returns/{school_return.pk}/findings.csv")
    lines = b"".join(answer.streaming_content).splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 6
    page = text_of(client.get(f"/returns/{school_return.pk}/findings/?rule=1590Q"))
    assert "Pages show the first 2." in page


# -- one finding


def test_a_finding_says_what_and_where_and_what_to_do(school_return: Return, actor: Actor, browse: Browse) -> None:
    found = (query(1, rule="2320Q"), query(2, rule="2320Q"))
    submission = check(school_return, actor, *found, pupils=people(2))
    first, second = submission.run.findings.all()  # type: ignore[union-attr]
    page = browse(actor).get(f"/findings/{first.pk}/")
    words = text_of(page)
    assert f"Ada Name1 ({upn(1)})" in words
    assert "Date of birth DOB 4 March 2018" in words
    assert "line 18 of census.xml" in words
    assert "is raised when:" in words
    assert "How to put it right" in words
    links = links_of(page)
    assert links["Next one of this rule"] == f"/findings/{second.pk}/"
    assert links["Explain"] == f"/returns/{school_return.pk}/explain/?finding={first.pk}"
    assert links["See everything sent about Ada Name1"] == f"/submissions/{submission.pk}/pupils/PupilOnRoll/1/"


def test_a_question_of_the_authority_is_shown(school_return: Return, actor: Actor, browse: Browse) -> None:
    submission = check(school_return, actor, query(1))
    Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.").perform()
    put(school_return, Status.SUBMITTED)
    SendBackExplanation(agent_of(school_return), school_return, question="How do you know?").perform()
    finding = submission.run.findings.get()  # type: ignore[union-attr]
    words = text_of(browse(actor).get(f"/findings/{finding.pk}/"))
    assert "How do you know?" in words
    assert "So it is." in words


def test_values_that_changed_are_said_so(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, query(1))
    Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.").perform()
    submission = check(school_return, actor, query(1, DOB="2017-01-01"), note="later")
    finding = submission.run.findings.get()  # type: ignore[union-attr]
    page = browse(actor).get(f"/findings/{finding.pk}/")
    assert "This query was explained when it held other values." in text_of(page)
    assert "Use the same explanation" in links_of(page)


def test_a_finding_of_an_older_file_says_so(school_return: Return, actor: Actor, browse: Browse) -> None:
    old = check(school_return, actor, query(1)).run.findings.get()  # type: ignore[union-attr]
    check(school_return, actor, note="later")
    page = browse(actor).get(f"/findings/{old.pk}/")
    assert "no longer the return’s file" in text_of(page)
    assert "Explain" not in links_of(page)


# -- one pupil


def test_a_pupil_is_shown_in_blocks_with_findings_beside_their_fields(
    school_return: Return, actor: Actor, browse: Browse
) -> None:
    more = """<PupilStatus><EnrolStatus>C</EnrolStatus><NCyearActual>3</NCyearActual></PupilStatus>"""
    submission = check(school_return, actor, query(1), pupils=pupil_xml(upn(1), "Name1", more=more))
    page = browse(actor).get(f"/submissions/{submission.pk}/pupils/PupilOnRoll/1/")
    words = text_of(page)
    assert f"UPN {upn(1)} Age on 1 October 2026 8 Year group Year 3" in words
    assert "Date of birth DOB 4 March 2018 Query" in words
    assert "1 thing to look at" in words
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize("place", ["PupilOnRoll/9", "Nonsense/1", "School/1"])
def test_there_is_no_such_pupil(school_return: Return, actor: Actor, browse: Browse, place: str) -> None:
    submission = check(school_return, actor, pupils=people(1))
    assert browse(actor).get(f"/submissions/{submission.pk}/pupils/{place}/").status_code == 404


# -- faults of structure


def test_faults_name_line_and_pupil(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, pupils=pupil_xml(upn(1), "Name1", more="<Nonsense/>"))
    page = browse(actor).get(f"/returns/{school_return.pk}/structure/")
    assert "cannot be submitted" in text_of(page)
    assert "Ada Name1" in text_of(page)
    assert "Nonsense is not part of" in text_of(page)


def test_a_sound_file_has_no_faults(school_return: Return, actor: Actor, browse: Browse) -> None:
    client, address = browse(actor), f"/returns/{school_return.pk}/structure/"
    assert "No file has been checked" in text_of(client.get(address))
    check(school_return, actor)
    assert "is built as it should be" in text_of(client.get(address))


def test_a_fault_in_many_places_is_said_once_before_the_list(
    school_return: Return, actor: Actor, browse: Browse
) -> None:
    many = "".join(pupil_xml(upn(n), f"Name{n}", more="<Nonsense/>") for n in range(1, 13))
    check(school_return, actor, pupils=many)
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/structure/"))
    assert "Start here: the same fault in many places" in words
    assert "name is spelled. (12 places)" in words


def test_one_cause_of_many_findings_comes_first(school_return: Return, actor: Actor, browse: Browse) -> None:
    check(school_return, actor, error(1), error(2))
    page = browse(actor).get(f"/returns/{school_return.pk}/findings/")
    assert "one cause, many findings" not in text_of(page)
    cause = Cause(
        "None of the 71 pupils has Pupil identifiers (PupilIdentifiers)", "Message/Pupils", 71, ("1500", "1580"), 142
    )
    upload(school_return, actor, "again")
    assert work_once(tools([error(1), error(2)], causes=[cause])) is not None
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/findings/"))
    assert f"{cause.words}. That raises 142 of the findings below, by 2 rules." in words
