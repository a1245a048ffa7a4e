"""What a file says about one child, in blocks as they stand in one another, with the findings in their places."""

from __future__ import annotations

from typing import Any

import pytest

from collect.models import Return
from collect.selectors.blocks import Block
from collect.selectors.pupils import Pupil, pupil
from tests.collect.factories import authority_return, source_of
from tests.collect.support import Found, check, child_xml

pytestmark = pytest.mark.django_db

EPISODES = """
      <CINdetails>
        <CINreferralDate>2025-04-01</CINreferralDate>
        <Assessments>
          <AssessmentActualStartDate>2025-04-02</AssessmentActualStartDate>
          <FactorsIdentifiedAtAssessment>
            <AssessmentFactors>1A</AssessmentFactors><AssessmentFactors>2B</AssessmentFactors>
          </FactorsIdentifiedAtAssessment>
        </Assessments>
        <Assessments><AssessmentActualStartDate>2025-06-02</AssessmentActualStartDate></Assessments>
        <ReferralNFA>0</ReferralNFA>
      </CINdetails>
      <CINdetails>
        <CINreferralDate>2025-09-01</CINreferralDate>
        <Section47><S47ActualStartDate>2025-09-02</S47ActualStartDate></Section47>
        <ReferralNFA>0</ReferralNFA>
        <ChildProtectionPlans>
          <CPPstartDate>2025-09-20</CPPstartDate>
          <Reviews><CPPreviewDate>2025-12-01</CPPreviewDate></Reviews>
        </ChildProtectionPlans>
      </CINdetails>"""


@pytest.fixture
def own(db: None) -> Return:
    return authority_return()


def found(record: str, row: int, **values: str | None) -> Found:
    return Found("8608", "error", record, row, 30, "C2", dict(values), "Look at this.", "C2")


def second_child(return_: Return, *findings: Found) -> Pupil:
    """The second of two children with the same two episodes: numbers in the file are not numbers in the child."""
    both = child_xml("C1", EPISODES) + child_xml("C2", EPISODES)
    return pupil(check(return_, source_of(return_), *findings, children=both), "Child", 2)


def outline(blocks: list[Block]) -> list[Any]:
    """Name and number of each block, those inside in a list after it."""
    made: list[Any] = []
    for block in blocks:
        made.append(f"{block.name} {block.number}" if block.number else block.name)
        if block.inside:
            made.append(outline(block.inside))
    return made


def marked(blocks: list[Block], way: str = "") -> list[str]:
    """Where findings stand: the way to a block, and the tag of a field in it."""
    places = []
    for block in blocks:
        here = f"{way}/{block.name}{block.number or ''}"
        places += [here for _ in block.findings]
        places += [f"{here} {value.tag}" for value in block.values for _ in value.findings]
        places += marked(block.inside, here)
    return places


def test_records_stand_in_the_records_that_hold_them(own: Return) -> None:
    assert outline(second_child(own).blocks) == [
        "Child identifiers",
        "Child characteristics",
        ["Disabilities"],
        "Episode of need 1",
        ["Assessment 1", ["Factors identified at assessment"], "Assessment 2"],
        "Episode of need 2",
        ["Section 47 enquiry", "Child protection plan", ["Reviews"]],
    ]


def test_only_records_say_their_line(own: Return) -> None:
    identifiers, _, episode, _ = second_child(own).blocks
    assert identifiers.line is None
    assert episode.line is not None
    assert episode.inside[0].inside[0].line is None


def test_a_finding_stands_beside_its_field_in_its_own_record(own: Return) -> None:
    child = second_child(own, found("Assessments", 4, AssessmentActualStartDate="2025-06-02"))
    assert marked(child.blocks) == ["/Episode of need1/Assessment2 AssessmentActualStartDate"]
    assert child.elsewhere == []


def test_a_finding_that_names_no_field_stands_at_its_record(own: Return) -> None:
    child = second_child(own, found("CINdetails", 4))
    assert marked(child.blocks) == ["/Episode of need2"]


def test_a_finding_about_something_inside_stands_where_the_value_is(own: Return) -> None:
    child = second_child(own, found("CINdetails", 3, AssessmentActualStartDate="2025-04-02"))
    assert marked(child.blocks) == ["/Episode of need1/Assessment1 AssessmentActualStartDate"]


def test_a_finding_that_fits_nowhere_is_not_lost(own: Return) -> None:
    child = second_child(own, found("Child", 2))
    assert marked(child.blocks) == []
    assert [finding.rule for finding in child.elsewhere] == ["8608"]


def test_findings_of_another_child_do_not_show(own: Return) -> None:
    child = second_child(own, found("Assessments", 1, AssessmentActualStartDate="2025-04-02"))
    assert (marked(child.blocks), child.findings) == ([], [])
