"""``python -m tools.golden``: write the golden findings of released rule sets that have none yet.

A golden file is a return and what each released set finds in it, byte for byte and for ever. What is written is never
written again: when a test says that findings have changed, a released rule has changed, and that is what is wrong.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

from schemas import collections
from schemas.reading import read
from schemas.sample.makers import maker_of
from validation import book
from validation.check import check

FOLDER = Path(__file__).parent.parent / "tests" / "golden"


def return_of(ruleset: book.RuleSet) -> Path:
    """The return that a set is tried on: one for each collection and year."""
    return FOLDER / f"{ruleset.collection}-{ruleset.year}.xml.gz"


def findings_of(ruleset: book.RuleSet) -> str:
    """What the set finds in its return, one finding a line."""
    with return_of(ruleset).open("rb") as file:
        run = check(read(file).tables, ruleset)
    lines = [json.dumps(finding.as_dict(), ensure_ascii=False, sort_keys=True) for finding in run.findings]
    return "\n".join(lines) + "\n"


def golden_file(ruleset: book.RuleSet) -> Path:
    """Where the golden findings of a set are."""
    return FOLDER / f"{ruleset.coordinate.replace(':', '-')}.jsonl"


def main() -> int:
    """Write what is missing and name it."""
    FOLDER.mkdir(exist_ok=True)
    for coordinate in book.coordinates():
        ruleset = book.load(coordinate)
        if not return_of(ruleset).exists():
            kind = collections.get(ruleset.collection)
            out = io.BytesIO()
            maker_of(kind.family).golden(kind, ruleset.year, out)
            return_of(ruleset).write_bytes(gzip.compress(out.getvalue(), mtime=0))
        path = golden_file(ruleset)
        if not path.exists():
            path.write_text(findings_of(ruleset), encoding="utf-8")
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
