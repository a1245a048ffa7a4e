"""The examples of the rules: each rule's proof and its documentation.

A family keeps them in ``validation/rules/<family>/examples``, one module for each module of rules:

>>> it = of("1520")
>>> it.fails(pupil(UPN="H801200001001"), pupil(UPN="H801200001001"), times=2)
>>> it.passes(pupil(UPN="H801200001001"), pupil(UPN="X823200125012"))
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import polars as pl

from schemas import collections
from schemas.collections import CollectionType
from validation.book import load_rules
from validation.build import Reference
from validation.check import Beyond, Run, run_rules
from validation.fragments import Fragment, message, read_example
from validation.plan import Plan
from validation.rule import Example, Rule


class Examples:
    """What is noted for one rule: all years and revisions of its number, or those that ``since`` names."""

    def __init__(self, rules: list[Rule]):
        self._rules = rules

    def _note(self, example: Example) -> None:
        for rule in self._rules:
            rule.examples.append(example)

    def fails(self, *fragments: Fragment, times: int | None = None, **options: Any) -> None:
        """A return with these fragments fails (``times``: with so many findings; one or more when not said)."""
        self._note(Example(fragments, times, **options))

    def passes(self, *fragments: Fragment, **options: Any) -> None:
        self._note(Example(fragments, 0, **options))

    def just_fails(self, *fragments: Fragment, **options: Any) -> None:
        """The boundary: it only just fails."""
        self._note(Example(fragments, None, boundary=True, **options))

    def just_passes(self, *fragments: Fragment, **options: Any) -> None:
        """The boundary: it only just passes."""
        self._note(Example(fragments, 0, boundary=True, **options))


def examples_for(family: str) -> Callable[..., Examples]:
    """``of``: takes a rule's number, gives where its examples are noted. Raises ``LookupError`` for no such rule."""

    def of(code: str, since: int | None = None, revision: int | None = None) -> Examples:
        rules = [
            rule
            for rule in load_rules(family)
            if rule.code == code
            and (since is None or rule.since == since)
            and (revision is None or rule.revision == revision)
        ]
        if not rules:
            raise LookupError(f"no rule {code} in {family}")
        return Examples(rules)

    return of


@cache
def load_examples(family: str) -> tuple[Rule, ...]:
    """The rules of a family with their examples noted."""
    rules = load_rules(family)
    package = import_module(f"validation.rules.{family.replace('-', '_')}.examples")
    for module in iter_modules(package.__path__):
        if not module.name.startswith("_"):
            import_module(f"{package.__name__}.{module.name}")
    return rules


def setting(rule: Rule, example: Example) -> tuple[CollectionType, int, str | None]:
    """The collection, academic year and phase in which an example is tried: the first the rule is for."""
    kinds = collections.families()[rule.family]
    term = example.term or (rule.terms[0] if rule.terms else None)
    kind = next(kind for kind in kinds if term is None or kind.term == term)
    year = example.year or rule.until or max(kind.years)
    if not kind.phase_item:
        return kind, year, None
    return kind, year, example.phase or (rule.phases[0] if rule.phases else kind.example[kind.phase_item])


def setting_before(rule: Rule, example: Example) -> tuple[CollectionType, int]:
    """The collection and year of the return before: those of the census day before."""
    kind, year, _phase = setting(rule, example)
    return collections.before(kind, year)


def given_frame(reference: Reference, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows of an example as the table of a reference; dates are written as text there."""
    schema = reference.schema
    dates = [column for column, kind in schema.items() if kind == pl.Date()]
    written = {column: pl.String() if column in dates else kind for column, kind in schema.items()}
    return pl.DataFrame(rows, schema=written).with_columns(pl.col(column).str.to_date() for column in dates)


def example_xml(rule: Rule, example: Example) -> str:
    """The return that an example stands for."""
    kind, year, phase = setting(rule, example)
    return message(kind, year, example.fragments, phase).decode()


def try_example(rule: Rule, example: Example) -> Run:
    """Run ``rule`` alone over the example's return."""
    kind, year, phase = setting(rule, example)
    reading = read_example(kind, year, example.fragments, phase)
    run = Run("example", "", counts={"error": 0, "query": 0})
    plan = Plan(kind, year, [rule])
    previous = None
    if example.before is not None:
        other, one = setting_before(rule, example)
        previous = read_example(other, one, example.before, phase).tables
    given = {
        name: given_frame(reference, example.given[name])
        for name, reference in plan.build.references.items()
        if name in example.given
    }
    run_rules([rule], reading.tables, run, plan, Beyond(previous, given))
    return run
