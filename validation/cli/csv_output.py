"""A report as CSV: one line for each structural fault and finding."""

from __future__ import annotations

import csv
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
    if report.refusal is not None:
        writer.writerow(["refused", report.refusal.code, "error", "", "", "", "", "", report.refusal.sentence])
    if report.reading is not None:
        for fault in report.reading.faults:
            row = ["structure", "", "error", fault.record or "", fault.row or "", fault.line or ""]
            writer.writerow([*row, safe(fault.key), fault.path, safe(fault.message)])
    if report.run is not None:
        for finding in report.run.findings:
            values = "; ".join(f"{tag}={value}" for tag, value in finding.values.items() if value is not None)
            row = ["finding", finding.rule, finding.level, finding.record, finding.row, finding.line or ""]
            writer.writerow([*row, safe(finding.key), safe(values), finding.message])
