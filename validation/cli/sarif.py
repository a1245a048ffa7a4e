"""A report as SARIF 2.1.0, which code-review tools show beside the lines of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validation.book import load
from validation.report import Report

_LEVELS = {"error": "error", "query": "warning"}


def render(report: Report) -> dict[str, Any]:
    """The SARIF log of one report, its rules and results as iterators, made as they are read."""
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "census-validation", "rules": _rules(report)}},
                "artifacts": [{"location": {"uri": report.path.name}, "hashes": {"sha-256": report.sha256}}],
                "columnKind": "unicodeCodePoints",
                "results": _results(report),
                "properties": {
                    "outcome": report.outcome,
                    "ruleset": report.run.ruleset if report.run else None,
                    "structureCount": report.reading.fault_count if report.reading else 0,
                },
            }
        ],
    }


def _rules(report: Report) -> Iterator[dict[str, Any]]:
    if report.run is None:
        return
    rules = load(report.run.ruleset).rules
    for code, result in report.run.rules.items():
        if result.failures:
            yield {
                "id": code,
                "shortDescription": {"text": rules[code].message},
                "fullDescription": {"text": rules[code].fails_when},
                "help": {"text": rules[code].fix},
                "defaultConfiguration": {"level": _LEVELS[rules[code].level]},
            }


def _results(report: Report) -> Iterator[dict[str, Any]]:
    artifact = {"uri": report.path.name}
    if report.refusal is not None:
        yield _result(artifact, f"refused/{report.refusal.code}", "error", report.refusal.sentence, None)
    for fault in report.reading.faults if report.reading else []:
        yield _result(artifact, "structure", "error", fault.message, fault.line)
    for finding in report.run.findings if report.run else []:
        held = ", ".join(f"{tag}: {value}" for tag, value in finding.values.items() if value is not None)
        message = f"{finding.message} {held}" if held else finding.message
        yield _result(artifact, finding.rule, _LEVELS[finding.level], message, finding.line)


def _result(artifact: dict[str, str], rule: str, level: str, message: str, line: int | None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": artifact}
    if line:
        place["region"] = {"startLine": line}
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }
