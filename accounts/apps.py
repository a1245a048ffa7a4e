"""Django's registration of this app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Organisations, people, memberships and sign-in. Puts the guards of the events back after each migration."""

    name = "accounts"
    verbose_name = "Organisations and people"

    def ready(self) -> None:
        """Listen for migrations, and for what people do to the way they sign in."""
        from accounts import event_list, sign_in_events  # noqa: F401 - the first says who sees the events
        from accounts.guards import restore_guards

        post_migrate.connect(restore_guards, sender=self, dispatch_uid="accounts.guards")
        sign_in_events.connect()
