"""The app of the public reference pages."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Public pages about rules and the data dictionary."""

    name = "reference"
