"""The Celery application. Tasks live in each app's ``tasks`` module and take ids, never objects."""

import os

from celery import Celery
from celery.signals import setup_logging, worker_init
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "census.settings")

app = Celery("census")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def use_django_logging(**_: object) -> None:
    """Keep Django's JSON logging: Celery would otherwise install its own handlers."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)


@worker_init.connect
def make_broker_folders(**_: object) -> None:
    """The filesystem broker needs its folders before the first message."""
    from census.connections import prepare_broker

    prepare_broker()


@worker_init.connect
def load_rules(**_: object) -> None:
    """In the main process of a worker, before it forks: the first file is checked as fast as the next."""
    from collect.services.warming import load_rules

    load_rules()


@worker_init.connect
def remove_leftovers(**_: object) -> None:
    """What a killed process left in the folder for temporary files holds pupils' data."""
    from collect.services import leftovers

    leftovers.remove()
