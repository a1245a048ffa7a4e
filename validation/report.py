"""Everything that came of one file: refused, read with faults, or checked. All outputs are made from this one form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from schemas.intake import Refused
from schemas.reading import Reading, read
from schemas.tables import Tables
from validation.check import SKIPPED, Run, check

CHECKED, STRUCTURE, UNREADABLE = "checked", "structure", "unreadable"


@dataclass
class Report:
    """One file and what came of it.

    ``outcome``: ``checked`` (the rules ran), ``structure`` (they ran too, but the file breaks the XSD, so the findings
    are provisional) or ``unreadable`` (refused; ``refusal`` says why).
    """

    path: Path
    sha256: str
    size: int
    outcome: str
    refusal: Refused | None = None
    reading: Reading | None = None
    run: Run | None = None
    timings: dict[str, float] = field(default_factory=dict)
    previous: Path | None = None
    """The return before, if one was given."""

    def document(self) -> dict[str, Any]:
        """The documented JSON (``docs/validation-output.schema.json``), its long arrays as iterators, made as read."""
        reading, run = self.reading, self.run
        return {
            "file": {"name": self.path.name, "sha256": self.sha256, "bytes": self.size},
            "collection": reading.collection.code if reading else None,
            "year": reading.year if reading else None,
            "ruleset": run.ruleset if run else None,
            "ruleset_sha256": run.ruleset_sha256 if run else None,
            "outcome": self.outcome,
            "refusal": {"code": self.refusal.code, "message": self.refusal.sentence} if self.refusal else None,
            "structure_count": reading.fault_count if reading else 0,
            "counts": run.counts if run else {"error": 0, "query": 0},
            "causes": [
                {"message": cause.words, "path": cause.path, "rules": list(cause.rules), "findings": cause.findings}
                for cause in (run.causes if run else [])
            ],
            "structure": (
                {"line": fault.line, "path": fault.path, "message": fault.message}
                for fault in (reading.faults if reading else [])
            ),
            "findings": (finding.as_dict() for finding in (run.findings if run else [])),
            "rules": {
                code: {"failures": result.failures, "ms": round(result.ms, 3)}
                | ({"status": result.status, "note": result.note} if result.note else {})
                for code, result in (run.rules.items() if run else ())
            },
            "timings": {name: round(self.timings.get(name, 0.0), 4) for name in ("read", "xsd", "rules", "total")},
        }

    @property
    def skipped(self) -> dict[str, str]:
        """Rules that did not run because their data was not given, with what was missing."""
        rules = self.run.rules if self.run else {}
        return {code: result.note for code, result in rules.items() if result.status == SKIPPED}


def report_on(
    path: Path,
    ruleset: str | None = None,
    previous: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Read and check the file at ``path``. Raises ``OSError`` where it cannot be opened, ``LookupError`` and
    ``ValueError`` for a rule set that does not exist or is for another collection."""
    started = perf_counter()
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        try:
            reading = read(file, path.name, progress=progress)
        except Refused as refusal:
            return Report(path, sha256, size, UNREADABLE, refusal, timings={"total": perf_counter() - started})
    run = check(reading.tables, ruleset, _previous(previous))
    outcome = STRUCTURE if reading.fault_count else CHECKED
    timings = {**reading.timings, "rules": run.seconds, "total": perf_counter() - started}
    return Report(path, sha256, size, outcome, None, reading, run, timings, previous)


def _previous(path: Path | None) -> Tables | None:
    if path is None:
        return None
    with path.open("rb") as file:
        return read(file, path.name).tables
