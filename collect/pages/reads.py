"""Who read our data: which people looked at our pupils, and who took a file away?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import actor_of
from accounts.spreadsheet import download
from collect import scope
from collect.models import PupilDataRead
from collect.pages.common import PAGE_SIZE, Crumb, no_store
from collect.pages.desk_crumbs import return_crumbs
from collect.selectors import reads as selectors
from collect.selectors.dictionary import dictionary_of

COLUMNS = ("When", "Who", "Acting for", "What", "File", "Record", "Number in the file", "From", "Request")


class ReadsForm(forms.Form):
    """What to show. A value that is not offered is left aside."""

    kind = forms.ChoiceField(label="What was read", required=False)
    organisation = forms.ChoiceField(label="By whom", required=False)

    def __init__(self, *args: Any, organisations: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id, self.label_suffix = "filter_%s", ""
        kinds = [("", "Everything"), *PupilDataRead.Kind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [("", "Everybody"), *organisations.items()]  # type: ignore[attr-defined]


@require_safe
@no_store
def reads(request: HttpRequest, return_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """The list, newest first; as CSV with ``format=csv``. For anyone but the source and DfE there is no such page."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    if not selectors.may_see_reads(actor, return_):
        raise Http404("There is no such page.")
    found = selectors.reads(actor, return_)
    form = ReadsForm(request.GET, organisations=selectors.organisations_that_read(found))
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    found = selectors.reads(actor, return_, **asked)
    if request.GET.get("format") == "csv":
        return download(f"reads-{return_.organisation.laestab or return_.organisation_id}.csv", COLUMNS, rows(found))
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "csv"
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    words = dictionary_of(return_.collection)
    context = {
        "for_return": return_,
        "filter_form": form,
        "is_narrowed": any(asked.values()),
        "page": page,
        "lines": [(read, words.label(read.record) if read.record else "", address(read)) for read in page],
        "people": return_.collection.type.people,
        "csv_query": query.urlencode(),
        "crumbs": return_crumbs(actor, return_, Crumb(text="Who read our data")),
    }
    return render(request, "collect/reads.html", context)


def address(read: PupilDataRead) -> str:
    """The page of the person it was about; empty where it was not about one."""
    if not read.row or read.kind != PupilDataRead.Kind.PUPIL:
        return ""
    return reverse("pupil", args=[read.submission_id, read.record, read.row])


def rows(found: QuerySet[PupilDataRead]) -> Iterator[list[str]]:
    """The reads as lines of a spreadsheet."""
    for read in found.iterator(500):
        yield [
            f"{timezone.localtime(read.read_at):%Y-%m-%d %H:%M:%S}",
            str(read.person),
            str(read.organisation),
            read.get_kind_display(),
            str(read.submission.number),
            read.record,
            str(read.row or ""),
            read.ip or "",
            read.request_id,
        ]
