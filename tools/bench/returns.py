"""A return against what lxml alone takes for the same file.

The floor is lxml parsing the whole file and validating the tree against the same XSD. Both are measured in turn, in
one process, so that a busy machine slows both; the ratio is of the medians. Memory is the peak of a fresh process above
what it holds after its imports.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from lxml import etree

ROOT = Path(__file__).parents[2]


def floor(path: Path) -> None:
    """Parse the whole file and validate the tree."""
    from schemas.reading import identify, load_xsd

    with path.open("rb") as file:
        collection, year = identify(file, path.name, None)
    assert load_xsd(collection.family, year).validate(etree.parse(str(path)))


def ours(path: Path) -> dict[str, float]:
    """Read, validate and check the file as the portal does. Gives the seconds of each part."""
    from schemas.reading import read
    from validation.check import check

    with path.open("rb") as file:
        reading = read(file, path.name)
    run = check(reading.tables)
    return {**reading.timings, "rules": run.seconds, "findings": float(len(run.findings))}


def timed(work: Callable[[Path], Any], path: Path) -> tuple[float, Any]:
    """Seconds that ``work`` takes, and its result. What the work before left to be collected is not on its bill."""
    gc.collect()
    started = perf_counter()
    result = work(path)
    return perf_counter() - started, result


def high_water() -> float:
    """MB that this process has held at most (not counting, as ``ru_maxrss`` does, what its parent held)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def peak_memory(path: Path) -> float:
    """MB above the imports that a fresh process takes at most for one file."""
    program = (
        "import sys; from pathlib import Path; from tools.bench import returns\n"
        "from schemas.reading import identify, load_xsd; from validation.book import rulebook\n"
        "path = Path(sys.argv[1]); kind, year = identify(path.open('rb'), path.name, None)\n"
        "load_xsd(kind.family, year); rulebook(kind.code, year).plan\n"
        "before = returns.high_water()\n"
        "returns.ours(path)\n"
        "print(returns.high_water() - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, check=True)
    return float(done.stdout)


def measure(path: Path, rounds: int) -> dict[str, float]:
    """Medians, in seconds, of the floor and of each part of ours, measured in turn."""
    floors, totals, parts = [], [], []
    floor(path), ours(path)
    for _ in range(rounds):
        floors.append(timed(floor, path)[0])
        seconds, part = timed(ours, path)
        totals.append(seconds)
        parts.append(part)
    medians = {name: statistics.median(part[name] for part in parts) for name in parts[0]}
    low, total = statistics.median(floors), statistics.median(totals)
    return {"bytes": path.stat().st_size, "floor": low, "total": total, "ratio": total / low, **medians}
