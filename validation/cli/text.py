"""A report for a person at a terminal: what is wrong, grouped by rule, errors first."""

from __future__ import annotations

import shlex

from rich.console import Console
from rich.markup import escape

from validation.book import load
from validation.findings import Finding
from validation.lazy_findings import Failures
from validation.report import STRUCTURE, Report
from validation.rule import Rule

SHOWN = 10
"""Findings shown for each rule; the counts are always of all."""
_COLOURS = {"error": "bold red", "query": "bold yellow"}


def write(report: Report, console: Console) -> None:
    if report.refusal is not None:
        console.print(f"[bold red]{escape(report.path.name)} cannot be checked.[/] {escape(report.refusal.sentence)}")
        return
    reading, run = report.reading, report.run
    assert reading is not None
    assert run is not None
    console.print(
        f"[bold]{escape(report.path.name)}[/]: {reading.collection.name} {reading.collection.year_name(reading.year)}"
    )
    console.print(f"Rules {run.ruleset}, {report.timings['total']:.2f} s")
    if report.outcome == STRUCTURE:
        _structure(report, console)
    for cause in run.causes:
        console.print()
        console.print(
            f"[bold]One cause of {cause.findings:,} findings:[/] {escape(cause.words)} (rules {', '.join(cause.rules)})"
        )
    rules = load(run.ruleset).rules
    failing = sorted(run.findings.by_rule, key=lambda failures: failures.planned.rule.level != "error")
    for failures in failing:
        _rule(rules[failures.planned.rule.code], failures, console)
    console.print()
    if report.skipped:
        console.print(f"{len(report.skipped)} rules SKIPPED: {_reasons(report)}.")
    apart = [code for code, result in run.rules.items() if result.status == "could_not_run"]
    if apart:
        console.print(f"Could not run, through no fault of the return: {', '.join(apart)}.")
    errors, queries = run.counts["error"], run.counts["query"]
    provisional = " so far (the structure must be put right first)" if report.outcome == STRUCTURE else ""
    style = "bold red" if errors else "bold green"
    console.print(f"[{style}]{errors:,} errors[/] and {queries:,} queries{provisional}.")
    if hidden := sum(max(0, len(failures) - SHOWN) for failures in failing):
        console.print(f"{hidden:,} of them are not shown here. To list every one, with its line:")
        console.print(escape(f"  {_list_command(report)}"), soft_wrap=True)


def _list_command(report: Report) -> str:
    """What to type for all findings: of the same file with the same rules, into a file for a spreadsheet."""
    assert report.run is not None
    given = ["check", str(report.path), "--ruleset", report.run.ruleset]
    given += ["--previous", str(report.previous)] if report.previous else []
    return f"python -m validation {shlex.join(given)} --format csv > findings.csv"


def _rule(rule: Rule, failures: Failures, console: Console) -> None:
    level = str(failures.planned.rule.level)
    shown = failures.described(0, SHOWN)
    console.print()
    console.print(
        f"[{_COLOURS[level]}]{level.capitalize()} {rule.code}[/] ({len(failures):,}) {escape(shown[0].message)}"
    )
    console.print(f"  {escape(rule.fix)}", style="dim")
    for finding in shown:
        console.print(f"  {escape(_where(finding))}")
    if len(failures) > SHOWN:
        console.print(f"  and {len(failures) - SHOWN:,} more: --format csv lists them all")


def _structure(report: Report, console: Console) -> None:
    assert report.reading is not None
    faults = report.reading.faults
    console.print()
    console.print(f"[bold red]The structure of the file is not right in {report.reading.fault_count:,} places[/]")
    for fault in faults[: SHOWN * 2]:
        who = f" ({fault.record} {fault.key or fault.row})" if fault.record else ""
        console.print(f"  line {fault.line}{escape(who)}: {escape(fault.message)}")
    if report.reading.fault_count > SHOWN * 2:
        which = "them all" if len(faults) == report.reading.fault_count else f"the first {len(faults):,}"
        console.print(f"  and {report.reading.fault_count - SHOWN * 2:,} more: --format csv lists {which}")


def _where(finding: Finding) -> str:
    values = ", ".join(f"{tag} {value}" for tag, value in finding.values.items() if value is not None)
    who = finding.key or f"{finding.record} {finding.row}"
    return f"line {finding.line}  {who}  {values}"


def _reasons(report: Report) -> str:
    return "; ".join(dict.fromkeys(report.skipped.values()))
