"""A real worker over the configured broker: files are checked, and whenever it is killed, once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from collect.models import Event, Job, Notification, Receipt, Return, Status, Submission
from collect.services import queue
from collect.tasks import sweep
from tests.collect.factories import ReturnFactory, agent_of, source_of
from tests.collect.support import pupil_xml, upload
from tests.waiting import PATIENCE, until
from validation.models import Run

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

Start = Callable[[], subprocess.Popen[bytes]]


def kill(worker: subprocess.Popen[bytes]) -> None:
    """``kill -9`` for the worker and its children."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def is_checked(submission: Submission) -> bool:
    return Submission.objects.filter(pk=submission.pk, state=Submission.State.CHECKED).exists()


def checked_once(submission: Submission) -> None:
    """Everything that comes of a check is there, once."""
    assert is_checked(submission)
    assert Run.objects.filter(submission=submission).count() == Run.objects.count() == 1
    assert Event.objects.filter(submission=submission, action="checked").count() == 1
    assert Receipt.objects.filter(submission=submission).count() == 1
    assert Notification.objects.filter(kind="check_checked").count() == 1
    submission.refresh_from_db()
    return_ = Return.objects.get(pk=submission.for_return_id)
    assert (return_.status, return_.current_submission) == (Status.LOADED, submission)
    assert submission.tables_folder.is_dir()
    # What killed attempts left is cleared away just after the transaction.
    assert until(lambda: list(submission.folder.glob("tables-*")) == [submission.tables_folder])


def test_an_upload_is_checked_and_told(start_worker: Start) -> None:
    start_worker()
    return_ = ReturnFactory.create()
    submission = upload(return_, source_of(return_), pupils=pupil_xml())
    assert until(lambda: is_checked(submission))
    checked_once(submission)
    assert until(lambda: Notification.objects.get().state == Notification.State.SENT)
    assert Run.objects.get().errors > 0


def test_what_was_uploaded_while_no_worker_ran_is_checked(start_worker: Start) -> None:
    returns = ReturnFactory.create_batch(3)
    agent = agent_of(returns[0])
    submissions = [upload(return_, agent) for return_ in returns]
    start_worker()
    assert until(lambda: all(is_checked(submission) for submission in submissions))


def test_a_bell_rung_twice_checks_once(start_worker: Start) -> None:
    return_ = ReturnFactory.create()
    submission = upload(return_, source_of(return_))
    for _ in range(3):
        queue.ring(submission.job.pk)
    start_worker()
    assert until(lambda: is_checked(submission))
    checked_once(submission)


@pytest.mark.logs("check taken back")
def test_a_worker_killed_while_it_waits_for_the_scanner(start_worker: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("CLAMAV_ADDRESS", f"127.0.0.1:{silent.getsockname()[1]}")
        worker = start_worker()
        return_ = ReturnFactory.create()
        submission = upload(return_, source_of(return_))
        assert until(lambda: Job.objects.filter(state=Job.State.RUNNING).exists())
        kill(worker)
    monkeypatch.delenv("CLAMAV_ADDRESS")
    recover(start_worker, submission)


@pytest.mark.logs("check taken back")
def test_a_killed_child_frees_its_job_at_once(start_worker: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sweeps here and the lease has most of a minute to run: the main process alone knows."""
    with socket.create_server(("127.0.0.1", 0)) as scanner:
        monkeypatch.setenv("CLAMAV_ADDRESS", f"127.0.0.1:{scanner.getsockname()[1]}")
        start_worker()
        return_ = ReturnFactory.create()
        submission = upload(return_, source_of(return_))
        silent, _ = scanner.accept()
        first = Job.objects.get()
        assert first.state == Job.State.RUNNING
        os.kill(int(first.leased_by.rpartition(":")[2]), signal.SIGKILL)
        scanner.settimeout(PATIENCE)
        again, _ = scanner.accept()
        second = Job.objects.get()
        assert first.lease_until is not None
        assert timezone.now() < first.lease_until
        assert second.fence > first.fence
        assert second.attempts == 2
        assert second.leased_by != first.leased_by
        again.sendall(b"stream: OK\0")
        again.shutdown(socket.SHUT_WR)
        while again.recv(65536):
            pass
        again.close()
        silent.close()
        assert until(lambda: is_checked(submission))
    checked_once(submission)


@pytest.mark.logs("check taken back")
@pytest.mark.parametrize("stage", [Job.Stage.SCANNED, Job.Stage.READ, Job.Stage.CHECKED])
def test_a_worker_killed_at_any_stage(start_worker: Start, stage: str) -> None:
    worker = start_worker()
    return_ = ReturnFactory.create()
    many = "".join(pupil_xml(f"A8232001{number:05d}", f"Name {number}") for number in range(4000))
    submission = upload(return_, source_of(return_), pupils=many)
    reached = Job.objects.filter(submission=submission, stage__in=[stage, Job.Stage.SAVED])
    assert until(reached.exists)
    kill(worker)
    recover(start_worker, submission)


def recover(start_worker: Start, submission: Submission) -> None:
    """Another worker comes; the sweeper finds that the first one is silent."""
    # The lease runs out: a minute, without waiting for it. Those of the next worker do not.
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
    start_worker()
    sweep()
    assert until(lambda: is_checked(submission), meanwhile=sweep)
    checked_once(submission)


@pytest.mark.logs("broker unavailable")
def test_without_a_broker_an_upload_is_received_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import Task
    from kombu.exceptions import OperationalError

    from collect.tasks import Doorbell, check_next

    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.undo()
    monkeypatch.setattr(Task, "apply_async", away)
    assert Doorbell.ring(check_next, 1) is None
