"""The desk of one collection: which returns need me today, and where does the country stand?"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import Actor, Permission, actor_of
from collect import scope
from collect.models import Collection, Return, Status, Submission
from collect.pages.common import PAGE_SIZE, Crumb, no_store
from collect.pages.desk_crumbs import desk_crumbs
from collect.pages.forms.desk import DeskForm, search_label
from collect.pages.overview import STATUS_COLOURS
from collect.selectors.desk_rows import (
    STAGES,
    Stage,
    Wanted,
    desk_collection,
    desk_rows,
    next_for,
    returns_at_desk,
    waits_for_desk,
)
from collect.selectors.desks import LocalAuthorityLine, dfe_desk, latest_submissions, top_rules
from collect.services.rulebooks import RuleText, rule_of
from schemas.collections import CollectionType
from schemas.wording import Wording
from validation.cli.csv_output import safe

SCHOOL_COLUMNS = ("LAESTAB", "URN", "School", "Phase", "LA number", "Academy")
COLUMNS = (
    "Status", "Since", "Errors to correct", "Queries to explain", "Explanations to read", "Last upload",
    "What happens next",
)  # fmt: skip

HEADERS = (
    # name of the order, what the column says, whether it holds numbers
    ("name", "{Sender}", False),
    ("status", "Status", False),
    ("need", "What happens next", False),
    ("errors", "Errors to correct", True),
    ("queries", "Queries to explain", True),
    ("explanations", "Explanations to read", True),
    ("upload", "Last upload", False),
)


@dataclass(frozen=True)
class Row:
    """One return in the list."""

    for_return: Any
    next: str
    colour: str
    latest: Submission | None
    can_be_ticked: bool


@dataclass(frozen=True)
class Header:
    """One column's heading: a link that sorts, and how the list is sorted by it now."""

    text: str
    sort: str
    order: str
    is_number: bool


@dataclass(frozen=True)
class Area:
    """One line of the national table."""

    line: LocalAuthorityLine

    @property
    def numbers(self) -> list[tuple[Stage, int]]:
        """How many returns are at each stage."""
        found = self.line.statuses
        return [(stage, sum(found.get(status, 0) for status in of)) for stage, (_, of) in STAGES.items()]


def collection_at_desk(actor: Actor, slug: str) -> Collection:
    """A collection in scope of somebody who has a desk. For anybody else there is no such page."""
    if not (actor.is_la or actor.is_dfe):
        raise Http404("Only local authorities and DfE have a desk.")
    collection = scope.get_collection(actor, slug)
    if not actor.is_dfe and not returns_at_desk(actor, collection).exists():
        raise Http404("A return that one sends oneself is on no desk.")
    return collection


def headers(wanted: Wanted, wording: Wording) -> list[Header]:
    """The headings, each leading to the other direction of its order."""
    made = []
    for name, text, is_number in HEADERS:
        order, following = "none", f"-{name}" if is_number or name == "upload" else name
        if wanted.sort == name:
            order, following = "ascending", f"-{name}"
        elif wanted.sort == f"-{name}":
            order, following = "descending", name
        made.append(Header(wording.fill(text), following, order, is_number))
    return made


def asked(request: HttpRequest, actor: Actor, collection: Collection) -> tuple[DeskForm, Wanted, list[Area]]:
    """The filter in the address, its form, and for DfE the areas that it offers."""
    areas = [Area(line) for line in dfe_desk(actor, collection)] if actor.is_dfe else []
    named = {area.line.la_number: area.line.name for area in areas} if actor.is_dfe else None
    form = DeskForm(request.GET, kind=collection.type, areas=named)
    return form, form.wanted(), areas


def rows_of(actor: Actor, returns: Iterable[Return], *, ticks: bool) -> list[Row]:
    """Returns of ``desk_rows`` as the list shows them."""
    listed = list(returns)
    newest = latest_submissions(listed)
    return [
        Row(
            return_,
            next_for(actor, return_),
            STATUS_COLOURS[Status(return_.status)],
            newest.get(return_.pk),
            ticks and waits_for_desk(actor, return_),
        )
        for return_ in listed
    ]


@require_safe
@no_store
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """An LA's list; for DfE the national picture, and the list once something was asked for.

    Where each area sends one return, the list is the picture by area.
    """
    actor = actor_of(request)
    collection = collection_at_desk(actor, slug)
    form, wanted, areas = asked(request, actor, collection)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "collection": collection,
        "desk": desk_collection(actor, collection),
        "days_left": collection.days_left(),
        "is_dfe": actor.is_dfe,
        "query": query.urlencode(),
        "crumbs": desk_crumbs(collection),
    }
    view = request.GET.get("show") or ("areas" if collection.type.is_from_schools else "list")
    if actor.is_dfe and not wanted.is_narrowed and view != "list":
        return national(request, context, areas)
    may_approve = actor.is_la and actor.may(Permission.APPROVE, collection)
    page = Paginator(desk_rows(actor, collection, wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = rows_of(actor, page, ticks=may_approve)
    way = desk_crumbs(collection, Crumb(text="Returns")) if actor.is_dfe else desk_crumbs(collection)
    context |= {
        "form": None,
        "filter_form": form,
        "wanted": wanted,
        "rule": rule_of(collection.ruleset, wanted.rule) if wanted.rule else None,
        "stage_name": STAGES[Stage(wanted.stage)][0] if wanted.stage else "",
        "headers": headers(wanted, collection.wording),
        "page": page,
        "rows": rows,
        "has_ticks": any(row.can_be_ticked for row in rows),
        "crumbs": way,
    }
    return render(request, "collect/desk.html", context)


@dataclass(frozen=True)
class TopRule:
    """One of the rules that hurt most."""

    text: RuleText
    level: str
    returns: int
    failures: int


def national(request: HttpRequest, context: dict[str, Any], areas: list[Area]) -> HttpResponse:
    """Where the country stands: by area, academies apart, and the rules that most returns fail."""
    actor, collection = actor_of(request), context["collection"]
    label = search_label(collection.type)
    tables = by_area(request, collection) if collection.type.is_from_schools else []
    context |= {
        "tables": tables,
        "search_label": label[:1].lower() + label[1:],
        "stages": [name for name, _ in STAGES.values()],
        "by_least": request.GET.get("areas") == "behind",
        "rules": [
            TopRule(rule_of(collection.ruleset, line.rule), line.level, line.returns, line.failures)
            for line in top_rules(actor, collection)
        ],
    }
    return render(request, "collect/desk_national.html", context)


def by_area(request: HttpRequest, collection: Collection) -> list[tuple[str, str, list[Area]]]:
    """Caption, value of the filter and lines of each table: academies apart."""
    actor = actor_of(request)
    maintained = [Area(line) for line in dfe_desk(actor, collection, academies=False)]
    academies = [Area(line) for line in dfe_desk(actor, collection, academies=True)]
    if request.GET.get("areas") == "behind":
        maintained, academies = (sorted(part, key=behind) for part in (maintained, academies))
    return [("Schools that answer to their local authority", "no", maintained), ("Academies", "yes", academies)]


def behind(area: Area) -> tuple[float, str]:
    """The areas with the smallest share of submitted returns first."""
    done = sum(count for stage, count in area.numbers if stage not in (Stage.NO_DATA, Stage.LOADED))
    return done / area.line.total, area.line.name


class Line:
    """A file that gives back what is written to it, so that a long list is sent as it is made."""

    def write(self, text: str) -> str:
        """Give the line back."""
        return text


def lines(actor: Actor, kind: CollectionType, returns: Iterable[Return], size: int = 500) -> Iterator[str]:
    """The list as CSV, safe to open in a spreadsheet."""
    writer = csv.writer(Line())
    yield "\ufeff" + str(writer.writerow([*sender_columns(kind), *COLUMNS]))
    batch: list[Return] = []
    for return_ in returns:
        batch.append(return_)
        if len(batch) == size:
            yield from cells(actor, batch, writer)
            batch = []
    yield from cells(actor, batch, writer)


def sender_columns(kind: CollectionType) -> tuple[str, ...]:
    """What the list says of each sender."""
    return SCHOOL_COLUMNS if kind.is_from_schools else ("LA number", kind.wording.fill("{Sender}"))


def sender_cells(return_: Return) -> list[str]:
    """The same of one return."""
    sender = return_.organisation
    if not return_.collection.type.is_from_schools:
        return [sender.number, sender.name]
    academy = "Yes" if sender.is_academy else "No"
    return [sender.laestab, sender.urn, sender.name, sender.get_phase_display(), sender.la_number, academy]


def cells(actor: Actor, batch: list[Return], writer: Any) -> Iterator[str]:
    """Some lines of the list."""
    for row in rows_of(actor, batch, ticks=False):
        return_ = row.for_return
        found = [
            *sender_cells(return_),
            return_.get_status_display(),
            f"{timezone.localtime(return_.status_since):%Y-%m-%d %H:%M}",
            str(return_.errors_left),
            str(return_.queries_left),
            str(return_.to_accept),
            f"{timezone.localtime(row.latest.uploaded_at):%Y-%m-%d %H:%M}" if row.latest else "",
            row.next,
        ]
        yield str(writer.writerow([safe(cell) for cell in found]))


@require_safe
@no_store
def desk_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Every return that the filter leaves, as CSV."""
    actor = actor_of(request)
    collection = collection_at_desk(actor, slug)
    _form, wanted, _areas = asked(request, actor, collection)
    found = desk_rows(actor, collection, wanted).iterator(chunk_size=500)
    response = StreamingHttpResponse(lines(actor, collection.type, found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="returns-{collection.slug}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
