"""Django's view of the validation package: only the stored runs and findings belong to Django."""

from django.apps import AppConfig


class ValidationConfig(AppConfig):
    """Stored runs and findings."""

    name = "validation"
    verbose_name = "Runs and findings"
