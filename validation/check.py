"""Checking a return: every rule of a rule set over its tables, and what came of each.

A rule that crashes is set apart ("could not run") without a word against the return; the cost of each is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter

from schemas.tables import Tables
from validation.book import RuleSet, ruleset_of
from validation.evaluate import Evaluated, evaluate
from validation.findings import Describer, Finding
from validation.plan import POSITION, Plan, Prepared
from validation.rule import Level, Need, Rule, code_order

log = logging.getLogger(__name__)

RAN, SKIPPED, COULD_NOT_RUN = "ok", "skipped", "could_not_run"
_NOT_GIVEN = {
    Need.PREVIOUS_RETURN: "the return before this one was not given",
    Need.OTHER_RETURNS: "the returns of other schools were not given",
    Need.REGISTER: "the school register was not given",
}


@dataclass
class RuleResult:
    """What came of one rule: how many records fail, the milliseconds it took, and why it did not run if so."""

    failures: int = 0
    ms: float = 0.0
    status: str = RAN
    note: str = ""


@dataclass
class Run:
    """One return checked with one rule set. Findings are in order of rule, then row."""

    ruleset: str
    ruleset_sha256: str
    findings: list[Finding] = field(default_factory=list)
    rules: dict[str, RuleResult] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def check(tables: Tables, ruleset: RuleSet | str | None = None, previous: Tables | None = None) -> Run:
    """Run a rule set (the one in force for the collection and year when none is named) over a return's tables.

    Raises ``LookupError`` for a rule set that is not known, ``ValueError`` for one of another collection or year.
    """
    started = perf_counter()
    book = ruleset if isinstance(ruleset, RuleSet) else ruleset_of(tables.collection, tables.year, ruleset)
    if (book.collection, book.year) != (tables.collection.code, tables.year):
        raise ValueError(f"{book.coordinate} is not for {tables.collection.code} {tables.year}")
    run = Run(book.coordinate, book.sha256, counts={str(level): 0 for level in Level})
    given = {Need.PREVIOUS_RETURN} if previous is not None else set()
    phase = tables.header.get("Phase")
    applying: list[Rule] = []
    for rule in sorted(book.rules.values(), key=lambda rule: code_order(rule.code)):
        if rule.phases and phase not in rule.phases:
            continue
        missing = [need for need in rule.needs if need not in given]
        if missing:
            reasons = "; ".join(_NOT_GIVEN[need] for need in missing)
            run.rules[rule.code] = RuleResult(status=SKIPPED, note=reasons)
        else:
            applying.append(rule)
    run_rules(applying, tables, run, book.plan, previous)
    run.rules = dict(sorted(run.rules.items(), key=lambda entry: code_order(entry[0])))
    run.seconds = perf_counter() - started
    return run


def run_rules(
    rules: Iterable[Rule], tables: Tables, run: Run, plan: Plan | None = None, previous: Tables | None = None
) -> None:
    """Add to ``run`` what ``rules`` make of ``tables``. ``plan`` may hold more rules than these."""
    rules = list(rules)
    wanted = {id(rule) for rule in rules}
    try:
        prepared = (plan or Plan(tables.collection, tables.year, rules)).prepare(tables, previous)
    except Exception as problem:  # noqa: BLE001  (whatever one rule does, the others are run)
        if len(rules) == 1:
            _set_apart(run, rules[0], "what it counts could not be prepared")
            return
        # One rule's counts or derived values cannot be made: find out whose, and run all the others.
        log.warning("preparing %d rules failed (%s); preparing each alone", len(rules), type(problem).__name__)
        for rule in rules:
            run_rules([rule], tables, run, None, previous)
        return
    describer = Describer(prepared)
    found: dict[int, list[Finding]] = {}
    members = [planned for planned in prepared.plan.rules if id(planned.rule) in wanted]
    for evaluated in evaluate(prepared, members):
        found[id(evaluated.planned)] = _describe(evaluated, prepared, describer, run)
    for planned in members:
        run.findings += found[id(planned)]


def _describe(evaluated: Evaluated, prepared: Prepared, describer: Describer, run: Run) -> list[Finding]:
    """The findings of an evaluated rule; its result is noted in ``run``."""
    started, planned, failing = perf_counter(), evaluated.planned, evaluated.failing
    if failing is None:
        _set_apart(run, planned.rule, "it stopped with an error")
        return []
    frame = prepared.frame(planned.subject)
    if frame is not None and len(failing):
        if unread := describer.unreadable_at(planned, frame):
            failing = failing.filter(~frame[POSITION].gather(failing).is_in(sorted(unread)))
    findings = describer.describe(planned, failing) if len(failing) else []
    run.counts[str(planned.rule.level)] += len(findings)
    ms = (evaluated.seconds + perf_counter() - started) * 1000
    run.rules[planned.rule.code] = RuleResult(len(findings), ms)
    return findings


def _set_apart(run: Run, rule: Rule, why: str) -> None:
    run.rules[rule.code] = RuleResult(status=COULD_NOT_RUN, note=why)
