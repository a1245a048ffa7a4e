"""``manage.py make_return``: write a sample return, with faults on request."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.demo import SCHOOLS
from schemas.sample.planting import Expected
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.setting import PHASES, TERMS, Setting

URNS = {la + estab: urn for la, estab, urn, *_ in SCHOOLS}
"""LAESTAB → URN of the demonstration's schools, as its register has them."""


class Command(BaseCommand):
    help = "Write a realistic, clean school census return, and plant faults in it on request."
    requires_system_checks = ()  # no database, no pages

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--phase", choices=PHASES, default="PS", help="phase of the school (default PS)")
        parser.add_argument("--pupils", type=int, default=210, help="pupils on roll (default 210)")
        parser.add_argument("--term", choices=TERMS, default="AUT", help="term (default AUT)")
        parser.add_argument("--year", type=int, default=2026, help="year in which the academic year starts")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same pupils in every term")
        parser.add_argument("--faults", type=int, default=0, help="plant so many faults, chosen by the seed")
        parser.add_argument(
            "--rule", action="append", default=[], help="plant the fault for this rule; may be repeated"
        )
        parser.add_argument("--fault-list", type=Path, help="write the findings to expect to this file, as JSON")
        parser.add_argument("--laestab", default="", help="authority and school, seven digits")
        parser.add_argument(
            "--urn", default="", help="URN of the school; a school of the demonstration has its own by default"
        )
        parser.add_argument("--name", default="", help="name of the school")
        parser.add_argument("--governance", default="CO", help="governance of the school (default CO; CA: an academy)")
        parser.add_argument("--no-sixth-form", action="store_true", help="an SS or AT school that ends with year 11")
        parser.add_argument("--gz", action="store_true", help="write gzip")
        parser.add_argument("-o", "--output", type=Path, required=True, help="file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        names = ("phase", "pupils", "term", "year", "seed", "laestab", "urn", "name", "governance")
        output: Path = options["output"]
        options["urn"] = options["urn"] or URNS.get(options["laestab"], "")
        unfinished = output.with_name(f"{output.name}.part")
        try:
            setting = Setting(**{name: options[name] for name in names}, sixth_form=not options["no_sixth_form"])
            with unfinished.open("wb") as out:
                expected = make_return(
                    setting, out, faults=options["faults"], rules=options["rule"], packed=options["gz"]
                )
            unfinished.replace(output)
        except (ValueError, LookupError, OSError) as problem:
            unfinished.unlink(missing_ok=True)
            raise CommandError(str(problem)) from problem
        if options["fault_list"]:
            found = json.dumps([finding.as_dict() for finding in expected], indent=1)
            options["fault_list"].write_text(f"{found}\n", encoding="utf-8")
        self.report(setting, output, expected)

    def report(self, setting: Setting, output: Path, expected: list[Expected]) -> None:
        """Say on the error stream what was written and which findings to expect."""
        self.stderr.write(f"{output}: {setting.collection.name} {setting.year}, {setting.pupils} pupils on roll")
        if not expected:
            self.stderr.write("No findings are expected.")
            return
        self.stderr.write(f"{len(expected)} findings are expected:")
        for finding in sorted(expected, key=lambda finding: (finding.rule, finding.record, finding.row)):
            key = f"  {finding.key}" if finding.key else ""
            self.stderr.write(f"  {finding.rule:<7} {finding.record} {finding.row}{key}")
