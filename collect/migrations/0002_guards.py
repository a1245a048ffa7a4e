"""The history, the files and the receipts stay as they were written: triggers on SQLite and PostgreSQL."""

from typing import Any

from django.db import migrations

from collect import guards


def install(apps: Any, schema_editor: Any) -> None:
    guards.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("collect", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
