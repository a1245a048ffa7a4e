"""What the tests of returns share: small files, scripted findings, and taking a file through its check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from accounts.scope import Actor
from collect.actions import Upload
from collect.models import Return, Status, Submission
from collect.services.check import Tools, work_once

UPN = "A823200111001"


def xml(return_: Return, note: str = "", pupils: str = "", phase: str = "", **header: Any) -> bytes:
    """A small, well-formed autumn return of a school. ``note`` makes its bytes differ."""
    school = return_.organisation
    about = f"<School><SchoolCharacteristics><Phase>{phase}</Phase></SchoolCharacteristics></School>" if phase else ""
    found = {"Collection": "SC", "Term": "AUT", "Year": 2026, "LEA": school.la_number, "Estab": school.estab, **header}
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- {note} -->
<Message>
  <Header>
    <CollectionDetails>
      <Collection>{found["Collection"]}</Collection>
      <Term>{found["Term"]}</Term>
      <Year>{found["Year"]}</Year>
    </CollectionDetails>
    <Source>
      <LEA>{found["LEA"]}</LEA>
      <Estab>{found["Estab"]}</Estab>
    </Source>
  </Header>{about}
  <Pupils>
    <PupilsOnRoll>{pupils}
    </PupilsOnRoll>
  </Pupils>
</Message>
""".encode()


def children_xml(return_: Return, note: str = "", children: str = "", **header: Any) -> bytes:
    """A small, well-formed children in need return of a local authority."""
    found = {"Year": 2026, "LEA": return_.organisation.la_number, **header}
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- {note} -->
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection>
      <Year>{found["Year"]}</Year>
      <ReferenceDate>2026-03-31</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel>
      <LEA>{found["LEA"]}</LEA>
      <SoftwareCode>Test</SoftwareCode>
      <Release>1</Release>
      <SerialNo>001</SerialNo>
      <DateTime>2026-05-01T09:00:00</DateTime>
    </Source>
  </Header>
  <Children>{children}
  </Children>
</Message>
""".encode()


def child_xml(number: str = "C1", more: str = "") -> str:
    """A child with this number of the local authority; without one where it is empty."""
    identified = f"<LAchildID>{number}</LAchildID>" if number else ""
    return f"""
    <Child>
      <ChildIdentifiers>
        {identified}
        <PersonBirthDate>2018-03-04</PersonBirthDate>
        <Sex>F</Sex>
      </ChildIdentifiers>
      <ChildCharacteristics>
        <Ethnicity>WBRI</Ethnicity>
        <Disabilities><Disability>NONE</Disability></Disabilities>
      </ChildCharacteristics>{more}
    </Child>"""


def pupil_xml(upn: str = UPN, surname: str = "Okafor", dob: str = "2018-03-04", more: str = "") -> str:
    return f"""
      <PupilOnRoll>
        <PupilIdentifiers>
          <UPN>{upn}</UPN>
          <Surname>{surname}</Surname>
          <Forename>Ada</Forename>
          <DOB>{dob}</DOB>
        </PupilIdentifiers>{more}
      </PupilOnRoll>"""


@dataclass
class Found:
    """A finding as the engine would give it."""

    rule: str = "1590Q"
    level: str = "query"
    record: str = "PupilOnRoll"
    row: int | None = 1
    line: int | None = 18
    key: str | None = UPN
    values: dict[str, str | None] = field(default_factory=lambda: {"DOB": "2018-03-04"})
    message: str = "Look at this."
    identity: str = UPN


@dataclass
class Outcome:
    failures: int
    ms: float = 1.0
    status: str = "ok"
    note: str = ""


@dataclass
class Scripted:
    """A finished check with findings that the test wrote."""

    findings: list[Found]
    ruleset: str
    ruleset_sha256: str = "0" * 64
    rules: dict[str, Outcome] = field(default_factory=dict)
    fallbacks: list[str] = field(default_factory=list)
    causes: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        for found in self.findings:
            self.rules.setdefault(found.rule, Outcome(0)).failures += 1


def query(number: int = 1, rule: str = "1590Q", **values: str) -> Found:
    """A query on the pupil with this number."""
    upn = f"A8232001{number:05d}"
    return Found(rule=rule, row=number, key=upn, identity=upn, values={"DOB": "2018-03-04", **values})


def error(number: int = 1, rule: str = "1500", **values: str) -> Found:
    """An error on the pupil with this number."""
    upn = f"A8232001{number:05d}"
    return Found(rule=rule, level="error", row=number, key=upn, identity=upn, values={"UPN": upn, **values})


def about_child(row: int = 1, rule: str = "8500", level: str = "error", number: str | None = "C1") -> Found:
    """A finding on the child that stands there in the file."""
    return Found(rule, level, "Child", row, 20, number, {"LAchildID": number}, "Look at this child.", number or "")


def tools(findings: Iterable[Found] = (), fallbacks: Iterable[str] = (), causes: Iterable[Any] = ()) -> Tools:
    """The real reader, and rules that find what the test wrote."""
    found, more = list(findings), {"fallbacks": list(fallbacks), "causes": list(causes)}
    return Tools(check=lambda tables, ruleset, *_: Scripted(found, ruleset.coordinate, **more))


def upload(return_: Return, actor: Actor, note: str = "", **content: Any) -> Submission:
    """Upload a small file: received, not checked."""
    made = xml if return_.collection.type.is_from_schools else children_xml
    return Upload(actor, return_, BytesIO(made(return_, note, **content)), "census.xml").receive().submission


def check(return_: Return, actor: Actor, *findings: Found, note: str = "", **content: Any) -> Submission:
    """Upload a small file and take it through a check that finds ``findings``."""
    return_.refresh_from_db()
    submission = upload(return_, actor, note or f"{return_.version} {len(findings)}", **content)
    assert work_once(tools(findings)) is not None
    return_.refresh_from_db()
    submission.refresh_from_db()
    return submission


def put(return_: Return, status: Status) -> None:
    """Put a return that has a file into a status, past the workflow."""
    Return.objects.filter(pk=return_.pk).update(status=status)
    return_.refresh_from_db()
