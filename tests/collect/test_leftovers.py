"""What a killed process leaves in the folder for temporary files is removed, and nothing that is in use."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client

from census import serving
from census.celery import remove_leftovers
from collect.models import Return
from collect.services import leftovers
from collect.tasks import sweep


@pytest.fixture
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(leftovers, "_tidied_at", None)
    return tmp_path


def left(folder: Path, hours: float) -> Path:
    """The temporary file of an upload, as a process leaves it that is killed: named by Django, never closed by it."""
    upload = TemporaryUploadedFile("return.xml", "text/xml", 0, None)
    upload.write(b"<Surname>Okafor</Surname>")
    upload.flush()
    path = Path(upload.temporary_file_path())
    killed = path.with_name(f"killed-{path.name}")
    os.link(path, killed)
    upload.close()
    os.utime(killed, (time.time() - hours * 3600,) * 2)
    return killed


def test_an_old_one_goes_and_a_young_one_stays(folder: Path) -> None:
    old, young, others = left(folder, 1.1), left(folder, 0.9), folder / "something-else"
    others.write_text("not ours")
    os.utime(others, (0, 0))
    assert leftovers.remove() == 1
    assert sorted(folder.iterdir()) == sorted([young, others])
    assert not old.exists()


def test_the_tables_of_a_killed_preview_go_when_no_preview_can_run_as_long(folder: Path) -> None:
    for name, hours in {"census-preview-old": 2.1, "census-preview-young": 1.9}.items():
        (folder / name).mkdir()
        (folder / name / "pupils.parquet").write_bytes(b"x")
        os.utime(folder / name, (time.time() - hours * 3600,) * 2)
    assert leftovers.remove() == 1
    assert [path.name for path in folder.iterdir()] == ["census-preview-young"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["web process", "worker", "beat"])
def test_it_is_done_at_every_start_and_by_the_clock(folder: Path, who: str) -> None:
    left(folder, 2)
    match who:
        case "web process":
            serving.post_worker_init(SimpleNamespace())
        case "worker":
            remove_leftovers()
        case _:
            assert sweep()["temporary"] == 1
            left(folder, 2)
            assert sweep()["temporary"] == 0  # it was done a moment ago
            return
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_a_web_process_does_it_when_it_receives_a_file(
    folder: Path, school_return: Return, act: Any, settings: Any
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    old = left(folder, 2)
    client: Client = act(school_return.organisation, "view", "edit")
    file = SimpleUploadedFile("return.xml", b"not a return")
    assert client.post(f"/returns/{school_return.pk}/upload/", {"file": file}).status_code == 200
    assert not old.exists()
    assert list(folder.iterdir()) == []
