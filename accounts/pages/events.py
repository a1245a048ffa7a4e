"""Account events: who changed what about the people of my organisation?"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.event_list import DONE, Line, events_for, may_read
from accounts.events import AccountEvent
from accounts.pages.searching import seek, sought
from accounts.scope import actor_of
from accounts.spreadsheet import download

PAGE_SIZE, PAGE = 50, "events"
COLUMNS = (
    "When",
    "Who",
    "Acting for",
    "Organisation",
    "What",
    "To whom",
    "Before",
    "After",
    "Reason",
    "From",
    "Request",
)


class EventsForm(forms.Form):
    """What to show, sent in the body. A value that is not offered is left aside."""

    kind = forms.ChoiceField(label="What was done", required=False)
    q = forms.CharField(label="Name or email address", required=False, max_length=100)

    def __init__(self, *args: object, kinds: set[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.auto_id, self.label_suffix = "filter_%s", ""
        found = [(kind, words) for kind, words in DONE.items() if kind in kinds]
        self.fields["kind"].choices = [("", "Everything"), *found]  # type: ignore[attr-defined]


def narrowed(events: QuerySet[AccountEvent], kind: str, text: str) -> QuerySet[AccountEvent]:
    """The events that were asked for."""
    if kind:
        events = events.filter(action=kind)
    if text:
        named = Q(organisation__name__icontains=text)
        for who in ("person", "subject"):
            named |= Q(**{f"{who}__full_name__icontains": text}) | Q(**{f"{who}__email__icontains": text})
        events = events.filter(named)
    return events


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def events(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list, newest first; as CSV with ``format=csv``. For anyone but an approver there is no such page.

    A search is sent in the body and kept in the session; the kind stands in the address, for it names nobody.
    """
    actor = actor_of(request)
    if not may_read(actor):
        raise Http404
    found = events_for(actor)
    kinds = set(found.order_by().values_list("action", flat=True).distinct())
    if request.method == "POST":
        return search(request, EventsForm(request.POST, kinds=kinds))
    text = sought(request, PAGE)
    form = EventsForm({"kind": request.GET.get("kind", ""), "q": text}, kinds=kinds)
    form.is_valid()
    kind = form.cleaned_data.get("kind", "")
    found = narrowed(found, kind, text)
    if request.GET.get("format") == "csv":
        return download("account-events.csv", COLUMNS, rows(found))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter_form": form,
        "is_narrowed": bool(kind or text),
        "page": page,
        "lines": [Line(event) for event in page],
        "csv_query": urlencode({"kind": kind, "format": "csv"}),
    }
    return render(request, "accounts/events.html", context)


def search(request: HttpRequest, form: EventsForm) -> HttpResponse:
    """Keep what is searched for, and on to the list."""
    form.is_valid()
    seek(request, PAGE, form.cleaned_data.get("q") or "")
    kind = form.cleaned_data.get("kind", "")
    query = f"?{urlencode({'kind': kind})}" if kind else ""
    return redirect(f"{reverse('account-events')}{query}")


def rows(found: QuerySet[AccountEvent]) -> Iterator[list[str]]:
    """The events as lines of a spreadsheet."""
    for event in found.iterator(500):
        line = Line(event)
        yield [
            f"{timezone.localtime(event.happened_at):%Y-%m-%d %H:%M:%S}",
            str(event.person) if event.person else "The portal",
            str(event.acting_for or ""),
            str(event.organisation or ""),
            line.what,
            line.to_whom,
            "; ".join(f"{name}: {before}" for name, before, _ in line.changes if before),
            "; ".join(f"{name}: {after}" for name, _, after in line.changes if after),
            event.reason,
            event.ip or "",
            event.request_id,
        ]
