"""``python -m tools.bench.previews``: how long "what would it do?" takes over a whole collection.

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
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from schemas import collections
from schemas.reading import read
from schemas.sample.makers import maker_of
from validation.book import RuleSet, rulebook
from validation.preview.batch import batch
from validation.preview.sides import Side
from validation.preview.stored import Item

DISTINCT = 20
RETURNS, PEOPLE = 2000, 400
CHANGES = (1, 20, 100)


def make(folder: Path, returns: int, people: int) -> tuple[list[Item], RuleSet]:
    """Write the tables of ``returns`` senders of ``people`` people each. Gives them, and their rule set."""
    family = next(iter(collections.families()))
    size = next(size for size in maker_of(family).sizes())
    made = []
    for number in range(min(DISTINCT, returns)):
        file = io.BytesIO()
        maker_of(family).sized(replace(size, people=people), file, seed=number + 1)
        file.seek(0)
        first = folder / f"return-{number}"
        tables = read(file, "return.xml").tables
        tables.write(first)
        made.append(first)
    items = [Item(str(number), str(first)) for number, first in enumerate(made)]
    for number in range(len(made), returns):
        copy = folder / f"return-{number}"
        copy.mkdir()
        for path in made[number % len(made)].iterdir():
            os.link(path, copy / path.name)
        items.append(Item(str(number), str(copy)))
    return items, rulebook(tables.collection.code, tables.year)


def flipped(ruleset: RuleSet, rules: int) -> Side:
    """The set with the level of so many of its rules changed."""
    other = {"error": "query", "query": "error"}
    chosen = list(ruleset.rules.values())[:: max(1, len(ruleset.rules) // rules)][:rules]
    return Side(ruleset.coordinate, tuple((rule.code, other[str(rule.level)]) for rule in chosen))


def children_cpu() -> float:
    """Processor seconds of the processes that have ended: what the batch costs, however busy the machine is."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Took:
    """One preview: rules changed, seconds, processor seconds, and findings that appear or disappear."""

    rules: int
    seconds: float
    cpu: float
    findings: int


def measure(returns: int = RETURNS, people: int = PEOPLE, processes: int = 2) -> Iterator[Took]:
    """Previews of one changed rule, of more, and of every rule of the book."""
    with tempfile.TemporaryDirectory() as name:
        items, ruleset = make(Path(name), returns, people)
        for rules in (*CHANGES, len(ruleset.rules)):
            started, findings, cpu = perf_counter(), 0, children_cpu()
            for _, found in batch(items, Side(ruleset.coordinate), flipped(ruleset, rules), processes=processes):
                assert not isinstance(found, str), f"a return could not be compared: {found}"
                findings += sum(difference.appear + difference.disappear for difference in found.values())
            yield Took(rules, perf_counter() - started, children_cpu() - cpu, findings)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=RETURNS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    print(f"{options.returns:,} returns of {options.people:,} people, {options.processes} processes")
    for took in measure(options.returns, options.people, options.processes):
        print(f"{took.rules:>4} rules changed: {took.seconds:6.1f} s ({took.cpu:.0f} s of processor time)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
