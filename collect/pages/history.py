"""History: who did what, and when?"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from collect import scope
from collect.models import Event
from collect.pages.common import PAGE_SIZE, Crumb, no_store
from collect.pages.desk import Line
from collect.pages.desk_crumbs import return_crumbs
from collect.selectors.history import history as events_of
from collect.selectors.history import in_words, kinds_and_people
from validation.cli.csv_output import safe

COLUMNS = ("When", "Who", "Organisation", "What", "Said", "Status before", "Status after", "File")


class HistoryForm(forms.Form):
    """What to show. A value that is not offered is left aside."""

    kind = forms.ChoiceField(label="What was done", required=False)
    person = forms.ChoiceField(label="By whom", required=False)

    def __init__(self, *args: Any, kinds: dict[str, str], people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id, self.label_suffix = "filter_%s", ""
        self.fields["kind"].choices = [("", "Everything"), *kinds.items()]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "Everybody"), *people.items()]  # type: ignore[attr-defined]


@require_safe
@no_store
def history(request: HttpRequest, return_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """The list, newest first; as CSV with ``format=csv``."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    events = events_of(actor, return_)
    form = HistoryForm(request.GET, **kinds_and_people(events))
    form.is_valid()
    kind, person = form.cleaned_data.get("kind"), form.cleaned_data.get("person")
    if kind:
        events = events.filter(action=kind)
    if person:
        events = events.filter(person=None if person == "portal" else person)
    if request.GET.get("format") == "csv":
        name = f"history-{return_.organisation.laestab or return_.organisation_id}.csv"
        response = StreamingHttpResponse(lines(events.iterator(500)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "csv"
    context = {
        "for_return": return_,
        "filter_form": form,
        "is_narrowed": bool(kind or person),
        "page": page,
        "rows": [in_words(event) for event in page],
        "csv_query": query.urlencode(),
        "crumbs": return_crumbs(actor, return_, Crumb(text="History")),
    }
    return render(request, "collect/history.html", context)


def lines(events: Iterable[Event]) -> Iterator[str]:
    """The history as CSV, safe to open in a spreadsheet."""
    writer = csv.writer(Line())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    for event in events:
        line = in_words(event)
        cells = [
            f"{timezone.localtime(event.happened_at):%Y-%m-%d %H:%M:%S}",
            str(event.person) if event.person else "The portal",
            str(event.organisation) if event.organisation else "",
            line.what,
            line.said,
            event.get_status_before_display(),
            event.get_status_after_display(),
            str(event.submission.number) if event.submission else "",
        ]
        yield str(writer.writerow([safe(cell) for cell in cells]))
