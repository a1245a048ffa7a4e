"""A report as CSV: one line for each structural fault and finding."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from validation.report import Report

COLUMNS = ("kind", "rule", "level", "record", "row", "line", "key", "values", "message")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str | None) -> str:
    """``text`` so that a spreadsheet takes it for text and never for a formula."""
    text = text or ""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write(report: Report, file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(report))


def _rows(report: Report) -> Iterator[tuple[str | int, ...]]:
    if report.refusal is not None:
        yield "refused", report.refusal.code, "error", "", "", "", "", "", report.refusal.sentence
    for fault in report.reading.faults if report.reading else []:
        place = (fault.record or "", fault.row or "", fault.line or "")
        yield "structure", "", "error", *place, safe(fault.key), fault.path, safe(fault.message)
    for finding in report.run.findings if report.run else []:
        values = "; ".join(f"{tag}={value}" for tag, value in finding.values.items() if value is not None)
        place = (finding.record, finding.row, finding.line or "")
        yield "finding", finding.rule, finding.level, *place, safe(finding.key), safe(values), finding.message
