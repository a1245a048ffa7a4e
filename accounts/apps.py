"""Django's registration of this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisations, people, memberships and sign-in."""

    name = "accounts"
    verbose_name = "Organisations and people"
