"""A full disk and a place for files that does not answer are waited for: no file is to blame."""

from __future__ import annotations

import errno
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from collect.models import Event, Job, Return, Submission
from collect.services import recheck
from collect.services.check import work_once
from collect.services.storage_faults import NO_SPACE, NOT_REACHED, storage_fault
from tests.collect.factories import source_of
from tests.collect.support import check, pupil_xml, tools, upload, xml


def fails_with(number: int) -> Any:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, "words of the system")

    return fail


def test_what_polars_says_of_a_full_disk_is_understood() -> None:
    with pytest.raises((OSError, pl.exceptions.PolarsError)) as full:
        pl.DataFrame({"upn": ["A" * 1000] * 100_000}).write_csv("/dev/full")
    assert storage_fault(full.value) == NO_SPACE
    with Path("/dev/full").open("wb", buffering=0) as device, pytest.raises(OSError, match="No space") as plain:
        device.write(b"x")
    assert storage_fault(plain.value) == NO_SPACE


def test_what_else_goes_wrong_is_no_fault_of_storage(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    assert storage_fault(FileNotFoundError(errno.ENOENT, "gone")) is None
    assert storage_fault(KeyError("x")) is None
    assert storage_fault(pl.exceptions.ComputeError("no such column")) is None
    settings.MEDIA_ROOT = str(tmp_path / "a disk that is not there")
    assert storage_fault(FileNotFoundError(errno.ENOENT, "gone")) == NOT_REACHED


@pytest.mark.django_db
@pytest.mark.logs("storage unavailable")
@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, NO_SPACE), (errno.ESTALE, NOT_REACHED)])
def test_a_check_waits_and_uses_up_no_attempt(school_return: Return, number: int, words: str) -> None:
    submission = upload(school_return, source_of(school_return), pupils=pupil_xml())
    for _ in range(10):
        work_once(replace(tools(), check=fails_with(number)))
        Job.objects.update(not_before=None)
    job = Job.objects.get()
    assert (job.state, job.attempts, job.waiting_for) == (Job.State.QUEUED, 0, words)
    work_once(tools())
    submission.refresh_from_db()
    assert submission.state == Submission.State.CHECKED


@pytest.mark.django_db
@pytest.mark.logs("storage unavailable")
def test_a_recheck_waits_too(school_return: Return, monkeypatch: pytest.MonkeyPatch) -> None:
    check(school_return, source_of(school_return))
    recheck.request([school_return.pk], school_return.organisation, "test")
    with monkeypatch.context() as patch:
        patch.setattr(recheck, "write_findings", fails_with(errno.ENOSPC))
        recheck.work_once()
    job = Job.objects.get()
    assert (job.state, job.kind, job.attempts, job.waiting_for) == ("queued", "recheck", 0, NO_SPACE)
    Job.objects.update(not_before=None)
    recheck.work_once()
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_an_upload_meanwhile_is_answered_in_words(
    school_return: Return, act: Any, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    client: Client = act(school_return.organisation, "view", "edit")
    client.raise_request_exception = False
    file = SimpleUploadedFile("return.xml", BytesIO(xml(school_return)).getvalue())
    monkeypatch.setattr(FileSystemStorage, "_save", fails_with(number))
    answer = client.post(f"/returns/{school_return.pk}/upload/", {"file": file})
    assert answer.status_code == 503
    assert "We cannot take files at the moment" in answer.content.decode()
    assert answer["Retry-After"]
    assert not Submission.objects.exists()
    assert not Event.objects.exists()
