"""Fixtures of the tests of rule changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.scope import Actor
from collect.models import Return, Standing
from collect.services.check import work_once
from tests.collect.conftest import files, rung, school_return  # noqa: F401
from tests.collect.factories import collector, source_of
from tests.collect.pages.conftest import browse  # noqa: F401
from tests.collect.support import pupil_xml, upload


@pytest.fixture
def proposer(db: None) -> Actor:
    return collector()


@pytest.fixture
def confirmer(db: None) -> Actor:
    return collector()


@pytest.fixture
def checked(school_return: Return) -> Return:  # noqa: F811
    """A return whose file was checked with the real rules: it has errors and queries."""
    return take_in(school_return)


def take_in(return_: Return, **content: Any) -> Return:
    upload(return_, source_of(return_), pupils=pupil_xml("A823200111001"), **content)
    assert work_once() is not None
    return_.refresh_from_db()
    return return_


@pytest.fixture
def failing(checked: Return) -> Callable[[str], Standing]:
    """A rule of a level that the return fails, and how often."""

    def first(level: str = "error") -> Standing:
        return Standing.objects.filter(for_return=checked, level=level).order_by("rule").first()  # type: ignore[return-value]

    return first
