"""``python -m tools.bench_preview``: how long "what would it do?" takes over a whole collection.

Twenty different schools are made, checked into tables and repeated, as links on the disk, until there are as many
returns as asked for. Measured is what a preview runs (``validation.preview.batch``) for one changed rule, for twenty,
for a hundred, and for every rule of the book.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from schemas.reading import read
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.setting import Setting
from validation.book import RuleSet, rulebook
from validation.preview.batch import batch
from validation.preview.sides import Side
from validation.preview.stored import Item

DISTINCT = 20
COLLECTION, YEAR = "school-census-autumn", 2026


def make(folder: Path, returns: int, pupils: int) -> list[Item]:
    """Write the tables of ``returns`` schools of ``pupils`` pupils each."""
    made = []
    for number in range(min(DISTINCT, returns)):
        file = io.BytesIO()
        phase = ("PS", "SS")[number % 2]
        setting = Setting(term="AUT", year=YEAR, phase=phase, pupils=pupils, seed=number + 1)  # type: ignore[arg-type]
        make_return(setting, file, faults=10)
        file.seek(0)
        first = folder / f"school-{number}"
        read(file, "return.xml").tables.write(first)
        made.append(first)
    items = [Item(str(number), str(first)) for number, first in enumerate(made)]
    for number in range(len(made), returns):
        copy = folder / f"school-{number}"
        copy.mkdir()
        for path in made[number % len(made)].iterdir():
            os.link(path, copy / path.name)
        items.append(Item(str(number), str(copy)))
    return items


def flipped(ruleset: RuleSet, rules: int) -> Side:
    """The set with the level of so many of its rules changed."""
    other = {"error": "query", "query": "error"}
    chosen = list(ruleset.rules.values())[:: max(1, len(ruleset.rules) // rules)][:rules]
    return Side(ruleset.coordinate, tuple((rule.code, other[str(rule.level)]) for rule in chosen))


def children_cpu() -> float:
    """Processor seconds of the processes that have ended: what the batch costs, however busy the machine is."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=2000)
    parser.add_argument("--pupils", type=int, default=400)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    ruleset = rulebook(COLLECTION, YEAR)
    with tempfile.TemporaryDirectory() as name:
        items = make(Path(name), options.returns, options.pupils)
        print(f"{len(items):,} returns of {options.pupils:,} pupils, {options.processes} processes")
        for rules in (1, 20, 100, len(ruleset.rules)):
            started, changes, failed, cpu = perf_counter(), 0, 0, children_cpu()
            side = flipped(ruleset, rules)
            for _, found in batch(items, Side(ruleset.coordinate), side, processes=options.processes):
                if isinstance(found, str):
                    failed += 1
                else:
                    changes += sum(difference.appear + difference.disappear for difference in found.values())
            seconds = perf_counter() - started
            cpu = children_cpu() - cpu
            print(f"{rules:>4} rules changed: {seconds:6.1f} s ({cpu:.0f} s of processor time)", end="; ")
            print(f"{changes:,} findings appear or disappear, {failed} returns failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
