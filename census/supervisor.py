"""Starts a few processes, restarts one that dies, and stops them all together; nothing is left behind.

Each child leads a session of its own, so that Ctrl-C reaches only the supervisor and stopping a child stops what it
started too. On Linux a child is also told to stop when the supervisor itself is killed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HURRY_SECONDS = 3.0
STOP_SECONDS = 8.0
"""How long a child may take to stop before it is hurried (SIGQUIT), and then killed. Work it was at is picked up again
at the next start, so none of this loses any."""

MAX_FALSE_STARTS = 4
STARTED_SECONDS = 10.0
"""A child that ran for STARTED_SECONDS has started: whatever ends it later, it is started again. One that ended sooner
MAX_FALSE_STARTS times in a row cannot start, and will not get better by itself."""

POLL_SECONDS = 0.2
PR_SET_PDEATHSIG = 1


def _stop_with_parent() -> None:
    """In the child: ask Linux for SIGTERM when the parent dies, whatever killed it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process to keep running. Its output goes to ``log``."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    false_starts: int = 0

    def start(self) -> None:
        """Start the process in a session of its own."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_stop_with_parent,  # no thread runs here before the children start
            )

    def has_died(self) -> bool:
        """Whether the process ended although nobody asked it to."""
        return self.process is not None and self.process.poll() is not None

    def cannot_start(self) -> bool:
        """Count a death; whether restarting has stopped making sense."""
        has_run = time.monotonic() - self.started_at >= STARTED_SECONDS
        self.false_starts = 0 if has_run else self.false_starts + 1
        return self.false_starts >= MAX_FALSE_STARTS

    def ask_to_stop(self, number: int = signal.SIGTERM) -> None:
        """Send a signal to the process, which stops its own children."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def stops_by(self, deadline: float) -> bool:
        """Wait until ``deadline`` (monotonic) for the process to end; whether it did."""
        try:
            if self.process:
                self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def make_stop(self) -> None:
        """Kill whatever is left of the session."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # the whole session is gone, as it should be
        finally:
            self.process.wait()

    def last_lines(self, count: int = 15) -> str:
        """The end of the log, for a message that says what went wrong."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-count:])


class Supervisor:
    """Keeps children running until it is told to stop."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], object] = print) -> None:
        self.children = children
        self.say = say
        self.stopping = False

    def stop_on_signals(self) -> None:
        """Let SIGINT, SIGTERM and SIGHUP end ``run``."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            child.start()

    def run(self) -> int:
        """Watch the children until a signal arrives; returns 0, or 1 when one could not be kept running."""
        try:
            while not self.stopping:
                for child in self.children:
                    if child.has_died() and not self._restart(child):
                        return 1
                time.sleep(POLL_SECONDS)
            return 0
        finally:
            self.stop()

    def _restart(self, child: Child) -> bool:
        code = child.process.returncode if child.process else None
        if child.cannot_start():
            self.say(
                f"{child.name} cannot be started (exit code {code}). The end of {child.log}:\n{child.last_lines()}"
            )
            return False
        self.say(f"{child.name} stopped (exit code {code}) and is started again.")
        child.start()
        return True

    def stop(self) -> None:
        """Stop every child, at the same time, and whatever they started."""
        asked = time.monotonic()
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            if not child.stops_by(asked + HURRY_SECONDS):
                child.ask_to_stop(signal.SIGQUIT)
        for child in self.children:
            if not child.stops_by(asked + STOP_SECONDS):
                self.say(f"{child.name} did not stop by itself and is being killed.")
            child.make_stop()
