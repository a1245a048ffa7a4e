"""Checking a return: every rule of a rule set over its tables, and what came of each.

A rule that crashes is set apart ("could not run") without a word against the return; the cost of each is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

import polars as pl

from schemas.tables import Tables
from validation import header_year
from validation.beside import POSITION
from validation.book import RuleSet, ruleset_of
from validation.budget import rule_budget, within
from validation.build import PREVIOUS
from validation.causes import Cause, root_causes
from validation.evaluate import Evaluated, evaluate
from validation.findings import Describer
from validation.lazy_findings import Failures, Findings
from validation.plan import Plan
from validation.prepare import Prepared, prepare
from validation.rule import Level, Rule, code_order

log = logging.getLogger(__name__)

RAN, SKIPPED, COULD_NOT_RUN = "ok", "skipped", "could_not_run"


@dataclass
class RuleResult:
    """What came of one rule: how many records fail, the milliseconds it took to find them, and why it did not run."""

    failures: int = 0
    ms: float = 0.0
    status: str = RAN
    note: str = ""


@dataclass
class Run:
    """One return checked with one rule set. Findings are in order of rule, then row; they are described when read."""

    ruleset: str
    ruleset_sha256: str
    findings: Findings = field(default_factory=Findings)
    rules: dict[str, RuleResult] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    causes: list[Cause] = field(default_factory=list)
    """What is behind many of the findings: see :mod:`validation.causes`."""
    fallbacks: list[str] = field(default_factory=list)
    """Where a quick way failed and a slow one was taken, in words: a fault of ours, whatever the findings are."""


@dataclass(frozen=True)
class Beyond:
    """What is given besides the return itself: the return before it, and references by name."""

    previous: Tables | None = None
    references: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def holds(self, words: str, plan: Plan) -> bool:
        """Whether what ``words`` name is given."""
        if words == PREVIOUS:
            return self.previous is not None
        return any(
            lookup.reference.name in self.references for lookup in plan.build.lookups if lookup.reference.words == words
        )


def check(
    tables: Tables,
    ruleset: RuleSet | str | None = None,
    previous: Tables | None = None,
    references: Mapping[str, pl.DataFrame] | None = None,
) -> Run:
    """Run a rule set (the one in force for the collection and year when none is named) over a return's tables.

    A rule that looks at ``previous`` (the return before this one) or at one of ``references`` (by name, see
    :class:`validation.build.Reference`) is skipped where that is not given, and says so. Raises ``LookupError`` for a
    rule set that is not known, ``ValueError`` for one of another collection or year.
    """
    started = perf_counter()
    book = ruleset if isinstance(ruleset, RuleSet) else ruleset_of(tables.collection, tables.year, ruleset)
    if (book.collection, book.year) != (tables.collection.code, tables.year):
        raise ValueError(f"{book.coordinate} is not for {tables.collection.code} {tables.year}")
    run = Run(book.coordinate, book.hash, counts={str(level): 0 for level in Level})
    beyond = Beyond(previous, references or {})
    phase = tables.header.get(tables.collection.phase_item)
    another_year = header_year.OPTION in book.options and bool(header_year.disagreeing(tables).any())
    applying: list[Rule] = []
    for planned in book.plan.rules:
        rule = planned.rule
        if rule.phases and phase not in rule.phases:
            continue
        missing = sorted(words for words in planned.looks_at if not beyond.holds(words, book.plan))
        if missing:
            run.rules[rule.code] = RuleResult(status=SKIPPED, note=f"not given: {', '.join(missing)}")
        elif another_year and planned.measures_dates:
            run.rules[rule.code] = RuleResult(status=SKIPPED, note=header_year.why(tables))
        else:
            applying.append(rule)
    run_rules(applying, tables, run, book.plan, beyond)
    run.causes = root_causes(tables, book.plan, {code: result.failures for code, result in run.rules.items()})
    run.rules = dict(sorted(run.rules.items(), key=lambda entry: code_order(entry[0])))
    run.seconds = perf_counter() - started
    return run


def run_rules(
    rules: Iterable[Rule], tables: Tables, run: Run, plan: Plan | None = None, beyond: Beyond = Beyond()
) -> None:
    """Add to ``run`` what ``rules`` make of ``tables``. ``plan`` may hold more rules than these."""
    rules = list(rules)
    wanted = {id(rule) for rule in rules}
    try:
        plan = plan or Plan(tables.collection, tables.year, rules)
        rows = sum(frame.height for frame in tables.values())
        work = partial(prepare, plan, tables, beyond.previous, beyond.references)
        prepared = within(rule_budget(rows, max(1, len(rules) // 10)), work)
    except Exception as problem:  # noqa: BLE001  (whatever one rule does, the others are run)
        if len(rules) == 1:
            _set_apart(run, rules[0], "what it counts could not be prepared")
            return
        # One rule's counts or derived values cannot be made: find out whose, and run all the others.
        why = f"preparing {len(rules)} rules together failed ({type(problem).__name__}): each was prepared alone"
        run.fallbacks.append(why)
        log.warning("%s", why)
        for rule in rules:
            run_rules([rule], tables, run, None, beyond)
        return
    describer = Describer(prepared)
    found: dict[int, Failures] = {}
    members = [planned for planned in prepared.plan.rules if id(planned.rule) in wanted]
    for evaluated in evaluate(prepared, members, run.fallbacks):
        if (failures := _failures(evaluated, prepared, describer, run)) is not None:
            found[id(evaluated.planned)] = failures
    run.findings.by_rule += [found[id(planned)] for planned in members if id(planned) in found]


def _failures(evaluated: Evaluated, prepared: Prepared, describer: Describer, run: Run) -> Failures | None:
    """Where an evaluated rule fails, None where it does not; its result is noted in ``run``."""
    started, planned, failing = perf_counter(), evaluated.planned, evaluated.failing
    if failing is None:
        _set_apart(run, planned.rule, evaluated.problem)
        return None
    frame = prepared.frame(planned.subject)
    if frame is not None and len(failing) and (unread := describer.unreadable_at(planned, frame)):
        failing = failing.filter(~frame[POSITION].gather(failing).is_in(sorted(unread)))
    run.counts[str(planned.rule.level)] += len(failing)
    ms = (evaluated.seconds + perf_counter() - started) * 1000
    run.rules[planned.rule.code] = RuleResult(len(failing), ms)
    return Failures(planned, failing, describer) if len(failing) else None


def _set_apart(run: Run, rule: Rule, why: str) -> None:
    run.rules[rule.code] = RuleResult(status=COULD_NOT_RUN, note=why)
