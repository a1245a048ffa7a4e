"""What would it do? Whose returns a change would touch, by rule and by sender."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from collect.models import Return
from collect.pages.common import PAGE_SIZE, Crumb, no_store
from collect.services import reads
from collect.services.rulebooks import rule_of
from rulechanges import scope
from rulechanges.models import Preview, PreviewRule
from rulechanges.pages.forms import PreviewForm
from rulechanges.pages.patches import way
from rulechanges.pages.targets import choice_of
from rulechanges.services import previews
from validation.cli.csv_output import safe


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask: for a proposed change (``patch`` in the form), or for another released set."""
    actor = scope.staff(request)
    asked = request.POST if request.method == "POST" else request.GET
    patch = scope.get_patch(_id(asked["patch"])) if asked.get("patch") else None
    form = PreviewForm(request.POST if request.method == "POST" else None, of=patch)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if patch is None:
            collection, about = said["target"].collection, {"ruleset_after": said["target"].ruleset}
        elif patch.is_move:
            collection, about = said["collection"], {"ruleset_after": patch.ruleset_after}
        else:
            collection, about = said["collection"], {"patch": patch}
        made = previews.ask(actor, collection, la=said["la"], **about)
        return redirect("preview", made.pk)
    context = {"form": form, "patch": patch, "crumbs": way({"text": "What would it do?"})}
    return render(request, "rulechanges/new_preview.html", context)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("There is no such change.") from None


@require_safe
@no_store
def preview(request: HttpRequest, preview_id: UUID) -> HttpResponse:
    """The answer, or how far it is."""
    actor = scope.staff(request)
    found = scope.get_preview(preview_id)
    rules = list(found.rules.all())
    changed = [row for row in rules if row.appear or row.disappear]
    schools = found.schools.select_related("for_return__organisation")
    samples = _samples(changed)
    returns = {sample["for_return"].pk: sample["for_return"] for sample in samples}.values()
    reads.note_lists(actor, [of.current_submission for of in returns if of.current_submission is not None])
    page = Paginator(schools, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "preview": found,
        "target": choice_of(found.collection, found.ruleset_after),
        "title": title(found),
        "is_over": found.state in (Preview.State.DONE, Preview.State.FAILED),
        "rules": [{"row": row, "rule": _rule(found, row.rule)} for row in changed],
        "unchanged": [row for row in rules if not row.appear and not row.disappear],
        "total": found.rules.aggregate(appear=Sum("appear"), disappear=Sum("disappear")),
        "samples": samples,
        "page": page,
        "page_obj": page,
        "schools": page.object_list,
        "crumbs": _way(found),
    }
    return render(request, "rulechanges/preview.html", context)


def title(found: Preview) -> str:
    """What is asked, in a line."""
    if found.patch is not None:
        return found.patch.subject
    return f"{found.ruleset_after} instead of {found.collection.ruleset}"


def _rule(found: Preview, code: str) -> Any:
    coordinates = [found.patch.ruleset] if found.patch else [found.ruleset_after, found.collection.ruleset]
    rules = [rule_of(coordinate, code) for coordinate in coordinates]
    return next((rule for rule in rules if rule.block), rules[0])


def _way(found: Preview) -> list[Crumb]:
    steps: list[Crumb] = []
    if found.patch is not None:
        steps.append({"text": f"Rule {found.patch.rule}", "href": reverse("patch", args=[found.patch.pk])})
    return way(*steps, {"text": "What would it do?"})


def _samples(rows: Iterable[PreviewRule]) -> list[dict[str, Any]]:
    """The sample findings with the sender, and the pupil's page where there is one."""
    rows = list(rows)
    ids = {sample["return"] for row in rows for sample in row.samples}
    returns = {
        str(r.pk): r for r in Return.objects.filter(pk__in=ids).select_related("organisation", "current_submission")
    }
    found = []
    for row in rows:
        for sample in row.samples:
            return_ = returns.get(sample["return"])
            if return_ is None:
                continue
            found.append(
                {
                    **sample,
                    "rule": row.rule,
                    "said": ", ".join(f"{tag} {value or 'not given'}" for tag, value in sample["values"].items()),
                    "for_return": return_,
                }
            )
    return found


@require_safe
def preview_progress(request: HttpRequest, preview_id: UUID) -> HttpResponse:
    """The part of the page that renews itself; when it is over, the whole page is shown again."""
    scope.staff(request)
    found = scope.get_preview(preview_id)
    answer = render(request, "rulechanges/preview_progress.html", {"preview": found})
    if found.state in (Preview.State.DONE, Preview.State.FAILED):
        answer["HX-Redirect"] = reverse("preview", args=[found.pk])
    return answer


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(name: str, rows: Iterator[list[Any]]) -> StreamingHttpResponse:
    writer = csv.writer(_Line())
    lines = (writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row]) for row in rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def rules_csv(request: HttpRequest, preview_id: UUID) -> StreamingHttpResponse:
    """By rule."""
    scope.staff(request)
    found = scope.get_preview(preview_id)

    senders = found.collection.wording.fill("{Senders}")

    def rows() -> Iterator[list[Any]]:
        yield ["Rule", "Says", "Level now", "Level then", "Now", "Then", "Appear", "Disappear", senders, "Note"]
        for row in found.rules.all():
            says = _rule(found, row.rule).title
            counts = [row.before, row.after, row.appear, row.disappear, row.schools]
            yield [row.rule, says, row.level_before or "off", row.level_after or "off", *counts, row.note]

    return _csv("rule-change-by-rule.csv", rows())


@require_safe
def schools_csv(request: HttpRequest, preview_id: UUID) -> StreamingHttpResponse:
    """By sender."""
    scope.staff(request)
    found = scope.get_preview(preview_id)
    kind = found.collection.type
    number, sender = "LAESTAB" if kind.is_from_schools else "LA number", kind.wording.fill("{Sender}")

    def rows() -> Iterator[list[Any]]:
        yield [number, sender, "Appear", "Disappear", "Errors change by", "Queries change by", "Rules"]
        for row in found.schools.select_related("for_return__organisation").iterator(chunk_size=500):
            school = row.for_return.organisation
            rules = "; ".join(f"{code} +{come} -{gone}" for code, (come, gone) in row.rules.items())
            yield [
                school.number, school.name, row.appear, row.disappear, row.errors_change, row.queries_change, rules
            ]  # fmt: skip

    return _csv(f"rule-change-by-{sender.lower().replace(' ', '-')}.csv", rows())
