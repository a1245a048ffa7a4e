"""One return on one core: ``python -m tools.bench.one_core FILE ROUNDS`` pins itself and prints medians as JSON."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[2]


def measured(path: Path, rounds: int) -> dict[str, float]:
    """Seconds (medians) in a process of its own that has one core and one thread."""
    env = {**os.environ, "POLARS_MAX_THREADS": "1"}
    command = [sys.executable, "-m", "tools.bench.one_core", str(path), str(rounds)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> int:
    """Measure the file named on the command line."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from schemas.reading import read
    from validation.check import check

    path, rounds = Path(sys.argv[1]), int(sys.argv[2])
    rows: list[dict[str, Any]] = []
    for _ in range(rounds + 1):
        gc.collect()
        started = perf_counter()
        with path.open("rb") as file:
            reading = read(file, path.name)
        middle = perf_counter()
        run = check(reading.tables)
        ended = perf_counter()
        rows.append({"read": middle - started, "rules": ended - middle, "total": ended - started})
        assert not run.findings, "the return is not clean"
    # The first round loads XSDs and rules, and learns what each rule costs.
    warm = rows[1:]
    print(json.dumps({name: statistics.median(row[name] for row in warm) for name in warm[0]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
