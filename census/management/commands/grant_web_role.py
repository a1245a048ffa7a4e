"""``manage.py grant_web_role``: the database role of the web processes, made and kept to rows alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from environs import Env

import census

ROLE = "census_web"
SQL = Path(census.__file__).parent / "sql" / "web_role.sql"


class Command(BaseCommand):
    help = "Makes the database role census_web (census/sql/web_role.sql). Run it as the owner, after each migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Roles are PostgreSQL's. Set DATABASE_URL to the owner of the portal's database there.")
        password = Env().str("WEB_DATABASE_PASSWORD", "")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SQL.read_text(encoding="utf-8"))
            if password:
                cursor.execute(f"ALTER ROLE {ROLE} PASSWORD %s", [password])
        said = "with the password of WEB_DATABASE_PASSWORD" if password else "its password stays as it is"
        self.stdout.write(f"{ROLE} may read and write rows, and nothing else ({said}).")
