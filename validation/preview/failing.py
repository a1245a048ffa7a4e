"""Where the rules of a set fail in a stack of returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from schemas.stacking import RETURN
from schemas.tables import Tables
from validation import header_year
from validation.beside import POSITION
from validation.book import RuleSet
from validation.check import Beyond
from validation.evaluate import evaluate
from validation.findings import Describer, Finding
from validation.plan import Planned
from validation.prepare import prepare


@dataclass
class Failing:
    """Where one rule fails: positions in its subject's frame, and the number of the return of each."""

    planned: Planned
    describer: Describer
    positions: pl.Series
    returns: pl.Series

    def counts(self) -> dict[int, int]:
        """Number of the return → how many records fail."""
        return Counter(self.returns.to_list())

    def first(self, number: int) -> list[tuple[int, Finding]]:
        """The first findings, each with the number of its return."""
        positions = self.positions.head(max(0, number))
        findings = self.describer.describe(self.planned, positions) if len(positions) else []
        return list(zip(self.returns.to_list(), findings, strict=False))

    def by_return(self) -> dict[int, list[Finding]]:
        """Number of the return → its findings."""
        found: dict[int, list[Finding]] = {}
        for number, finding in self.first(len(self.positions)):
            found.setdefault(number, []).append(finding)
        return found


class CouldNotRun(Exception):
    """A rule cannot be run over these returns together."""


def failing(
    ruleset: RuleSet,
    stacked: Tables,
    previous: Tables | None,
    references: Mapping[str, pl.DataFrame],
    phases: pl.Series,
) -> dict[str, Failing]:
    """Rule → where it fails, for those that fail anywhere. ``phases`` is the phase of each return.

    Raises ``CouldNotRun``, and what preparing raises.
    """
    beyond = Beyond(previous, references)
    plan = ruleset.plan
    another_year = header_year.disagreeing(stacked) if header_year.OPTION in ruleset.options else None
    numbers = {planned.rule.code: _applies_to(planned, phases, another_year) for planned in plan.rules}
    members = [
        planned
        for planned in plan.rules
        if len(numbers[planned.rule.code]) and all(beyond.holds(words, plan) for words in planned.looks_at)
    ]
    found: dict[str, Failing] = {}
    if not members:
        return found
    prepared = prepare(plan, stacked, previous, references)
    describer = Describer(prepared)
    for evaluated in evaluate(prepared, members):
        planned, positions = evaluated.planned, evaluated.failing
        if positions is None:
            raise CouldNotRun(planned.rule.code)
        frame = prepared.frame(planned.subject)
        if frame is None or not len(positions):
            continue
        if unread := describer.unreadable_at(planned, frame):
            positions = positions.filter(~frame[POSITION].gather(positions).is_in(sorted(unread)))
        returns = frame[RETURN].gather(positions)
        if len(numbers[planned.rule.code]) < len(phases):
            mine = returns.is_in(numbers[planned.rule.code].implode())
            positions, returns = positions.filter(mine), returns.filter(mine)
        if len(positions):
            found[planned.rule.code] = Failing(planned, describer, positions, returns)
    return found


def skipped(
    ruleset: RuleSet, looks_back: bool, references: Mapping[str, pl.DataFrame], phases: pl.Series
) -> dict[str, tuple[str, list[int]]]:
    """Rule → what it needs and is not given, and the numbers of the returns that it would have been run for."""
    beyond = Beyond(Tables.empty(ruleset.plan.collection, ruleset.year) if looks_back else None, references)
    found = {}
    for planned in ruleset.plan.rules:
        missing = sorted(words for words in planned.looks_at if not beyond.holds(words, ruleset.plan))
        if missing:
            found[planned.rule.code] = (f"not given: {', '.join(missing)}", _applies_to(planned, phases).to_list())
    return found


def _applies_to(planned: Planned, phases: pl.Series, another_year: pl.Series | None = None) -> pl.Series:
    """Numbers of the returns of the rule's phases, without those in which it measures no dates."""
    applies = pl.Series([True] * len(phases), dtype=pl.Boolean)
    if planned.rule.phases:
        applies = phases.is_in(list(planned.rule.phases)).fill_null(False)
    if another_year is not None and planned.measures_dates:
        applies &= ~another_year
    return applies.arg_true()
