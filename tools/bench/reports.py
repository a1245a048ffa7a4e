"""A report of many findings: ``python -m tools.bench.reports FILE FORMAT`` checks, writes the report, prints JSON.

The return is one of empty pupils, each of which fails the same rules. Findings are described while they are written, so
the floor of a report is reading them all once and writing nothing; both are timed in one process, and the ratio is what
a busy machine leaves alone. The text report describes only what it shows.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from tools.bench.returns import high_water

ROOT = Path(__file__).parents[2]
PUPILS = 60_000
SECONDS_BAR, MEMORY_BAR = 15.0, 300.0


def make(path: Path, pupils: int = PUPILS) -> None:
    """Write a return of so many pupils of whom nothing is said."""
    from schemas import collections
    from validation.fragments import fragment, message

    kind = collections.all()[0]
    person = kind.people_records()[0].tag
    phase = kind.example[kind.phase_item] if kind.phase_item else None
    one = message(kind, max(kind.years), [fragment(person)()], phase).decode()
    empty = f"<{person}/>\n"
    assert one.count(empty) == 1
    path.write_text(one.replace(empty, empty * pupils), encoding="utf-8")


def measured(path: Path) -> Iterator[dict[str, float | str]]:
    """For each format: ``findings``; seconds of ``check`` and
    ``report``; processor seconds of the report, ``processor``, and of its ``floor``; ``memory``, MB above the check."""
    from validation.cli.main import FORMATS

    for form in FORMATS:
        command = [sys.executable, "-m", "tools.bench.reports", str(path), form]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        yield {"format": form, **json.loads(done.stdout)}


def _high_water_from_here() -> float:
    """MB that this process holds; what :func:`high_water` gives counts from here on."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return high_water()


def main() -> int:
    """Measure one format over the file named on the command line."""
    from validation.cli.main import write
    from validation.report import report_on

    path, form = Path(sys.argv[1]), sys.argv[2]
    started = perf_counter()
    report = report_on(path)
    checked = perf_counter()
    assert report.run is not None
    before = _high_water_from_here()
    begun, begun_processor = perf_counter(), process_time()
    with path.with_suffix(f".{form}").open("w", encoding="utf-8") as file:
        write(report, form, file)
    written, processor = perf_counter() - begun, process_time() - begun_processor
    memory = high_water() - before
    begun_processor = process_time()
    deque(report.run.findings, maxlen=0)
    floor = process_time() - begun_processor
    figures = {"findings": len(report.run.findings), "check": checked - started, "report": written}
    print(json.dumps({**figures, "processor": processor, "floor": floor, "memory": memory}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
