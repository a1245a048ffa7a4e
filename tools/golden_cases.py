"""The cases on which released rule sets are tried for ever: a return, the return before it, and every reference.

There is a return for each phase, with as many faults as find a place in it; and, for each rule that none of those
raises, the example of the rule that does. They are written once, with the first set of a collection and year, and are
only ever added to (``add``), so that a set that is released later has cases for its new rules.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from schemas import collections
from schemas.collections import CollectionType
from schemas.reading import read
from schemas.sample.makers import maker_of
from schemas.stacking import RETURN, stack
from schemas.tables import Tables
from validation import book
from validation.build import Reference
from validation.check import Run, check
from validation.examples import given_frame, load_examples
from validation.findings import Finding
from validation.fragments import message
from validation.preview.failing import failing
from validation.rule import Example, Rule

FEW = 20
"""Rows that a made-up reference has besides those of the return."""


@dataclass(frozen=True)
class Case:
    """A return with what is around it. ``given`` has the rows of each reference by its name.

    ``rule`` is the number of the rule that an example is for, empty for the return of a phase.
    """

    name: str
    xml: str
    rule: str = ""
    before: str = ""
    given: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def checked(ruleset: book.RuleSet, case: Case) -> Run:
    """The check of a case. What the set looks up and the case does not say is a reference without rows."""
    references = {
        name: given_frame(reference, case.given.get(name, []))
        for name, reference in ruleset.plan.build.references.items()
        if not reference.before
    }
    return check(_tables(case.xml), ruleset, _tables(case.before) if case.before else None, references)


def stacked(ruleset: book.RuleSet, cases: list[Case]) -> Iterator[tuple[Case, dict[str, list[Finding]]]]:
    """What the set finds in each case, by rule. Those with a return before are looked at together, then the others."""
    names = list(ruleset.plan.layout.tables)
    for some in ([case for case in cases if case.before], [case for case in cases if not case.before]):
        if not some:
            continue
        together = [_tables(case.xml) for case in some]
        before = stack([_tables(case.before) for case in some], names) if some[0].before else None
        references = {
            name: _rows_of(reference, some)
            for name, reference in ruleset.plan.build.references.items()
            if not reference.before
        }
        phases = pl.Series([tables.header.get(tables.collection.phase_item) for tables in together], dtype=pl.String)
        found = failing(ruleset, stack(together, names), before, references, phases)
        by_return = {code: each.by_return() for code, each in found.items()}
        for number, case in enumerate(some):
            yield case, {code: findings[number] for code, findings in by_return.items() if number in findings}


def _rows_of(reference: Reference, cases: list[Case]) -> pl.DataFrame:
    """The rows of a reference that each case gives, with the number of the case."""
    numbers = pl.Series(RETURN, [], dtype=pl.UInt32)
    frames = [given_frame(reference, []).with_columns(numbers)]
    for number, case in enumerate(cases):
        rows = given_frame(reference, case.given.get(reference.name, []))
        frames.append(rows.with_columns(pl.lit(number, dtype=pl.UInt32).alias(RETURN)))
    return pl.concat(frames)


def _tables(xml: str) -> Tables:
    return read(io.BytesIO(xml.encode()), "return.xml").tables


def cases_of(folder: Path, collection: str, year: int) -> list[Case]:
    """The cases of a collection and year, in the order in which they were added."""
    kept = json.loads(gzip.decompress(_file(folder, collection, year).read_bytes()))
    return [Case(**each) for each in kept]


def add(folder: Path, collection: str, year: int) -> list[Case]:
    """Add a case for each rule of any set of a collection and year that no case raises. Gives what was added."""
    path = _file(folder, collection, year)
    kind = collections.get(collection)
    there = cases_of(folder, collection, year) if path.exists() else []
    added = [] if there else list(of_phases(kind, year))
    sets = [book.load(each) for each in book.coordinates() if each.startswith(f"{collection}:{year}.")]
    raised = {ruleset.coordinate: _raised(ruleset, [*there, *added]) for ruleset in sets}
    load_examples(kind.family)
    for ruleset in sets:
        for code in sorted(ruleset.rules.keys() - raised[ruleset.coordinate]):
            case = example_case(ruleset, kind, ruleset.rules[code])
            if case is not None and case.name not in {each.name for each in [*there, *added]}:
                added.append(case)
                raised[ruleset.coordinate].add(code)
    if added:
        body = json.dumps([asdict(case) for case in [*there, *added]], ensure_ascii=False, indent=0)
        path.write_bytes(gzip.compress(body.encode(), mtime=0))
    return added


def _raised(ruleset: book.RuleSet, cases: list[Case]) -> set[str]:
    whole = {finding.rule for case in cases if not case.rule for finding in checked(ruleset, case).findings}
    return whole | {code for _case, found in stacked(ruleset, [case for case in cases if case.rule]) for code in found}


def _file(folder: Path, collection: str, year: int) -> Path:
    return folder / f"{collection}-{year}.cases.json.gz"


def of_phases(kind: CollectionType, year: int) -> Iterator[Case]:
    """A return with faults for each phase, with the sound return of the same people before it and all references."""
    maker = maker_of(kind.family)
    for phase in maker.phases(kind):
        xml = maker.golden(kind, year, phase, faulty=True)
        try:
            before = maker.golden(*collections.before(kind, year), phase, faulty=False)
        except LookupError:
            before = ""
        given = maker.references(_tables(xml), rows=FEW)
        rows = {name: json.loads(json.dumps(frame.to_dicts(), default=str)) for name, frame in given.items()}
        yield Case(phase or "all", xml, "", before, rows)


def example_case(ruleset: book.RuleSet, kind: CollectionType, rule: Rule) -> Case | None:
    """The first example of a rule that raises it in a set; None where none does."""
    for number, example in enumerate(rule.examples, start=1):
        if example.findings == 0 or example.term not in (None, kind.term) or example.year not in (None, ruleset.year):
            continue
        name = f"example {number} of {rule.code}, revision {rule.revision}"
        case = _as_case(name, kind, ruleset.year, rule, example)
        if any(finding.rule == rule.code for finding in checked(ruleset, case).findings):
            return case
    return None


def _as_case(name: str, kind: CollectionType, year: int, rule: Rule, example: Example) -> Case:
    phase = None
    if kind.phase_item:
        phase = example.phase or (rule.phases[0] if rule.phases else kind.example[kind.phase_item])
    before = ""
    if example.before is not None:
        other, one = collections.before(kind, year)
        before = message(other, one, example.before, phase).decode()
    given = {reference: [dict(row) for row in rows] for reference, rows in example.given.items()}
    return Case(name, message(kind, year, example.fragments, phase).decode(), rule.code, before, given)
