"""Findings as lists show them: who each is about, what the fields hold, and where it stands, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from collect.models import AcceptedError, Explanation, Submission
from collect.selectors.dictionary import Shown, dictionary_of
from collect.selectors.findings import EXPLAINED, NEEDS_EXPLAINING, Filter, findings
from collect.selectors.people import Person, Place, people_at
from collect.services.matching import Key, Match, match_all
from collect.services.rulebooks import RuleText, rule_of, rules_in_block
from validation.models import Finding, Level
from validation.store import read_findings

FIRST_ROWS = 5
"""Rows of each rule on the page of all rules."""

STANDS: dict[tuple[str, Match], tuple[str, str]] = {
    # level, match → what it says and the colour of its tag
    (Level.ERROR, Match.NONE): ("To correct", "red"),
    (Level.ERROR, Match.ACCEPTED_ERROR): ("Accepted by DfE", "green"),
    (Level.QUERY, Match.NONE): ("To explain", "yellow"),
    (Level.QUERY, Match.CHANGED): ("Values changed: look again", "orange"),
    (Level.QUERY, Match.SENT_BACK): ("Sent back with a question", "orange"),
    (Level.QUERY, Match.GIVEN): ("Explained", "blue"),
    (Level.QUERY, Match.ACCEPTED): ("Explanation accepted", "green"),
}


@dataclass(frozen=True)
class FindingRow:
    """One finding in a list. ``person`` is None for one about the whole return."""

    finding: Finding
    person: Person | None
    record: str
    """What the record is called."""
    shown: list[Shown]
    match: Match

    @property
    def can_be_explained(self) -> bool:
        """Whether it is a query that has no accepted explanation."""
        return self.finding.level == Level.QUERY and self.match is not Match.ACCEPTED

    @property
    def stands(self) -> str:
        """Where it stands, in words."""
        return STANDS.get((self.finding.level, self.match), ("To correct", "red"))[0]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return STANDS.get((self.finding.level, self.match), ("To correct", "red"))[1]


def rows_of(submission: Submission, found: Iterable[Finding]) -> list[FindingRow]:
    """Findings that ``collect.selectors.findings.findings`` gave, ready to be shown."""
    listed = list(found)
    people = people_at(submission, (Place(finding.identity, finding.record, finding.row) for finding in listed))
    words = dictionary_of(submission.for_return.collection)
    return [
        FindingRow(
            finding,
            people.at(finding.identity, finding.record, finding.row),
            words.label(finding.record),
            words.all_shown(finding.values, finding.record),
            Match(finding.match),  # type: ignore[attr-defined]
        )
        for finding in listed
    ]


def first_rows(submission: Submission, wanted: Filter, count: int = FIRST_ROWS) -> dict[str, list[FindingRow]]:
    """Rule → its first ``count`` findings that ``wanted`` leaves, in one query for all rules."""
    place = Window(RowNumber(), partition_by=F("rule"), order_by=F("position").asc())
    rows: dict[str, list[FindingRow]] = {}
    numbered: QuerySet[Any] = findings(submission, wanted).annotate(place=place)
    for row in rows_of(submission, numbered.filter(place__lte=count)):
        rows.setdefault(row.finding.rule, []).append(row)
    return rows


def counts_of_people(submission: Submission, keys: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Key of a person → how many errors and queries are stored about them."""
    counted: dict[str, tuple[int, int]] = {}
    for key, level in Finding.objects.filter(Q(run=submission.run_id), key__in=list(keys)).values_list("key", "level"):
        errors, queries = counted.get(key or "", (0, 0))
        counted[key or ""] = (errors + (level == Level.ERROR), queries + (level == Level.QUERY))
    return counted


@dataclass(frozen=True)
class Exported:
    """One line of the downloaded list."""

    rule: RuleText
    level: str
    person: Person | None
    record: str
    line: int | None
    key: str
    shown: list[Shown]
    stands: str
    explanation: str


def exported(submission: Submission, wanted: Filter) -> Iterator[Exported]:
    """Every finding of a file that ``wanted`` leaves, not only those stored in the database."""
    return_, coordinate = submission.for_return, submission.run.ruleset if submission.run else ""
    frame = read_findings(submission.tables_folder)
    explained = Explanation.objects.filter(for_return=return_)
    texts = {
        Key(*row[:3]): row[3:] for row in explained.values_list("rule", "identity", "fingerprint", "state", "text")
    }
    accepted = AcceptedError.objects.filter(for_return=return_).values_list("rule", "identity", "fingerprint")
    keys = [Key(*row) for row in frame.select("rule", "identity", "fingerprint").iter_rows()]
    matches = match_all(set(keys), {key: state for key, (state, _) in texts.items()}, {Key(*row) for row in accepted})
    rules = set(rules_in_block(coordinate, wanted.block)) if wanted.block else None
    people = people_at(submission, map(Place._make, frame.select("identity", "record", "row").iter_rows()))
    words = dictionary_of(return_.collection)
    for key, row in zip(keys, frame.iter_rows(named=True), strict=True):
        person, match = people.at(row["identity"], row["record"], row["row"]), matches[key]
        if not _wanted(wanted, row, match, rules, person):
            continue
        yield Exported(
            rule_of(coordinate, row["rule"]),
            row["level"],
            person,
            words.label(row["record"]),
            row["line"],
            row["key"] or "",
            words.all_shown(json.loads(row["values"]), row["record"]),
            STANDS.get((row["level"], match), ("", ""))[0],
            texts.get(key, ("", ""))[1],
        )


def _wanted(
    wanted: Filter, row: dict[str, str | None], match: Match, rules: set[str] | None, person: Person | None
) -> bool:
    """The filter of the pages, for a row that is not in the database."""
    if (wanted.level and row["level"] != wanted.level) or (wanted.rule and row["rule"] != wanted.rule):
        return False
    if rules is not None and row["rule"] not in rules:
        return False
    if wanted.pupil:
        name = person.name if person else ""
        if wanted.pupil.lower() not in f"{row['key'] or ''} {row['identity'] or ''} {name}".lower():
            return False
    if wanted.state == "open":
        return match in NEEDS_EXPLAINING if row["level"] == Level.QUERY else match is not Match.ACCEPTED_ERROR
    if wanted.state == "explained":
        return match in EXPLAINED
    return not wanted.state or match == wanted.state
