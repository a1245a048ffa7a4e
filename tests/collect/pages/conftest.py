"""Fixtures of the tests of pages: somebody at a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.scope import SESSION_KEY, Actor


@pytest.fixture
def browse(db: None) -> Callable[[Actor], Client]:
    """A browser in which ``actor`` is signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(actor.person)
        session = client.session
        session[SESSION_KEY] = actor.organisation.pk
        session.save()
        return client

    return sign_in
