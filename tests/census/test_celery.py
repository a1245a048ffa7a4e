"""The Celery application, and a real worker over the broker in use."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from census.celery import app
from tests.waiting import until


def test_tasks_survive_a_worker_that_is_killed_and_pass_plain_data_only() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_time_limit > app.conf.task_soft_time_limit > 0


def test_everything_the_clock_rings_for_exists() -> None:
    app.loader.import_default_modules()

    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_worker_takes_a_task_from_the_broker(
    start_worker: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    start_worker()

    app.send_task("collect.tasks.sweep")

    log = tmp_path / "worker-0.log"
    assert until(lambda: "task_succeeded" in log.read_text()), log.read_text()
    # One JSON object a line, and each says which task it is about.
    (line,) = [line for line in log.read_text().splitlines() if "task_succeeded" in line]
    assert '"task_id"' in line
