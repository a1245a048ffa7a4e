"""``manage.py find_leavers``: what the daily task does about people who no longer sign in, now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.leavers import is_due_to_suspend, is_due_to_warn, quiet_ones
from accounts.tasks import look_after_leavers


class Command(BaseCommand):
    help = "Warns people who have not signed in for about a year, and suspends those who were told twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count them, and do nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            now, found = timezone.now(), list(quiet_ones())
            warned = sum(is_due_to_warn(one, now) for one in found)
            suspended = sum(is_due_to_suspend(one, now) for one in found)
            self.stdout.write(f"{warned} would be told, {suspended} would be suspended.")
            return
        done = look_after_leavers()
        self.stdout.write(f"{done['warned']} were told, {done['suspended']} were suspended.")
