"""Show the code that an authenticator app would show: to try signing in with two steps without a phone."""

from __future__ import annotations

import binascii
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Prints the code that belongs to the key of an authenticator app now. Not for production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the key that the page for setting up an app shows")

    def handle(self, *args: Any, key: str, **options: Any) -> None:
        if settings.IN_PRODUCTION:
            raise CommandError("This is for the demo: it does not run with CENSUS_ENV=production.")
        try:
            counter = next(iter(totp.yield_hotp_counters_from_time()))
            self.stdout.write(totp.format_hotp_value(totp.hotp_value(key.replace(" ", "").upper(), counter)))
        except binascii.Error as problem:
            raise CommandError("This is not the key of an authenticator app.") from problem
