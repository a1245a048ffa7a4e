"""Print the public key that receipts are proved with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from collect.services import receipts


class Command(BaseCommand):
    help = "Prints the public key of this portal (PEM), for those who want to prove receipts themselves."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(receipts.public_pem(), ending="")
