"""Register: what did the last refresh from the school register change, and which rows could not be used?"""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.register.changes import RegisterChange, RegisterRefresh
from accounts.scope import actor_of
from accounts.spreadsheet import download

PAGE_SIZE = 50
LOADS = 20
COLUMNS = ("What", "Organisation", "Number", "Before", "After")


class ChangesForm(forms.Form):
    """Which load, what kind of change, and of whom. A value that is not offered is left aside."""

    refresh = forms.ChoiceField(label="Taken in", required=False)
    kind = forms.ChoiceField(label="What changed", required=False)
    q = forms.CharField(label="Name or number of the organisation", required=False, max_length=100)

    def __init__(self, *args: object, refreshes: list[RegisterRefresh], counts: dict[str, int], **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.auto_id, self.label_suffix = "filter_%s", ""
        loads = [(str(one.pk), f"{one.made_at:%-d %B %Y}, {one.filename}") for one in refreshes]
        kinds = [(kind.value, f"{kind.label} ({counts[kind]:,})") for kind in RegisterChange.Kind if counts.get(kind)]
        self.fields["refresh"].choices = loads  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Everything"), *kinds]  # type: ignore[attr-defined]


def narrowed(changes: QuerySet[RegisterChange], kind: str, text: str) -> QuerySet[RegisterChange]:
    """The changes that were asked for."""
    if kind:
        changes = changes.filter(kind=kind)
    if text:
        changes = changes.filter(Q(name__icontains=text) | Q(number=text) | Q(organisation__name__icontains=text))
    return changes


@require_safe
def register(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The changes of one refresh, the newest unless asked; as CSV with ``format=csv``. DfE only."""
    if not actor_of(request).is_dfe:
        raise Http404
    refreshes = list(RegisterRefresh.objects.all()[:LOADS])
    asked = request.GET.get("refresh", "")
    shown = next((one for one in refreshes if str(one.pk) == asked), refreshes[0] if refreshes else None)
    changes = RegisterChange.objects.filter(refresh=shown).order_by("pk")
    counts = dict(changes.order_by().values_list("kind").annotate(Count("pk")))
    form = ChangesForm({**request.GET.dict(), "refresh": shown.pk if shown else ""}, refreshes=refreshes, counts=counts)
    form.is_valid()
    found = narrowed(changes, form.cleaned_data.get("kind", ""), (form.cleaned_data.get("q") or "").strip())
    if request.GET.get("format") == "csv":
        rows = ([str(c.get_kind_display()), c.name, c.number, c.before, c.after] for c in found.iterator(500))
        return download("register-changes.csv", COLUMNS, rows)
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "csv"
    context = {
        "shown": shown,
        "filter_form": form,
        "failed": counts.get(RegisterChange.Kind.FAILED, 0),
        "total": sum(counts.values()),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_filtered": any(form.cleaned_data.get(name) for name in ("kind", "q")),
        "csv_query": query.urlencode(),
    }
    return render(request, "accounts/register.html", context)
