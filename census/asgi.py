"""ASGI entry point, for a deployment that prefers an asynchronous server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "census.settings")

application = get_asgi_application()
