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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import polars as pl
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


def around(path: Path, folder: Path) -> Beside:
    """What the portal has beside the file, made up; the return before is stored in ``folder`` as the portal does."""
    from schemas.reading import read
    from tools.surroundings import surroundings

    with path.open("rb") as file:
        beyond = surroundings(read(file, path.name).tables)
    if beyond.previous is not None:
        beyond.previous.write(folder)
    return Beside(folder if beyond.previous is not None else None, beyond.references)


@dataclass(frozen=True)
class Beside:
    """Where the tables of the return before are, and the references by name."""

    previous: Path | None
    references: Mapping[str, pl.DataFrame]


def in_portal(path: Path, beside: Beside) -> dict[str, float]:
    """As :func:`ours`, with every reference and the return before, which is loaded from its tables each time."""
    from schemas.reading import read
    from schemas.tables import Tables
    from validation.check import check

    with path.open("rb") as file:
        reading = read(file, path.name)
    started = perf_counter()
    previous = Tables.read(beside.previous) if beside.previous else None
    run = check(reading.tables, None, previous, beside.references)
    assert not run.fallbacks, run.fallbacks
    return {"portal rules": perf_counter() - started}


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
    """Medians, in seconds, of the floor, of each part of ours and of the check in the portal, measured in turn."""
    with TemporaryDirectory() as folder:
        beside = around(path, Path(folder) / "before")
        seconds: dict[str, list[float]] = {"floor": [], "total": [], "portal": []}
        parts: list[dict[str, float]] = []
        floor(path), ours(path), in_portal(path, beside)
        for _ in range(rounds):
            seconds["floor"].append(timed(floor, path)[0])
            total, part = timed(ours, path)
            seconds["total"].append(total)
            portal, more = timed(partial(in_portal, beside=beside), path)
            seconds["portal"].append(portal)
            parts.append(part | more)
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    medians |= {name: statistics.median(part[name] for part in parts) for name in parts[0]}
    low = medians["floor"]
    return {
        "bytes": path.stat().st_size,
        "ratio": medians["total"] / low,
        "portal ratio": medians["portal"] / low,
        **medians,
    }
