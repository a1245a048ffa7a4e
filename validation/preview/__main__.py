"""What each process of a batch does: the rule sets in the first line, then some returns in each."""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from schemas.stacking import RETURN, stack
from schemas.tables import Tables
from validation.preview.comparison import Comparison, Kept, RuleDifference
from validation.preview.sides import Side, looked_up
from validation.preview.stored import Item, References, about, read_some

log = logging.getLogger(__name__)
Read = tuple[Item, Tables]


class Answering:
    """Compares the returns that are named, keeping some samples of each rule for all of them."""

    def __init__(self, said: Mapping[str, Any]):
        sides = [
            Side(side["coordinate"], tuple(map(tuple, side["patches"]))) for side in (said["before"], said["after"])
        ]
        self.comparison = Comparison(*(side.load() for side in sides))
        folder = Path(said["references"]) if said["references"] else None
        wanted = looked_up(self.comparison.before, self.comparison.after).values()
        self.references = References(folder, wanted)
        self.kept: Kept = Counter()

    def answer(self, items: Sequence[Item]) -> Iterator[dict[str, Any]]:
        """What differs in each of these returns, or the kind of error that stands in the way."""
        together: dict[tuple[str, int] | None, list[Read]] = {}
        for item in items:
            try:
                tables = read_some(Path(item.tables), self.comparison.wanted)
                earlier = about(Path(item.previous)) if item.previous else None
            except Exception as problem:  # noqa: BLE001  (one return that cannot be read must not stop the others)
                yield {"key": item.key, "error": type(problem).__name__}
            else:
                together.setdefault(earlier, []).append((item, tables))
        for read in together.values():
            yield from self._compared(read)

    def _compared(self, read: list[Read]) -> Iterator[dict[str, Any]]:
        keys = [item.key for item, _ in read]
        kept = Counter(self.kept)
        try:
            previous = [Tables.read(Path(item.previous)) for item, _ in read if item.previous]
            returns = [tables for _, tables in read]
            found = self.comparison.compare_many(returns, previous or None, self.references, keys, self.kept)
        except Exception as problem:  # noqa: BLE001
            log.warning("%d returns could not be compared together (%s)", len(read), type(problem).__name__)
            self.kept = kept
            yield from map(self._alone, read)
        else:
            for key, rules in zip(keys, found, strict=True):
                yield _said(key, rules)

    def _alone(self, read: Read) -> dict[str, Any]:
        item, tables = read
        try:
            previous = Tables.read(Path(item.previous)) if item.previous else None
            given = self.references.of([item.key], stack([tables], self.comparison.wanted))
            mine = {name: frame.drop(RETURN, strict=False) for name, frame in given.items()}
            return _said(item.key, self.comparison.compare(tables, previous, mine, self.kept))
        except Exception as problem:  # noqa: BLE001
            return {"key": item.key, "error": type(problem).__name__}


def _said(key: str, rules: Mapping[str, RuleDifference]) -> dict[str, Any]:
    told = {code: asdict(found) for code, found in rules.items() if found.before or found.after or found.note}
    return {"key": key, "rules": told}


def answer(said: Mapping[str, Any], lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What differs in each return that the lines name."""
    answering = Answering(said)
    for line in lines:
        yield from answering.answer([Item(**item) for item in json.loads(line)])


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
