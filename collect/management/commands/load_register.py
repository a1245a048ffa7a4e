"""``manage.py load_register FILE``: take in the public register of schools."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collect.services import register


class Command(BaseCommand):
    help = (
        "Loads the register of schools from the CSV of Get Information about Schools (“Establishment fields CSV”). "
        "Says what changed; the same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="edubasealldata….csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            done = register.load(file)
        except (register.NotARegister, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if done.same_file:
            self.stdout.write(f"{file.name} is loaded already: nothing changed.")
            return
        self.stdout.write(
            f"{done.rows:,} establishments: {done.added:,} new, {done.changed:,} changed, "
            f"{done.left:,} no longer in the register."
        )
        for example in done.examples:
            self.stdout.write(f"  {example}")
        more = done.added + done.changed + done.left - len(done.examples)
        if more > 0:
            self.stdout.write(f"  and {more:,} more")
