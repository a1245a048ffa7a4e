"""Django's view of the collect package."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CollectConfig(AppConfig):
    """Puts the guards back after each migration, and tells accounts which collections belong together."""

    name = "collect"
    verbose_name = "Collections and returns"

    def ready(self) -> None:
        """Listen for migrations."""
        from accounts.access import know_families
        from collect import scope  # noqa: F401 - says who sees what
        from collect.guards import restore_guards
        from collect.selectors.families import families_by_collection

        post_migrate.connect(restore_guards, sender=self, dispatch_uid="collect.guards")
        know_families(families_by_collection)
