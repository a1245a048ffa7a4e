"""What another rule set, or a patch, would make appear and disappear: over stored tables, many returns in one go.

Only the rules that differ are run. ``Comparison`` does one return; ``batch`` does many in processes of its own, each of
which takes one return after the other (``python -m validation.preview`` is what such a process runs: one line of JSON
in, one out). Nothing of a database is needed, and a process that its starter forgets ends by itself.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Thread
from typing import IO, Any

import polars as pl

from schemas import collections
from schemas.tables import RECORD, Tables
from validation import book
from validation.book import RuleSet
from validation.check import RAN, Run, check
from validation.findings import Finding
from validation.patches import Patch, patched
from validation.plan import PREVIOUS
from validation.records import Reference
from validation.rule import Level, Rule, code_order

SAMPLES = 5
"""Of what appears, and of what disappears, so many findings of each rule are kept as samples by each process."""
AMONG = "among"
RETURN = "_return"


@dataclass(frozen=True)
class Side:
    """A rule set with its patches, as it can be written down."""

    coordinate: str
    patches: tuple[tuple[str, str | None], ...] = ()

    def load(self) -> RuleSet:
        """The rule set."""
        found = [Patch(code, Level(level) if level else None, code) for code, level in self.patches]
        return patched(book.load(self.coordinate), found)


@dataclass(frozen=True)
class Item:
    """One return: its name, the folder of its tables and that of the return before it."""

    key: str
    tables: str
    previous: str | None = None


@dataclass
class RuleDifference:
    """What one rule finds in one return before and after."""

    before: int = 0
    after: int = 0
    appear: int = 0
    disappear: int = 0
    samples: list[dict[str, Any]] = field(default_factory=list)
    note: str = ""


def differing(before: RuleSet, after: RuleSet) -> tuple[RuleSet, RuleSet]:
    """Both sets cut down to the rules that are not the very same in the other."""
    codes = {*before.rules, *after.rules}
    other = {code for code in codes if before.rules.get(code) is not after.rules.get(code)}

    def cut(ruleset: RuleSet) -> RuleSet:
        return replace(ruleset, rules={code: rule for code, rule in ruleset.rules.items() if code in other})

    return cut(before), cut(after)


def looked_up(*sides: RuleSet) -> dict[str, Reference]:
    """The references that the rules of these sets look up, by name."""
    return {lookup.reference.name: lookup.reference for side in sides for lookup in side.plan.build.lookups}


def looks_back(*sides: RuleSet) -> bool:
    """Whether a rule of these sets looks at the return before."""
    return any(PREVIOUS in planned.looks_at for side in sides for planned in side.plan.rules)


class Comparison:
    """Two rule sets, to be compared return by return. A rule at another level only is run once for both."""

    def __init__(self, before: RuleSet, after: RuleSet):
        self.before, self.after = differing(before, after)
        self.codes = sorted({*self.before.rules, *self.after.rules}, key=code_order)
        both = set(self.before.rules) & set(self.after.rules)
        self.relevelled = {
            code: self.before.rules[code].level
            for code in both
            if _checks_the_same(self.before.rules[code], self.after.rules[code])
        }
        alone = {code: rule for code, rule in self.before.rules.items() if code not in self.relevelled}
        self.alone = replace(self.before, rules=alone)

    def compare(
        self, tables: Tables, previous: Tables | None = None, references: Mapping[str, pl.DataFrame] | None = None
    ) -> dict[str, RuleDifference]:
        """Rule → what it finds with either set in one return. A finding at another level is another finding."""
        old_run, new_run = (
            check(tables, side, previous, references) if side.rules else None for side in (self.alone, self.after)
        )
        old_keys, new_keys = _by_key(old_run), _by_key(new_run)
        found: dict[str, RuleDifference] = {}
        for code in self.codes:
            new = new_keys.get(code, {})
            old = old_keys.get(code, {})
            if (level := self.relevelled.get(code)) is not None:
                old = _by_key_of(replace(finding, level=str(level)) for some in new.values() for finding in some)
            difference = RuleDifference(sum(map(len, old.values())), sum(map(len, new.values())))
            gone, come = _only_in(old, new), _only_in(new, old)
            difference.disappear, difference.appear = len(gone), len(come)
            difference.samples = [
                _sample(finding, way)
                for way, some in (("appear", come), ("disappear", gone))
                for finding in some[:SAMPLES]
            ]
            difference.note = next((note for run in (old_run, new_run) if run and (note := _note(run, code))), "")
            found[code] = difference
        return found


def _checks_the_same(one: Rule, other: Rule) -> bool:
    return (
        one.condition is other.condition
        and one.on is other.on
        and (one.tags, one.params, one.phases) == (other.tags, other.params, other.phases)
    )


Key = tuple[Any, ...]


def _by_key(run: Run | None) -> dict[str, dict[Key, list[Finding]]]:
    of_rule: dict[str, list[Finding]] = {}
    for finding in run.findings if run else ():
        of_rule.setdefault(finding.rule, []).append(finding)
    return {code: _by_key_of(some) for code, some in of_rule.items()}


def _by_key_of(findings: Iterable[Finding]) -> dict[Key, list[Finding]]:
    found: dict[Key, list[Finding]] = {}
    for finding in findings:
        key = (finding.level, finding.record, finding.identity, *sorted(finding.values.items()))
        found.setdefault(key, []).append(finding)
    return found


def _only_in(these: dict[Key, list[Finding]], those: dict[Key, list[Finding]]) -> list[Finding]:
    return [finding for key, some in these.items() for finding in some[len(those.get(key, ())) :]]


def _sample(finding: Finding, way: str) -> dict[str, Any]:
    return {
        "way": way,
        "level": finding.level,
        "record": finding.record,
        "row": finding.row,
        "line": finding.line,
        "key": finding.key,
        "values": finding.values,
        "message": finding.message,
    }


def _note(run: Run, code: str) -> str:
    result = run.rules.get(code)
    return f"{result.status}: {result.note}" if result is not None and result.status != RAN else ""


# -- many returns


class WorkerDied(Exception):
    """A process that compares returns ended before its time."""


def batch(
    items: Sequence[Item], before: Side, after: Side, references: Path | None = None, processes: int = 2
) -> Iterator[tuple[str, dict[str, RuleDifference] | str]]:
    """Compare many returns in ``processes`` processes: (name, what differs, or the kind of error), as they are done.

    ``references`` is a folder with ``<name>.parquet`` for each reference. One that other returns of the collection
    make is ``<name>.among.parquet``: the key and, in ``_return``, the name of the return that holds it.
    """
    about = {"before": asdict(before), "after": asdict(after), "references": str(references) if references else None}
    waiting: queue.SimpleQueue[Item] = queue.SimpleQueue()
    for item in items:
        waiting.put(item)
    done: queue.SimpleQueue[tuple[str, Any] | WorkerDied | None] = queue.SimpleQueue()
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
    root = Path(__file__).parent.parent
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=env, cwd=root
    )
    _say(worker.stdin, about)
    return worker


def _say(pipe: IO[str] | None, what: Mapping[str, Any]) -> None:
    assert pipe is not None
    with suppress(BrokenPipeError):  # whoever reads the answer notices
        pipe.write(json.dumps(what) + "\n")
        pipe.flush()


def _drive(
    worker: subprocess.Popen[str],
    waiting: queue.SimpleQueue[Item],
    done: queue.SimpleQueue[tuple[str, Any] | WorkerDied | None],
) -> None:
    """Give one process one return after the other until none is left."""
    while True:
        try:
            item = waiting.get_nowait()
        except queue.Empty:
            done.put(None)
            return
        _say(worker.stdin, asdict(item))
        assert worker.stdout is not None
        line = worker.stdout.readline()
        if not line:
            done.put(WorkerDied(f"a process ended with code {worker.poll()}"))
            return
        answer = json.loads(line)
        if "error" in answer:
            done.put((item.key, answer["error"]))
        else:
            done.put((item.key, {code: RuleDifference(**found) for code, found in answer["rules"].items()}))


# -- what each process does


def tables_needed(*sides: RuleSet) -> frozenset[str]:
    """The tables that the rules of these sets look at or show, those around them, and those of people."""
    wanted: set[str] = set()
    parents: dict[str, str | None] = {}
    for plan in (side.plan for side in sides if side.rules):
        parents |= plan.parents
        wanted |= {name for name, needs in plan.needs.items() if any(vars(needs).values())}
        tags = {tag for planned in plan.rules for tag in planned.rule.tags}
        for name, records in plan.layout.tables.items():
            if records[0].record_options is not None and records[0].record_options.key:
                wanted.add(name)
            if any(node.tag in tags for record in records for node in record.walk() if node.host is record):
                wanted.add(name)
        wanted |= {planned.subject.table for planned in plan.rules} | {plan.root}
    for name in list(wanted):
        around = parents.get(name)
        while around is not None:
            wanted.add(around)
            around = parents.get(around)
    return frozenset(wanted)


@cache
def _empty(collection: str, year: int) -> Tables:
    return Tables.empty(collections.get(collection), year)


def read_some(folder: Path, names: frozenset[str]) -> Tables:
    """Some of the tables of a return: the others are as if they had no rows."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    empty = _empty(about["collection"], about["year"])
    found = Tables(empty.collection, empty.year, dict(empty.frames))
    for name in names:
        path = folder / f"{name}.parquet"
        if path.exists():
            found.frames[name] = pl.read_parquet(path)
    unread = folder / "_unread.parquet"
    if unread.exists():
        found.unread = pl.read_parquet(unread)
    return found


class References:
    """The references in a folder: those that stand for all returns, and those that other returns make."""

    def __init__(self, folder: Path | None, wanted: Iterable[Reference]):
        self.standing: dict[str, pl.DataFrame] = {}
        self.among: dict[Reference, pl.DataFrame] = {}
        if folder is None:
            return
        for reference in wanted:
            path, other = folder / f"{reference.name}.parquet", folder / f"{reference.name}.{AMONG}.parquet"
            if path.exists():
                self.standing[reference.name] = pl.read_parquet(path)
            elif other.exists():
                self.among[reference] = pl.read_parquet(other)

    def of(self, key: str, tables: Tables) -> dict[str, pl.DataFrame]:
        """Those for one return."""
        found = dict(self.standing)
        for reference, frame in self.among.items():
            mine = own_keys(tables)
            others = frame.filter(pl.col(RETURN) != key, pl.col(reference.key).is_in(mine.implode()))
            value = next(column for column in reference.columns if column != reference.key)
            counted = others.group_by(reference.key).agg(pl.col(RETURN).n_unique().cast(pl.String).alias(value))
            found[reference.name] = counted.select(reference.columns).sort(reference.key)
        return found


def own_keys(tables: Tables) -> pl.Series:
    """The keys (UPN) of the people of a return."""
    keys = [pl.Series("key", [], dtype=pl.String)]
    for record in tables.layout.records:
        options = record.record_options
        if options is not None and options.stream and record.key is not None:
            frame = tables[record.table].filter(pl.col(RECORD) == record.index)
            keys.append(frame[record.key.column].drop_nulls().alias("key"))
    return pl.concat(keys).unique()


def answer(about: Mapping[str, Any], lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What differs in each return that a line names."""
    sides = [Side(side["coordinate"], tuple(map(tuple, side["patches"]))) for side in (about["before"], about["after"])]
    comparison = Comparison(*(side.load() for side in sides))
    names = tables_needed(comparison.before, comparison.after)
    folder = Path(about["references"]) if about["references"] else None
    references = References(folder, looked_up(comparison.before, comparison.after).values())
    kept: Counter[tuple[str, str]] = Counter()
    for line in lines:
        item = Item(**json.loads(line))
        try:
            tables = read_some(Path(item.tables), names)
            previous = Tables.read(Path(item.previous)) if item.previous else None
            found = comparison.compare(tables, previous, references.of(item.key, tables))
        except Exception as problem:  # noqa: BLE001  (one return that cannot be read must not stop the others)
            yield {"error": type(problem).__name__}
            continue
        rules = {}
        for code, difference in found.items():
            few = []
            for sample in difference.samples:
                kept[code, sample["way"]] += 1
                if kept[code, sample["way"]] <= SAMPLES:
                    few.append(sample)
            if difference.before or difference.after or difference.note:
                rules[code] = {**asdict(difference), "samples": few}
        yield {"rules": rules}


def main() -> int:
    """Answer line by line until there are no more."""
    first = sys.stdin.readline()
    if not first:
        return 0
    for found in answer(json.loads(first), iter(sys.stdin.readline, "")):
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
