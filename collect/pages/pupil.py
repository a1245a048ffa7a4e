"""One pupil: what did we send about this child?"""

from __future__ import annotations

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
from collect.selectors.dictionary import Dictionary, Shown, dictionary_of
from collect.selectors.finding_rows import FindingRow, rows_of
from collect.selectors.findings import Filter
from collect.selectors.findings import findings as findings_of
from collect.selectors.pupils import pupil as pupil_of
from collect.services import reads
from collect.services.pupils import ITEMS
from schemas.editing import key_of


@dataclass(frozen=True)
class Line:
    """One field of a pupil, with the findings that name it."""

    shown: Shown
    findings: list[FindingRow]


@dataclass(frozen=True)
class Section:
    """One block of values. ``number`` tells blocks of one name apart."""

    name: str
    number: int | None
    line: int | None
    lines: list[Line]


def age_on(born: date, day: date) -> int:
    """Age in whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@require_safe
@no_store
def pupil(request: HttpRequest, submission_id: UUID, record: str, row: int) -> HttpResponse:
    """Every value in named blocks, each finding beside its field."""
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
    people = return_.collection.type.people
    names = [block.name for block in found.blocks]
    seen: dict[str, int] = {}
    facts: dict[str, Shown] = {}
    sections, placed = [], set()
    for block in found.blocks:
        seen[block.name] = seen.get(block.name, 0) + 1
        lines = []
        for value in block.values:
            shown = words.shown(value.tag, value.value, block.record)
            mine = [rows[finding.pk] for finding in value.findings if finding.pk in rows]
            placed |= {finding_row.finding.pk for finding_row in mine}
            lines.append(Line(replace(shown, label=value.label), mine))
            if block.record == record:
                facts.setdefault(value.tag, shown)
        number = seen[block.name] if names.count(block.name) > 1 else None
        sections.append(Section(block.name, number, block.line if block.record != record else None, lines))
    context = {
        "person": found,
        "record_name": words.label(record),
        "sections": sections,
        "elsewhere": [finding_row for pk, finding_row in rows.items() if pk not in placed],
        "headline": [facts[tag] for tag in words.type.summary().headline if tag in facts],
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
            {"text": found.name or found.key or f"{words.label(record)} {row}"},
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
