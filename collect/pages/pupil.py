"""One pupil: what did we send about this child?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from collect import scope
from collect.actions import Edit
from collect.pages.common import crumbs, no_store
from collect.selectors.blocks import Block, Value
from collect.selectors.dictionary import Dictionary, Shown, dictionary_of
from collect.selectors.finding_rows import FindingRow, rows_of
from collect.selectors.findings import Filter
from collect.selectors.findings import findings as findings_of
from collect.selectors.people import called
from collect.selectors.pupils import pupil as pupil_of
from collect.services import reads
from collect.services.pupils import ITEMS
from schemas.editing import key_of
from validation.models import Finding


@dataclass(frozen=True)
class Line:
    """One field of a pupil, with the findings that name it."""

    shown: Shown
    findings: list[FindingRow]


@dataclass(frozen=True)
class Section:
    """One block of values, with the findings on all of it and the blocks inside. ``level`` is that of its heading."""

    name: str
    number: int | None
    line: int | None
    level: int
    lines: list[Line]
    marks: list[FindingRow]
    inside: list[Section]


@dataclass(frozen=True)
class Sections:
    """Makes the sections of a page out of blocks. ``rows``: id of a finding → how it is shown."""

    words: Dictionary
    rows: dict[UUID, FindingRow]

    def of(self, blocks: list[Block], level: int = 2) -> list[Section]:
        """The sections of blocks that stand beside each other."""
        return [self._section(block, level) for block in blocks]

    def _section(self, block: Block, level: int) -> Section:
        lines = [Line(self._shown(block, value), self._marks(value.findings)) for value in block.values]
        inside = self.of(block.inside, min(level + 1, 6))
        return Section(block.name, block.number, block.line, level, lines, self._marks(block.findings), inside)

    def _shown(self, block: Block, value: Value) -> Shown:
        return replace(self.words.shown(value.tag, value.value, block.record), label=value.label)

    def _marks(self, findings: list[Finding]) -> list[FindingRow]:
        return [self.rows[finding.pk] for finding in findings if finding.pk in self.rows]


def own_values(blocks: list[Block], record: str) -> Iterator[Value]:
    """The values of the person's own record, in groups or not."""
    for block in blocks:
        if block.record == record:
            yield from block.values
            yield from own_values(block.inside, record)


def age_on(born: date, day: date) -> int:
    """Age in whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@require_safe
@no_store
def pupil(request: HttpRequest, submission_id: UUID, record: str, row: int) -> HttpResponse:
    """Every value in named blocks as they stand in one another, each finding beside its field."""
    submission = scope.get_submission(actor_of(request), submission_id)
    if submission.state not in submission.READ:
        raise Http404("This file was not read.")
    try:
        found = pupil_of(submission, record, row)
    except LookupError as problem:
        raise Http404("There is no such person in this file.") from problem
    reads.note(actor_of(request), submission, reads.Kind.PUPIL, record, row)
    return_ = submission.for_return
    words = dictionary_of(return_.collection)
    marked = findings_of(submission, Filter()).filter(pk__in=[finding.pk for finding in found.findings])
    rows = {finding_row.finding.pk: finding_row for finding_row in rows_of(submission, marked)}
    kind, people = return_.collection.type, return_.collection.type.people
    title, under = called(kind, found.key or "", found.name, row)
    facts = {value.tag: words.shown(value.tag, value.value, record) for value in own_values(found.blocks, record)}
    context = {
        "person": found,
        "kind": kind,
        "title": title,
        "under": under,
        "record_name": words.label(record),
        "sections": Sections(words, rows).of(found.blocks),
        "elsewhere": [rows[finding.pk] for finding in found.elsewhere if finding.pk in rows],
        "headline": [facts[tag] for tag in kind.summary().headline if tag in facts],
        "age": age(facts, words, return_.collection.reference_date),
        "reference_date": return_.collection.reference_date,
        "for_return": return_,
        "submission": submission,
        "is_current": return_.current_submission_id == submission.pk,
        "may_edit": return_.current_submission_id == submission.pk and not Edit(actor_of(request), return_).reasons(),
        "edit_key": key_of(record, row),
        "people": people,
        "crumbs": crumbs(
            actor_of(request),
            return_,
            {
                "text": people.capitalize(),
                "href": reverse("findings_by_pupil", args=[return_.pk]),
            },
            {"text": title},
        ),
    }
    return render(request, "collect/pupil.html", context)


def age(facts: dict[str, Shown], words: Dictionary, day: date) -> int | None:
    """How old the person is on the reference date, where their date of birth can be read."""
    for tag, shown in facts.items():
        node = words.node(tag)
        if node is not None and node.name in ITEMS["date_of_birth"]:
            try:
                return age_on(date.fromisoformat(shown.value), day)
            except ValueError:
                return None
    return None
