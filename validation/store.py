"""Keeping what a check found: exact counts and capped rows in the database, all findings in Parquet beside the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from schemas.faults import Fault
from validation import check, findings
from validation.models import KEY_LENGTH, Finding, RuleCount, Run, StructureFault

FINDINGS_FILE = "findings.parquet"
FINDINGS_SCHEMA: dict[str, Any] = {
    "position": pl.UInt32,
    "rule": pl.String,
    "level": pl.String,
    "record": pl.String,
    "row": pl.UInt32,
    "line": pl.UInt32,
    "key": pl.String,
    "identity": pl.String,
    "fingerprint": pl.String,
    "values": pl.String,
    "message": pl.String,
}
IDENTITY_LENGTH = 200
BATCH = 1000
ROWS_AT_ONCE = 20_000
"""Findings that are rows of Python while a frame is made."""


def fingerprint(values: Mapping[str, str | None]) -> str:
    """32 hexadecimal digits that are equal when the values that raised two findings are."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def identity(text: str | None) -> str:
    """The name of a record within its column: one that is too long keeps its start and ends in a hash of the whole."""
    text = text or ""
    if len(text) <= IDENTITY_LENGTH:
        return text
    return f"{text[: IDENTITY_LENGTH - 33]}~{blake2b(text.encode(), digest_size=16).hexdigest()}"


def findings_frame(found_by_rules: Iterable[findings.Finding]) -> pl.DataFrame:
    """Every finding as a row, in the order of the engine, with identity and fingerprint made comparable.

    The findings are read once, a batch at a time: only the frame holds them all.
    """
    rows = enumerate(found_by_rules)
    frames = [pl.DataFrame(schema=FINDINGS_SCHEMA)]
    while batch := [_row(position, found) for position, found in islice(rows, ROWS_AT_ONCE)]:
        frames.append(pl.DataFrame(batch, schema=FINDINGS_SCHEMA, orient="row"))
    return pl.concat(frames)


def _row(position: int, found: findings.Finding) -> tuple[Any, ...]:
    return (
        position,
        found.rule,
        str(found.level),
        found.record,
        found.row,
        found.line,
        found.key,
        identity(found.identity),
        fingerprint(found.values),
        json.dumps(dict(found.values), ensure_ascii=False),
        found.message,
    )


def write_findings(folder: Path, frame: pl.DataFrame) -> None:
    """Keep the whole list of findings in ``folder``, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(folder / FINDINGS_FILE)


def read_findings(folder: Path, rules: Iterable[str] | None = None) -> pl.DataFrame:
    """The findings kept in ``folder``, of all rules or of some. Raises FileNotFoundError when there are none kept."""
    lazy = pl.scan_parquet(folder / FINDINGS_FILE)
    if rules is not None:
        lazy = lazy.filter(pl.col("rule").is_in(sorted(set(rules))))
    return lazy.collect()


def save(
    checked: check.Run,
    frame: pl.DataFrame,
    *,
    levels: Mapping[str, str],
    faults: Sequence[Fault] = (),
    fault_count: int = 0,
    cap: int = 1000,
    fault_cap: int = 500,
    timings: Mapping[str, float] | None = None,
    patches: Sequence[str] = (),
) -> Run:
    """Store a check: the run, exact counts of each rule that failed or did not run, at most ``cap`` findings a rule.

    ``frame`` is what :func:`findings_frame` made of the findings; ``levels`` maps a rule to its level. The caller holds
    the transaction.
    """
    seen_levels = {**levels, **dict(frame.select("rule", "level").unique().iter_rows())}
    run = _run(checked, seen_levels, patches, timings, max(fault_count, len(faults)))
    kept = frame.filter(pl.int_range(pl.len()).over("rule") < cap) if frame.height else frame
    stored = dict(kept.group_by("rule").len().iter_rows())
    RuleCount.objects.bulk_create(_rule_counts(run, checked, seen_levels, stored), batch_size=BATCH)
    Finding.objects.bulk_create((_finding(run, row) for row in kept.iter_rows(named=True)), batch_size=BATCH)
    StructureFault.objects.bulk_create(_structure_faults(run, faults[:fault_cap]), batch_size=BATCH)
    return run


def _run(
    checked: check.Run,
    levels: Mapping[str, str],
    patches: Sequence[str],
    timings: Mapping[str, float] | None,
    fault_count: int,
) -> Run:
    totals: Counter[str] = Counter()
    for rule, outcome in checked.rules.items():
        if outcome.failures:
            totals[levels[rule]] += outcome.failures
    statuses = Counter(str(outcome.status) for outcome in checked.rules.values())
    return Run.objects.create(
        ruleset=checked.ruleset,
        ruleset_sha256=checked.ruleset_sha256,
        patches=list(patches),
        errors=totals["error"],
        queries=totals["query"],
        structure_faults=fault_count,
        rules_run=statuses["ok"],
        skipped=statuses["skipped"],
        could_not_run=statuses["could_not_run"],
        timings=dict(timings or {}),
        causes=[
            {"words": cause.words, "rules": list(cause.rules), "findings": cause.findings} for cause in checked.causes
        ],
        fallbacks=list(checked.fallbacks),
    )


def _rule_counts(
    run: Run, checked: check.Run, levels: Mapping[str, str], stored: Mapping[str, int]
) -> Iterator[RuleCount]:
    """The rules that failed or did not run."""
    for rule, outcome in checked.rules.items():
        if outcome.failures or str(outcome.status) != RuleCount.Status.OK:
            yield RuleCount(
                run=run,
                rule=rule,
                level=levels.get(rule, "query"),
                failures=outcome.failures,
                stored=min(stored.get(rule, 0), outcome.failures),
                status=str(outcome.status),
                note=(outcome.note or "")[:500],
                ms=outcome.ms,
            )


def _structure_faults(run: Run, faults: Sequence[Fault]) -> Iterator[StructureFault]:
    for position, fault in enumerate(faults):
        yield StructureFault(
            run=run,
            position=position,
            line=fault.line,
            path=fault.path[:300],
            message=fault.message[:500],
            key=fault.key[:KEY_LENGTH] if fault.key else None,
            record=fault.record[:120] if fault.record else None,
            row=fault.row,
        )


def _finding(run: Run, row: Mapping[str, Any]) -> Finding:
    return Finding(
        run=run,
        position=row["position"],
        rule=row["rule"],
        level=row["level"],
        record=row["record"][:120],
        row=row["row"],
        line=row["line"],
        key=row["key"][:KEY_LENGTH] if row["key"] else None,
        identity=row["identity"],
        fingerprint=row["fingerprint"],
        values=json.loads(row["values"]),
        message=row["message"][:500],
    )
