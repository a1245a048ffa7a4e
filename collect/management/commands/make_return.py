"""``manage.py make_return``: write a sample return, with faults on request."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.demo import SCHOOLS
from schemas import collections
from schemas.sample.makers import Made, maker_of

URNS = {la + estab: urn for la, estab, urn, *_ in SCHOOLS}
"""LAESTAB → URN of the demonstration's schools, as its register has them."""


class Command(BaseCommand):
    help = "Write a realistic, clean return, and plant faults in it on request."
    requires_system_checks = ()  # no database, no pages

    def add_arguments(self, parser: ArgumentParser) -> None:
        families = list(collections.families())
        parser.add_argument(
            "--collection", choices=families, default=families[0], help=f"what to make (default {families[0]})"
        )
        parser.add_argument("--people", "--pupils", type=int, help="how many people it is about")
        parser.add_argument("--year", type=int, help="year in which the academic year starts")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same people in every return")
        parser.add_argument("--faults", type=int, default=0, help="plant so many faults, chosen by the seed")
        parser.add_argument(
            "--rule", action="append", default=[], help="plant the fault for this rule; may be repeated"
        )
        parser.add_argument("--fault-list", type=Path, help="write the findings to expect to this file, as JSON")
        parser.add_argument("--gz", action="store_true", help="write gzip")
        parser.add_argument("-o", "--output", type=Path, required=True, help="file to write")
        for family in families:
            maker_of(family).add_arguments(parser.add_argument_group(family))  # type: ignore[arg-type]

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        options["urn"] = options["urn"] or URNS.get(options["laestab"], "")
        options |= {"rules": options["rule"], "packed": options["gz"]}
        unfinished = output.with_name(f"{output.name}.part")
        try:
            with unfinished.open("wb") as out:
                made = maker_of(options["collection"]).make(options, out)
            unfinished.replace(output)
        except (ValueError, LookupError, OSError) as problem:
            unfinished.unlink(missing_ok=True)
            raise CommandError(str(problem)) from problem
        if options["fault_list"]:
            found = json.dumps([finding.as_dict() for finding in made.expected], indent=1)
            options["fault_list"].write_text(f"{found}\n", encoding="utf-8")
        self.report(made, output)

    def report(self, made: Made, output: Path) -> None:
        """Say on the error stream what was written and which findings to expect."""
        self.stderr.write(f"{output}: {made.collection.name} {made.year}, {made.people} {made.collection.people}")
        if not made.expected:
            self.stderr.write("No findings are expected.")
            return
        self.stderr.write(f"{len(made.expected)} findings are expected:")
        for finding in sorted(made.expected, key=lambda finding: (finding.rule, finding.record, finding.row)):
            key = f"  {finding.key}" if finding.key else ""
            self.stderr.write(f"  {finding.rule:<7} {finding.record} {finding.row}{key}")
