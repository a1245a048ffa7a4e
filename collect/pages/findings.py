"""Findings: what is wrong, in the order that saves most work. By rule, by pupil, and as a list to take away."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.confirming import confirm_identity
from accounts.scope import actor_of
from collect import scope
from collect.actions import Explain
from collect.models import PupilIndex, Return, Submission
from collect.pages.common import PAGE_SIZE, crumbs, no_store
from collect.pages.forms.findings import FilterForm
from collect.pages.searching import filled, to_address
from collect.selectors.counts import counts
from collect.selectors.finding_rows import (
    FIRST_ROWS,
    Exported,
    FindingRow,
    counts_of_people,
    exported,
    first_rows,
    rows_of,
)
from collect.selectors.findings import Filter, RuleGroup, by_rule, not_run
from collect.selectors.findings import by_pupil as people_with_findings
from collect.selectors.findings import findings as findings_of
from collect.selectors.people import Place, called, people_at
from collect.selectors.pupils import pupils as everybody
from collect.services import reads
from collect.services.rulebooks import blocks_of
from schemas.collections import CollectionType
from validation.cli.csv_output import safe


def columns(kind: CollectionType) -> list[str]:
    """The columns of the list to take away; a name only where the collection holds names."""
    who = ["Name", kind.key_label] if kind.has_names else [kind.key_label]
    before, after = ["Level", "Rule", "What is wrong"], ["Record", "Line in the file", "Values", "How to put it right"]
    return [*before, *who, *after, "State", "Explanation"]


@dataclass(frozen=True)
class Group:
    """One rule on the page, with its first findings."""

    group: RuleGroup
    rows: list[FindingRow]

    @property
    def more(self) -> int:
        """Findings of the rule that are not on this page."""
        return self.group.failures - len(self.rows)


def asked(request: HttpRequest, submission: Submission) -> tuple[FilterForm, Filter]:
    """The filter in the address, and its form."""
    ruleset = submission.run.ruleset if submission.run else submission.for_return.collection.ruleset
    form = FilterForm(filled(request), blocks_of(ruleset), submission.for_return.collection.type)
    return form, form.wanted()


def base(request: HttpRequest, return_: Return, here: str) -> dict[str, object]:
    """What all lists of findings show."""
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "for_return": return_,
        "submission": return_.current_submission,
        "counts": counts(return_),
        "kind": return_.collection.type,
        "people": return_.collection.type.people,
        "crumbs": crumbs(actor_of(request), return_, {"text": here}),
        "query": query.urlencode(),
        "by_post": True,
        "is_filtered": any(str(value).strip() for name, value in query.items() if name != "show"),
        "may_explain": not Explain(actor_of(request), return_).reasons(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def findings(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Grouped by rule; one rule alone lists all its findings. Its filter is sent, and leads to an address of it."""
    return_ = scope.get_return(actor_of(request), return_id)
    if request.method == "POST":
        return to_address(request)
    submission = return_.current_submission
    context = base(request, return_, "What we found")
    if submission is None:
        return render(request, "collect/findings_none.html", context)
    submission.for_return = return_
    reads.note(actor_of(request), submission, reads.Kind.LIST)
    form, wanted = asked(request, submission)
    groups = by_rule(submission, wanted)
    context |= {"filter_form": form, "wanted": wanted, "skipped": not_run(submission)}
    context["causes"] = submission.run.causes if submission.run else []
    if wanted.rule:
        found = findings_of(submission, wanted)
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": rows_of(submission, page), "group": groups[0] if groups else None}
        return render(request, "collect/findings_rule.html", context)
    first = first_rows(submission, wanted, FIRST_ROWS)
    context["groups"] = [Group(group, first.get(group.rule.code, [])) for group in groups]
    return render(request, "collect/findings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def by_pupil(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """The people of the file: those with findings, the worst first, or everybody."""
    return_ = scope.get_return(actor_of(request), return_id)
    if request.method == "POST":
        return to_address(request)
    submission = return_.current_submission
    people = return_.collection.type.people
    context = base(request, return_, people.capitalize())
    if submission is None:
        return render(request, "collect/findings_none.html", context)
    submission.for_return = return_
    reads.note(actor_of(request), submission, reads.Kind.LIST)
    form, wanted = asked(request, submission)
    context |= {"filter_form": form, "wanted": wanted, "show": request.GET.get("show", "")}
    if context["show"] == "all":
        page = Paginator(everybody(return_, wanted.pupil), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": rows_of_everybody(submission, page)}
    else:
        found = Paginator(people_with_findings(submission, wanted), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"page": found, "rows": rows_of_people(submission, found)}
    return render(request, "collect/findings_by_pupil.html", context)


def rows_of_everybody(submission: Submission, page: Iterable[PupilIndex]) -> list[dict[str, object]]:
    """People of the index with their counts."""
    listed = list(page)
    counted = counts_of_people(submission, [person.key for person in listed if person.key])
    kind = submission.for_return.collection.type
    rows: list[dict[str, object]] = []
    for person in listed:
        name = f"{person.forename or ''} {person.surname or ''}".strip()
        title, under = called(kind, person.key or "", name, person.row)
        errors, queries = counted.get(person.key or "", (0, 0))
        place = {"record": person.record, "row": person.row}
        rows.append({"title": title, "under": under, **place, "errors": errors, "queries": queries})
    return rows


def rows_of_people(submission: Submission, page: Iterable[Any]) -> list[dict[str, object]]:
    """People with findings, as the selector counted them, with their names."""
    listed = list(page)
    named = people_at(submission, [Place(row["identity"]) for row in listed])
    return [
        {
            "title": person.title if (person := named.at(row["identity"])) else row["identity"],
            "under": person.under if person else row["key"],
            "record": person.record if person else "",
            "row": person.row if person else None,
            "errors": row["errors"],
            "queries": row["queries"],
        }
        for row in listed
    ]


class Line:
    """A file that gives back what is written to it, so that a long list is sent as it is made."""

    def write(self, text: str) -> str:
        """Give the line back."""
        return text


def lines(kind: CollectionType, rows: Iterator[Exported]) -> Iterator[str]:
    """The list as CSV, safe to open in a spreadsheet."""
    writer = csv.writer(Line())
    heading = StringIO()
    csv.writer(heading).writerow(columns(kind))
    yield "\ufeff" + heading.getvalue()
    for row in rows:
        values = "; ".join(f"{shown.label} ({shown.tag}): {shown.value or 'not given'}" for shown in row.shown)
        cells = [
            row.level.capitalize(),
            row.rule.code,
            row.rule.title,
            *([row.person.name if row.person else ""] if kind.has_names else []),
            row.key,
            row.record,
            str(row.line or ""),
            values,
            row.rule.fix,
            row.stands,
            row.explanation,
        ]
        yield str(writer.writerow([safe(cell) for cell in cells]))


@require_safe
@no_store
def as_csv(request: HttpRequest, return_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """Every finding that the filter leaves, as CSV."""
    return_ = scope.get_return(actor_of(request), return_id)
    submission = return_.current_submission
    if submission is None:
        return redirect("findings", return_.pk)
    confirm_identity(request)
    submission.for_return = return_
    reads.note(actor_of(request), submission, reads.Kind.EXPORT)
    _form, wanted = asked(request, submission)
    found = lines(return_.collection.type, exported(submission, wanted))
    response = StreamingHttpResponse(found, content_type="text/csv; charset=utf-8")
    name = f"findings-{return_.organisation.number or return_.organisation_id}-file-{submission.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
