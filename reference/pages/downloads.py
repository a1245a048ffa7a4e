"""Rules, items and XSDs to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reference.pages.rules import RuleFilter, wanted
from reference.sets import chosen_set, collection_or_404, family_or_404, released
from schemas import xsd
from schemas.layout import Node
from validation.cli.csv_output import safe
from validation.cli.rules_output import as_dict

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _flat(value: Any) -> str | int | float | bool:
    if isinstance(value, (list, tuple)):
        return " ".join(str(part) for part in value)
    return "" if value is None else value


def table_file(name: str, form: str, rows: Sequence[dict[str, Any]]) -> HttpResponse:
    """``rows`` as a download in ``form`` (csv, xlsx or json). Raises ``Http404`` for another form."""
    columns = list(rows[0]) if rows else []
    match form:
        case "json":
            content, kind = json.dumps(rows, ensure_ascii=False, indent=1).encode(), "application/json"
        case "csv":
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([safe(str(_flat(row[column]))) for column in columns] for row in rows)
            content, kind = text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"
        case "xlsx":
            book = io.BytesIO()
            with xlsxwriter.Workbook(book, {"in_memory": True, "strings_to_formulas": False}) as workbook:
                sheet = workbook.add_worksheet("Table")
                sheet.write_row(0, 0, columns, workbook.add_format({"bold": True}))
                for number, row in enumerate(rows, 1):
                    sheet.write_row(number, 0, [_flat(row[column]) for column in columns])
                sheet.freeze_panes(1, 0)
                sheet.autofilter(0, 0, max(len(rows), 1), max(len(columns) - 1, 0))
                sheet.autofit(max_width=400)
            content, kind = book.getvalue(), XLSX
        case _:
            raise Http404(f"no download as {form}")
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@login_not_required
@require_safe
def rules_file(request: HttpRequest, collection: str, form: str) -> HttpResponse:
    """The rules of a set, narrowed as the list is."""
    kind = collection_or_404(collection)
    ruleset = chosen_set(collection, request.GET.get("set", ""))
    asked = RuleFilter(request.GET, ruleset, kind, released(collection))
    rows = [as_dict(rule) for rule in wanted(ruleset, asked)]
    return table_file(ruleset.coordinate.replace(":", "-"), form, rows)


def item_row(node: Node) -> dict[str, Any]:
    """An item of a layout, for a table."""
    item = node.item
    assert item is not None
    return {
        "path": node.path,
        "tag": node.tag,
        "label": node.label,
        "cbds": node.number,
        "type": str(item.type),
        "pattern": item.pattern,
        "max_length": item.max_length,
        "low": item.low,
        "high": item.high,
        "codes": item.codes,
        "repeats": item.repeats,
        "terms": list(node.terms),
        "phases": list(node.phases),
        "since": node.since,
        "until": node.until,
        "evidence": str(node.evidence),
        "note": node.note,
    }


@login_not_required
@require_safe
def items_file(request: HttpRequest, family: str, form: str) -> HttpResponse:
    """Every item of a family's layout."""
    nodes = [node for node in family_or_404(family)[0].declared().nodes if node.item is not None]
    return table_file(f"{family}-items", form, [item_row(node) for node in nodes])


@login_not_required
@require_safe
def xsd_file(request: HttpRequest, family: str, year: int) -> HttpResponse:
    """The XSD of a family and academic year."""
    if year not in family_or_404(family)[0].years:
        raise Http404(f"no XSD of {family} {year}")
    content = xsd.path_of(family, year).read_bytes()
    response = HttpResponse(content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{family}-{year}.xsd"'
    return response
