"""Processes are kept running, and stopped without a trace."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from census import supervisor
from census.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parents[2]
SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); signal.signal(3, signal.SIG_IGN); " + SLEEPS
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DEAF!r}]); " + SLEEPS


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def alive(group: int) -> bool:
    """Whether any process of a group still runs; one that has ended and waits to be reaped does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        if int(its_group) == group and state != "Z":
            return True
    return False


@pytest.fixture
def child(tmp_path: Path) -> Callable[[str], Child]:
    return lambda code: Child("The child", [sys.executable, "-c", code], tmp_path / "log" / "child.log")


def test_stop_ends_children_and_what_they_started(
    child: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "HURRY_SECONDS", 0.5)
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 1.0)
    parent, deaf = child(PARENT), child(DEAF)
    said: list[str] = []
    watch = Supervisor([parent, deaf], say=said.append)
    watch.start()
    eventually(lambda: parent.log.exists() and parent.log.read_text().count("up") == 3)

    watch.stop()

    assert parent.process is not None
    assert deaf.process is not None
    eventually(lambda: not alive(parent.process.pid) and not alive(deaf.process.pid))  # type: ignore[union-attr]
    assert said == ["The child did not stop by itself and is being killed."]


def test_child_that_dies_is_started_again(child: Callable[[str], Child]) -> None:
    sleeper = child(SLEEPS)
    said: list[str] = []
    watch = Supervisor([sleeper], say=said.append)
    watch.start()
    first = sleeper.process
    assert first is not None
    running = threading.Thread(target=watch.run)
    running.start()
    first.kill()
    eventually(lambda: sleeper.process is not first)
    watch.stopping = True
    running.join(20)

    assert said == ["The child stopped (exit code -9) and is started again."]


def test_child_that_cannot_run_ends_it_all_with_the_reason(child: Callable[[str], Child]) -> None:
    said: list[str] = []
    watch = Supervisor([child("raise SystemExit('no such database')")], say=said.append)
    watch.start()

    assert watch.run() == 1

    assert "cannot be started (exit code 1)" in said[-1]
    assert "no such database" in said[-1]
    assert len(said) == supervisor.MAX_FALSE_STARTS


def test_child_that_ran_is_started_again_however_often_it_dies(
    child: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STARTED_SECONDS", 0.0)
    mortal = child("raise SystemExit(70)")
    said: list[str] = []
    watch = Supervisor([mortal], say=said.append)
    watch.start()
    running = threading.Thread(target=watch.run)
    running.start()
    eventually(lambda: len(said) > 2 * supervisor.MAX_FALSE_STARTS)
    assert running.is_alive()
    watch.stopping = True
    running.join(20)

    assert set(said) == {"The child stopped (exit code 70) and is started again."}


@pytest.mark.services
def test_demo_starts_prints_how_to_sign_in_and_stops_cleanly(tmp_path: Path) -> None:
    from tests.services import free_port

    port = free_port()
    env = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}
    with (tmp_path / "out").open("wb") as out:
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)], cwd=ROOT, env=env, stdout=out, stderr=out
        )
    try:

        def printed() -> str:
            assert demo.poll() is None, (tmp_path / "out").read_text()
            return (tmp_path / "out").read_text()

        eventually(lambda: f"http://127.0.0.1:{port}/" in printed(), 120)
        assert "head@meadow-lane.example.org" in printed()
        log = tmp_path / "var/log/worker.log"
        eventually(lambda: " ready." in log.read_text(), 30)
        ours = groups_of(demo.pid)
        assert len(ours) == 2

        again = subprocess.run(
            [sys.executable, "manage.py", "demo", "--port", "1"], cwd=ROOT, env=env, capture_output=True, text=True
        )
        assert "already running" in again.stderr

        demo.send_signal(signal.SIGINT)
        assert demo.wait(30) == 0
        eventually(lambda: not any(alive(group) for group in ours))
    finally:
        if demo.poll() is None:
            demo.terminate()
            demo.wait(30)


def groups_of(pid: int) -> set[int]:
    """The process groups of a process's children."""
    children = (Path("/proc") / str(pid) / "task" / str(pid) / "children").read_text().split()
    return {os.getpgid(int(child)) for child in children}
