"""The Django project: settings, addresses and the Celery application. No domain code lives here."""

from census.celery import app as celery_app

__all__ = ["celery_app"]
