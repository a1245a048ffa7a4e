"""``make bench``: what reading and checking a return costs, against what lxml alone takes for the same file.

The floor is lxml parsing the whole file and validating the tree against the same XSD. Both are measured in turn, in
one process, so that a busy machine slows both; the ratio is of the medians. Memory is the peak of a fresh process above
what it holds after its imports.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, strftime
from typing import Any

from lxml import etree

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "performance.md"
ROUNDS = 7
SIZES = {"10 MB": 4_000, "1,500 pupils": 1_500}
LARGE = 100_000
MARK = "<!-- the table below is written by make bench -->"


def make(path: Path, pupils: int) -> None:
    """Write a clean autumn return of a secondary school."""
    from schemas.sample.school_census.make import make_return
    from schemas.sample.school_census.setting import Setting

    with path.open("wb") as file:
        make_return(Setting(term="AUT", year=2026, phase="SS", pupils=pupils, seed=7), file)


def floor(path: Path) -> None:
    """Parse the whole file and validate the tree."""
    from schemas.reading import load_xsd

    assert load_xsd("school-census", 2026).validate(etree.parse(str(path)))


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
        "import sys; from pathlib import Path; from tools import bench\n"
        "from schemas.reading import load_xsd; from validation.book import rulebook\n"
        "load_xsd('school-census', 2026); rulebook('school-census-autumn', 2026).plan\n"
        "before = bench.high_water()\n"
        "bench.ours(Path(sys.argv[1]))\n"
        "print(bench.high_water() - before)\n"
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


def table(rows: dict[str, dict[str, float]]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| file | size | lxml parse + XSD | read | XSD | rules | read + XSD + rules | ratio | peak memory |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        ratio = f"{row['ratio']:.2f}" if "ratio" in row else "–"
        low = f"{row['floor']:.3f} s" if "floor" in row else "–"
        lines.append(
            f"| {name} | {row['bytes'] / 1e6:.1f} MB | {low} | {row['read']:.3f} s | {row['xsd']:.3f} s "
            f"| {row['rules']:.3f} s | {row['total']:.3f} s | {ratio} | {row['memory']:.0f} MB |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--large", action="store_true", help=f"also {LARGE:,} pupils, once")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    options = parser.parse_args()
    sizes = SIZES | ({f"{LARGE:,} pupils": LARGE} if options.large else {})
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, pupils in sizes.items():
            path = Path(folder) / f"{pupils}.xml"
            make(path, pupils)
            if pupils == LARGE:
                seconds, part = timed(ours, path)
                rows[name] = {"bytes": path.stat().st_size, "total": seconds, **part}
            else:
                rows[name] = measure(path, options.rounds)
            rows[name]["memory"] = peak_memory(path)
    said = table(rows)
    print(said)
    print(json.dumps(rows))
    if options.write:
        before = DOCUMENT.read_text(encoding="utf-8").split(MARK)[0]
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {strftime('%B %Y')}"
        DOCUMENT.write_text(f"{before}{MARK}\n\n{said}\n\nMedians of {options.rounds}; {machine}.\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
