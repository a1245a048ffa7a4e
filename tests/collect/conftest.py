"""Fixtures of the tests of returns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tests.append_only  # noqa: F401
from collect.models import Return
from collect.tasks import Doorbell
from tests.collect.factories import ReturnFactory
from tests.factories import Academy


@pytest.fixture(autouse=True)
def files(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Path:
    """Uploads go to a folder of the test's own, unless a worker beside the test must find them."""
    if "start_worker" not in request.fixturenames:
        settings.MEDIA_ROOT = str(tmp_path / "files")
    return Path(settings.MEDIA_ROOT)


@pytest.fixture(autouse=True)
def rung(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    """The bells that were rung, as (task, arguments), instead of messages to a broker."""
    bells: list[tuple[str, tuple[Any, ...]]] = []
    if "start_worker" not in request.fixturenames:
        monkeypatch.setattr(
            Doorbell, "ring", lambda self, *args: bells.append((self.name.rpartition(".")[2], args)), raising=True
        )
    return bells


@pytest.fixture
def school_return(db: None) -> Return:
    """A maintained school's return, empty and open."""
    return ReturnFactory()


@pytest.fixture
def academy_return(db: None) -> Return:
    """An academy's return: it has no agent."""
    return ReturnFactory(organisation=Academy())
