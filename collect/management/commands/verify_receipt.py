"""Prove a receipt: ``python manage.py verify_receipt receipt.json [--public-key key.pem] [--file return.xml]``."""

from __future__ import annotations

from argparse import ArgumentParser
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collect.services import receipts
from validation import book


class Command(BaseCommand):
    help = "Says whether a downloaded receipt is genuine. Needs no database and no network."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("receipt", type=Path, help="the receipt, as it was downloaded (JSON)")
        parser.add_argument(
            "--public-key", type=Path, help="the portal's public key (PEM); this installation's by default"
        )
        parser.add_argument("--file", type=Path, help="the census file: is it the one the receipt is for?")
        parser.add_argument("--previous", type=Path, help="the receipt before this one: is it the one this one names?")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = self._key(options["public_key"])
            body = receipts.verify(options["receipt"].read_text(encoding="utf-8"), key)
            if options["file"]:
                self._check_file(options["file"], body)
            if options["previous"]:
                self._check_previous(options["previous"], body, key)
        except (receipts.NotGenuine, OSError, UnicodeDecodeError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(self.style.SUCCESS("This receipt is genuine."))
        self.stdout.write(f"  {body['organisation']['name']}, {body['collection']['name']}, file {body['submission']}")
        self.stdout.write(f"  {body['file']['name']} ({body['file']['bytes']:,} bytes)")
        self.stdout.write(f"  SHA-256 {body['file']['sha256']}")
        if body["ruleset"]:
            self.stdout.write(f"  checked with {body['ruleset']}, {rule_set_words(body)}")
        self.stdout.write(f"  uploaded by {body['uploaded']['by']} at {body['uploaded']['at']}; {body['outcome']}")

    def _key(self, path: Path | None) -> Any:
        return receipts.load_public_key(path.read_bytes()) if path else receipts.signing_key().public_key()

    def _check_file(self, path: Path, body: dict[str, Any]) -> None:
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
        if found != body["file"]["sha256"]:
            raise receipts.NotGenuine(f"{path.name} is not the file that the receipt is for: its SHA-256 is {found}.")

    def _check_previous(self, path: Path, body: dict[str, Any], key: Any) -> None:
        import json

        text = path.read_text(encoding="utf-8")
        receipts.verify(text, key)
        if json.loads(text)["sha256"] != body["previous_receipt"]:
            raise receipts.NotGenuine(f"{path.name} is not the receipt that this one follows.")


def rule_set_words(body: dict[str, Any]) -> str:
    """Whether the rule set that a receipt names is one that was released, under whichever version of its hash."""
    try:
        known = book.load(body["ruleset"]).is_known_as(body["ruleset_sha256"])
    except LookupError:
        return "which this installation does not have"
    return "as it was released" if known else "with changes that were in force then"
