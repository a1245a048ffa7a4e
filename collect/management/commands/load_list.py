"""``manage.py load_list NAME FILE``: take in a list that rules look values up in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collect.services import lists
from scoping import unscoped


class Command(BaseCommand):
    help = (
        "Loads a list that rules look values up in from a CSV with the columns that they name. Returns of open "
        "collections are checked again with it; the same file again changes nothing. Without a file: which lists "
        "there are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="what the rules call the list")
        parser.add_argument("file", nargs="?", type=Path, help="a CSV, UTF-8, with the names of the columns first")

    @unscoped("a list is for everybody, and touches everybody’s returns")
    def handle(self, *args: Any, name: str | None, file: Path | None, **options: Any) -> None:
        if name is None or file is None:
            for each in lists.known().values():
                self.stdout.write(f"{each.name}: {each.words}; columns {', '.join(each.columns)}")
            return
        try:
            done = lists.load(name, file)
        except (lists.NotAList, LookupError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if done.same_file:
            self.stdout.write(f"{file.name} is loaded already: nothing changed.")
            return
        self.stdout.write(
            f"{done.rows:,} rows: {done.added:,} new, {done.changed:,} changed, {done.removed:,} gone. "
            f"{done.returns:,} returns are checked again."
        )
        for example in done.examples:
            self.stdout.write(f"  {example}")
