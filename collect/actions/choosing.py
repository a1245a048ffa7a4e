"""Which findings an action is about: some by id, or all of one rule."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from collect.models import Return
from collect.services.matching import Key
from validation.models import Finding
from validation.store import read_findings


@dataclass(frozen=True)
class Chosen:
    """What a person ticked: findings of the return's current file by id, or every finding of ``rule``.

    A whole rule means all its findings, also those beyond the number stored in the database.
    """

    findings: tuple[UUID, ...] = ()
    rule: str = ""

    @classmethod
    def of(cls, findings: Iterable[UUID | str]) -> Chosen:
        """The findings with these ids, as a form gives them."""
        return cls(findings=tuple(UUID(str(finding)) for finding in findings))


@dataclass(frozen=True)
class Target:
    """One distinct finding that an action is about."""

    key: Key
    level: str
    values: dict[str, Any]


def targets(return_: Return, chosen: Chosen, level: str) -> list[Target]:
    """The distinct findings of ``level`` in the current file that ``chosen`` names, in the order of the file."""
    submission = return_.current_submission
    if submission is None or submission.run_id is None:
        return []
    found: dict[Key, Target] = {}
    if chosen.rule:
        frame = read_findings(submission.tables_folder, [chosen.rule])
        columns = ("rule", "identity", "fingerprint", "level", "values")
        rows: Iterable[tuple[Any, ...]] = ((*row[:4], json.loads(row[4])) for row in frame.select(columns).iter_rows())
    else:
        rows = (
            row
            for start in range(0, len(chosen.findings), 500)
            for row in Finding.objects.filter(run_id=submission.run_id, pk__in=chosen.findings[start : start + 500])
            .order_by("position")
            .values_list("rule", "identity", "fingerprint", "level", "values")
        )
    for rule, identity, mark, row_level, values in rows:
        key = Key(rule, identity, mark)
        if row_level == level and key not in found:
            found[key] = Target(key, row_level, values)
    return list(found.values())
