"""``manage.py load_register FILE``: take in the public register of schools."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.register.changes import RegisterChange
from collect import words
from collect.services import register
from scoping import unscoped

Kind = RegisterChange.Kind
LISTED = 200
"""Lines about organisations that are printed; all of them are kept and have a page."""


class Command(BaseCommand):
    help = (
        "Loads the register of schools from the CSV of Get Information about Schools (“Establishment fields CSV”) "
        "into the register and the organisations. Says what changed; the same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="edubasealldata….csv")
        parser.add_argument("--links", type=Path, help="links_edubasealldata….csv: which school follows which")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    @unscoped("the register is of every organisation, and moves returns with them")
    def handle(self, *args: Any, file: Path, links: Path | None, dry_run: bool, **options: Any) -> None:
        try:
            done = register.load(file, links, dry_run=dry_run)
        except (register.NotARegister, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if done.same_file:
            self.stdout.write(f"{file.name} is loaded already: nothing changed.")
            return
        if dry_run:
            self.stdout.write("A dry run: nothing of this was kept.")
        self.say_register(done)
        self.say_organisations(done)
        if bad := done.report.count(Kind.FAILED):
            for change in done.report.changes:
                if change.kind == Kind.FAILED:
                    self.stderr.write(f"{change.number}, {change.name or 'no name'}: {change.after}")
            rows = words.number_of(bad, "row")
            raise CommandError(f"{rows} could not be used, as said above. The others were taken in.")

    def say_register(self, done: register.Loaded) -> None:
        """The register itself: counts and some examples."""
        self.stdout.write(
            f"{done.rows:,} establishments: {done.added:,} new, {done.changed:,} changed, "
            f"{done.left:,} no longer in the register."
        )
        for example in done.examples:
            self.stdout.write(f"  {example}")
        more = done.added + done.changed + done.left - len(done.examples)
        if more > 0:
            self.stdout.write(f"  and {more:,} more")

    def say_organisations(self, done: register.Loaded) -> None:
        """The organisations: counts by kind, then each that is not just new."""
        report = done.report
        counts = [f"{kind.label.lower()} ({report.count(kind):,})" for kind in Kind if report.count(kind)]
        self.stdout.write(f"Organisations: {', '.join(counts) or 'nothing changed'}.")
        if report.without_number:
            self.stdout.write(f"Without a LAESTAB, so without returns, and left out: {report.without_number:,}.")
        if done.returns_moved:
            self.stdout.write(f"Returns without data that go to DfE now: {done.returns_moved:,}.")
        worth = [one for one in report.changes if one.kind not in (Kind.NEW, Kind.DETAILS, Kind.FAILED)]
        for change in worth[:LISTED]:
            words = " → ".join(filter(None, [change.before, change.after]))
            self.stdout.write(f"  {change}{': ' if words else ''}{words}")
        if len(worth) > LISTED:
            self.stdout.write(f"  and {len(worth) - LISTED:,} more: see the page of the register")
