"""One cause behind many findings: a part that no record of the return has.

A block that the export left out is reported by every rule that misses something in it, for every record. The findings
stay as they are; what is said here is what to put right first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from schemas.layout import Node
from schemas.tables import RECORD, Tables
from validation.plan import Plan, Planned

FEWEST_RECORDS = 10
"""Of so few records that all lack something, each may have its own cause."""
NEARLY_ALL = 0.9
"""The share of the records that a rule fails on to count as a consequence."""


@dataclass(frozen=True)
class Cause:
    """A part that all ``records`` of a kind lack, and the rules that say so, with the number of their findings."""

    words: str
    path: str
    records: int
    rules: tuple[str, ...]
    findings: int


def root_causes(tables: Tables, plan: Plan, failures: Mapping[str, int]) -> list[Cause]:
    """The causes of two rules and more, those of most findings first. ``failures``: findings by rule."""
    found: dict[tuple[str, str], _Missing] = {}
    for planned in plan.rules:
        failed = failures.get(planned.rule.code, 0)
        if failed < FEWEST_RECORDS or planned.subject.table == plan.root:
            continue
        rows = _rows(tables, planned)
        if failed < NEARLY_ALL * rows.height:
            continue
        lacking = [node for node in _named_items(planned) if _lacks(rows, node)]
        for part in dict.fromkeys(_outermost(rows, node) for node in lacking):
            # Records of several kinds that share a table lack the same part.
            within = part.path.removeprefix(part.host.path)
            missing = found.setdefault((planned.subject.table, within), _Missing(part, rows.height, []))
            missing.records = max(missing.records, rows.height)
            if planned.rule.code not in missing.rules:
                missing.rules.append(planned.rule.code)
    causes = [missing.cause(plan, failures) for missing in found.values() if len(missing.rules) > 1]
    return sorted(causes, key=lambda cause: (-cause.findings, cause.path))


@dataclass
class _Missing:
    """A part that all records of a table lack, as rules name it."""

    part: Node
    records: int
    rules: list[str]

    def cause(self, plan: Plan, failures: Mapping[str, int]) -> Cause:
        part = self.part
        name = f"{part.label} ({part.tag})" if part.label != part.tag else part.tag
        who = plan.collection.people if part.host.is_person else f"{part.host.table} records"
        findings = sum(failures[code] for code in self.rules)
        return Cause(
            f"None of the {self.records:,} {who} has {name}", part.path, self.records, tuple(self.rules), findings
        )


def _rows(tables: Tables, planned: Planned) -> pl.DataFrame:
    frame = tables[planned.subject.table]
    return frame.filter(pl.col(RECORD).is_in(sorted(planned.subject.kinds)))


def _named_items(planned: Planned) -> Iterable[Node]:
    """The items of the rule's own records that its findings show."""
    for node in planned.rule.on.nodes:
        yield from (item for item in node.host.items() if item.tag in planned.rule.tags)


def _lacks(rows: pl.DataFrame, node: Node) -> bool:
    """Whether no row has the item or, for a group, any of its items."""
    items = [node] if node.kind == "item" else list(node.items())
    return all(item.column not in rows.columns or rows[item.column].null_count() == rows.height for item in items)


def _outermost(rows: pl.DataFrame, item: Node) -> Node:
    """The largest group around an item that is empty everywhere with it."""
    part = item
    while part.parent is not None and part.parent.kind == "group" and part.parent.host is item.host:
        if not _lacks(rows, part.parent):
            break
        part = part.parent
    return part
