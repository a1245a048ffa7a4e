"""Measure everything, print the tables and, with ``--write``, put them into ``docs/performance.md``."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter, strftime

from tools.bench import making, one_core, previews, reports, returns

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "performance.md"
MARK = "<!-- the tables below are written by make bench -->"
ROUNDS = 7
FEW_ROUNDS = 3
LARGE = 20_000_000
"""Bytes from which a file is measured fewer times."""
IMPORT_BAR, PREVIEW_BAR, MEMORY_BAR = 0.5, 60.0, 150


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def against_bar(value: float, bar: float | None, unit: str = " s") -> str:
    """The bar, and whether it is met."""
    return "–" if bar is None else f"{bar:g}{unit}, {'met' if value < bar else 'not met'}"


def of_returns(folder: Path, rounds: int) -> tuple[str, str]:
    """Both tables over the returns of every family: against lxml, and on one core."""
    against, alone = [], []
    for family, size in making.sizes():
        path = folder / f"{family}-{size.people}.xml"
        making.write(family, size, path)
        megabytes = f"{path.stat().st_size / 1e6:.1f} MB"
        if size.against_lxml:
            row = returns.measure(path, rounds)
            memory = returns.peak_memory(path)
            seconds = [f"{row[name]:.3f} s" for name in ("floor", "read", "xsd", "rules", "total")]
            ratio = f"{row['ratio']:.2f}" + (f" ({against_bar(row['ratio'], size.ratio, '')})" if size.ratio else "")
            portal = [f"{row['portal rules']:.3f} s", f"{row['portal']:.3f} s", f"{row['portal ratio']:.2f}"]
            against.append([size.name, megabytes, *seconds, ratio, *portal, f"{memory:.0f} MB"])
        few = FEW_ROUNDS if path.stat().st_size > LARGE else rounds
        one = one_core.measured(path, few)
        seconds = [f"{one[name]:.3f} s" for name in ("read", "rules", "total")]
        bars = [against_bar(one["rules"], size.rules), against_bar(one["total"], size.total)]
        alone.append([size.name, megabytes, *seconds, *bars])
        path.unlink()
    heads = ["return", "size", "lxml parse + XSD", "read", "XSD", "rules", "read + XSD + rules", "ratio"]
    heads += ["rules in the portal", "whole in the portal", "ratio in the portal", "peak memory"]
    alone_heads = ["return", "size", "read + XSD", "rules", "together", "bar for the rules", "bar together"]
    return table(heads, against), table(alone_heads, alone)


def of_imports(rounds: int) -> str:
    """How long a fresh process takes to import the rules of each family and build the plan of its newest set."""
    from schemas import collections
    from validation import book

    rows = []
    for kinds in collections.families().values():
        kind = kinds[0]
        year = max(int(each.partition(":")[2][:4]) for each in book.coordinates() if each.startswith(f"{kind.code}:"))
        program = (
            "from time import perf_counter; started = perf_counter()\n"
            "import polars, lxml.etree; libraries = perf_counter()\n"
            f"from validation.book import load_rules; load_rules('{kind.family}'); rules = perf_counter()\n"
            f"from validation.book import rulebook; rulebook('{kind.code}', {year}).plan; plan = perf_counter()\n"
            "print(libraries - started, rules - libraries, plan - rules)"
        )
        found = []
        for _ in range(rounds):
            done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
            found.append([float(part) for part in done.stdout.split()])
        libraries, rules, plan = (statistics.median(column) for column in zip(*found, strict=True))
        rows.append(
            [kind.family, f"{libraries:.2f} s", f"{rules:.2f} s", f"{plan:.2f} s", against_bar(rules, IMPORT_BAR)]
        )
    return table(["family", "Polars and lxml", "the rules", "plan of a set", "bar for the rules"], rows)


def of_reports(folder: Path) -> str:
    """What a report of many findings costs once the return is checked."""
    path = folder / "empty-pupils.xml"
    reports.make(path)
    rows = []
    for found in reports.measured(path):
        processor, memory = float(found["processor"]), float(found["memory"])
        row = [f"{found['findings']:,}", str(found["format"]), f"{found['check']:.1f} s", f"{found['report']:.1f} s"]
        row += [f"{processor:.1f} s", f"{processor / float(found['floor']):.2f}"]
        row += [against_bar(processor, reports.SECONDS_BAR), f"{memory:.0f} MB"]
        rows.append([*row, against_bar(memory, reports.MEMORY_BAR, " MB")])
    heads = ["findings", "format", "read and check", "report", "processor", "against describing all", "bar (processor)"]
    return table([*heads, "memory above the check", "bar"], rows)


def of_previews() -> str:
    """How long "what would it do?" takes."""
    rows = [
        [f"{took.rules:,}", f"{took.seconds:.1f} s", f"{took.cpu:.0f} s", against_bar(took.seconds, PREVIEW_BAR)]
        for took in previews.measure()
    ]
    return table(["rules changed", "time", "processor time", "bar"], rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--no-previews", action="store_true", help="leave out what takes longest")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    options = parser.parse_args()
    started = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        against, alone = of_returns(Path(folder), options.rounds)
        many = of_reports(Path(folder))
    parts = [
        f"### Against lxml alone (memory: {MEMORY_BAR} MB at most)\n\n{against}",
        f"### On one core, with one thread\n\n{alone}",
        f"### Reports of many findings\n\n{many}",
        f"### Importing\n\n{of_imports(options.rounds)}",
    ]
    if not options.no_previews:
        what = f"{previews.RETURNS:,} returns of {previews.PEOPLE} people, two processes"
        parts.append(f"### What would it do? {what}\n\n{of_previews()}")
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {strftime('%B %Y')}"
    parts.append(f"Medians of {options.rounds}; {machine}.")
    said = "\n\n".join(parts)
    print(said)
    print(f"\n{perf_counter() - started:.0f} s")
    if options.write:
        before = DOCUMENT.read_text(encoding="utf-8").split(MARK)[0]
        DOCUMENT.write_text(f"{before}{MARK}\n\n{said}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
