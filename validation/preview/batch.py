"""Comparing the returns of a whole collection, in processes of their own.

Each process is given some returns at a time (``python -m validation.preview``: one line of JSON in, one out for each
return). Nothing of a database is needed, and a process that its starter forgets ends by itself.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import IO, Any

from validation.preview.comparison import RuleDifference
from validation.preview.sides import Side
from validation.preview.stored import Item

TOGETHER = 100
"""Returns that a process looks at together."""
Result = tuple[str, dict[str, RuleDifference] | str]


class WorkerDied(Exception):
    """A process that compares returns ended before its time."""


def batch(
    items: Sequence[Item], before: Side, after: Side, references: Path | None = None, processes: int = 2
) -> Iterator[Result]:
    """Compare many returns in ``processes`` processes: (name, what differs, or the kind of error), as they are done.

    ``references`` is a folder with ``<name>.parquet`` for each reference. One that other returns of the collection
    make is ``<name>.among.parquet``: the key and, in ``_return``, the name of the return that holds it.
    """
    about = {"before": asdict(before), "after": asdict(after), "references": str(references) if references else None}
    waiting: queue.SimpleQueue[Sequence[Item]] = queue.SimpleQueue()
    some = max(1, min(TOGETHER, -(-len(items) // processes)))
    for start in range(0, len(items), some):
        waiting.put(items[start : start + some])
    done: queue.SimpleQueue[Result | WorkerDied | None] = queue.SimpleQueue()
    workers = [_start(about) for _ in range(max(1, min(processes, len(items))))]
    threads = [Thread(target=_drive, args=(worker, waiting, done), daemon=True) for worker in workers]
    try:
        for thread in threads:
            thread.start()
        over = 0
        while over < len(threads):
            result = done.get()
            if result is None:
                over += 1
            elif isinstance(result, WorkerDied):
                raise result
            else:
                yield result
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
        for thread in threads:
            thread.join()
        for worker in workers:
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()


def _start(about: Mapping[str, Any]) -> subprocess.Popen[str]:
    # One thread each: the processes are the parallelism.
    env = {**os.environ, "POLARS_MAX_THREADS": "1"}
    command = [sys.executable, "-m", "validation.preview"]
    root = Path(__file__).parents[2]
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=env, cwd=root
    )
    _say(worker.stdin, about)
    return worker


def _say(pipe: IO[str] | None, what: Any) -> None:
    assert pipe is not None
    with suppress(BrokenPipeError):  # whoever reads the answer notices
        pipe.write(json.dumps(what) + "\n")
        pipe.flush()


def _drive(
    worker: subprocess.Popen[str],
    waiting: queue.SimpleQueue[Sequence[Item]],
    done: queue.SimpleQueue[Result | WorkerDied | None],
) -> None:
    """Give one process some returns after the others until none are left."""
    assert worker.stdout is not None
    while True:
        try:
            items = waiting.get_nowait()
        except queue.Empty:
            done.put(None)
            return
        _say(worker.stdin, [asdict(item) for item in items])
        for _ in items:
            line = worker.stdout.readline()
            if not line:
                done.put(WorkerDied(f"a process ended with code {worker.poll()}"))
                return
            said = json.loads(line)
            if "error" in said:
                done.put((said["key"], said["error"]))
            else:
                done.put((said["key"], {code: RuleDifference(**found) for code, found in said["rules"].items()}))
