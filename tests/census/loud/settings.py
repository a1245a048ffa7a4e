"""The settings of the tests, with the pages and the task that fail."""

from census.settings_test import *  # noqa: F403

ROOT_URLCONF = "tests.census.loud.pages"
CELERY_IMPORTS = ("tests.census.loud.tasks",)
EMAIL_BACKEND = "tests.census.loud.tasks.Refusing"
