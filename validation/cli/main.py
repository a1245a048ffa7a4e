"""Reading the command line, and what each command answers with.

Exit codes: 0 no errors found, 1 errors found, 2 the file cannot be read or breaks the XSD, 64 wrong use, 74 the
output could not be written in full.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NoReturn, TextIO

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from schemas import collections
from schemas.intake import Refused
from validation import book
from validation.cli import csv_output, json_output, rules_output, sarif, text
from validation.cli.output import Console, writing
from validation.report import CHECKED, Report, report_on

OK, ERRORS_FOUND, UNUSABLE_FILE, WRONG_USE = 0, 1, 2, 64
FORMATS = ("text", "json", "csv", "sarif")
PROGRESS_FROM = 5 * 1024 * 1024
"""Bytes from which reading takes long enough to show how far it is."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sys.stderr.write(f"{self.prog}: {message}" + "\n")
        raise SystemExit(WRONG_USE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m validation", description="Check a census return before you upload it.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    check = commands.add_parser("check", help="read a file, check its structure and run the rules")
    check.add_argument("file", type=Path, metavar="FILE", help="the return: .xml, .xml.gz or a zip holding one")
    check.add_argument("--ruleset", metavar="COORD", help=f"such as {book.coordinates()[-1]}; the newest if not given")
    check.add_argument("--previous", type=Path, metavar="FILE", help="the return before this one, to compare with")
    check.add_argument("--format", choices=FORMATS, default="text")
    rules = commands.add_parser("rules", help="list the rules of a rule set")
    rules.add_argument("--ruleset", metavar="COORD", help="the newest of each collection if not given")
    rules.add_argument("--format", choices=["text", "json"], default="text")
    explain = commands.add_parser("explain", help="say what one rule wants and why")
    explain.add_argument("rule", metavar="RULE", help="its number, such as 1520")
    explain.add_argument("--ruleset", metavar="COORD")
    return parser


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    match options.command:
        case "check":
            return _check(options)
        case "rules":
            return _rules(options)
        case _:
            return _explain(options)


def _wrong_use(message: object) -> int:
    sys.stderr.write(f"python -m validation: {message}" + "\n")
    return WRONG_USE


def _check(options: argparse.Namespace) -> int:
    try:
        report = _report(options)
    except OSError as error:
        sys.stderr.write(f"python -m validation: {error.filename} cannot be opened: {error.strerror}" + "\n")
        return UNUSABLE_FILE
    except Refused as refusal:
        return _wrong_use(f"the previous return cannot be used. {refusal.sentence}")
    except (LookupError, ValueError) as error:
        return _wrong_use(error.args[0])
    with writing():
        write(report, options.format, sys.stdout)
    return exit_code(report)


def write(report: Report, form: str, file: TextIO) -> None:
    """Write a report in one of ``FORMATS``, piece by piece: what is held does not grow with the findings."""
    match form:
        case "json":
            json_output.write(report.document(), file)
        case "csv":
            csv_output.write(report, file)
        case "sarif":
            json_output.write(sarif.render(report), file)
        case _:
            text.write(report, Console(file=file, soft_wrap=False))


def exit_code(report: Report) -> int:
    if report.outcome != CHECKED:
        return UNUSABLE_FILE
    assert report.run is not None
    return ERRORS_FOUND if report.run.counts["error"] else OK


def _report(options: argparse.Namespace) -> Report:
    size = options.file.stat().st_size
    if size < PROGRESS_FROM or not sys.stderr.isatty():
        return report_on(options.file, options.ruleset, options.previous)
    columns = (TextColumn("Reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("read", total=size)
        return report_on(
            options.file, options.ruleset, options.previous, progress=lambda done: bar.update(task, completed=done)
        )


def _chosen(coordinate: str | None) -> list[book.RuleSet]:
    if coordinate:
        return [book.load(coordinate)]
    years = {kind.code: _released_years(kind.code) for kind in collections.all()}
    return [book.rulebook(code, max(released)) for code, released in years.items() if released]


def _released_years(collection: str) -> list[int]:
    return [book.load(c).year for c in book.coordinates() if c.startswith(f"{collection}:")]


def _rules(options: argparse.Namespace) -> int:
    try:
        rulesets = _chosen(options.ruleset)
    except LookupError as error:
        return _wrong_use(error.args[0])
    with writing():
        if options.format == "json":
            json.dump(rules_output.as_list(rulesets), sys.stdout, ensure_ascii=False, indent=1)
            sys.stdout.write("\n")
        else:
            rules_output.write(rulesets, Console())
    return OK


def _explain(options: argparse.Namespace) -> int:
    try:
        found = [ruleset for ruleset in _chosen(options.ruleset) if options.rule in ruleset.rules]
    except LookupError as error:
        return _wrong_use(error.args[0])
    if not found:
        return _wrong_use(f"there is no rule {options.rule}. See them all with: python -m validation rules")
    with writing():
        rules_output.explain(options.rule, found, Console())
    return OK
