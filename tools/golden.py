"""``python -m tools.golden``: write the golden findings of released rule sets that have none yet.

For each collection and year there are frozen cases (:mod:`tools.golden_cases`), for each set what it finds in them,
byte for byte and for ever. What is written is never written again: when a test says that findings have changed, a
released rule has changed, or the engine, and that is what is wrong.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from tools.golden_cases import Case, add, cases_of, checked, stacked
from validation import book

FOLDER = Path(__file__).parent.parent / "tests" / "golden"


def findings_of(ruleset: book.RuleSet, cases: list[Case]) -> str:
    """What the set finds, one finding a line: in each return of a phase everything, in each example its own rule.

    The examples are looked at together, in a stack as previews use; of other rules they fail only the number is kept.
    """
    lines: list[dict[str, Any]] = []
    for case in cases:
        if not case.rule:
            run = checked(ruleset, case)
            not_run = {code: result.note for code, result in run.rules.items() if result.status != "ok"}
            lines += [{"case": case.name, **finding.as_dict()} for finding in run.findings]
            lines.append({"case": case.name, "not run": not_run})
    for case, found in stacked(ruleset, [case for case in cases if case.rule]):
        lines += [{"case": case.name, **finding.as_dict()} for finding in found.pop(case.rule, [])]
        lines.append({"case": case.name, "others": {code: len(findings) for code, findings in sorted(found.items())}})
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)


def golden_file(ruleset: book.RuleSet) -> Path:
    """Where the golden findings of a set are."""
    return FOLDER / f"{ruleset.coordinate.replace(':', '-')}.jsonl.gz"


def golden(ruleset: book.RuleSet) -> str:
    """The golden findings of a set, as they were when it was released."""
    return gzip.decompress(golden_file(ruleset).read_bytes()).decode()


def cases_in(lines: str, cases: list[Case]) -> list[Case]:
    """The cases that golden findings are about: those that were there when they were written."""
    names = {json.loads(line)["case"] for line in lines.splitlines()}
    return [case for case in cases if case.name in names]


def raised_in(lines: str) -> set[str]:
    """The rules that golden findings hold a finding of."""
    return {said["rule"] for said in map(json.loads, lines.splitlines()) if "rule" in said}


def main() -> int:
    """Write what is missing and name it."""
    FOLDER.mkdir(exist_ok=True)
    for coordinate in book.coordinates():
        ruleset = book.load(coordinate)
        path = golden_file(ruleset)
        if path.exists():
            continue
        for case in add(FOLDER, ruleset.collection, ruleset.year):
            print(f"{ruleset.collection} {ruleset.year}: new case {case.name}")
        lines = findings_of(ruleset, cases_of(FOLDER, ruleset.collection, ruleset.year))
        path.write_bytes(gzip.compress(lines.encode(), mtime=0))
        missing = sorted(ruleset.rules.keys() - raised_in(lines))
        print(f"{path.name}: {len(missing)} of {len(ruleset.rules)} rules are never raised: {' '.join(missing)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
