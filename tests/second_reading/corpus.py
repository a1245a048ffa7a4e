"""The returns on which the two readings are compared: samples with faults, the rules' examples, and spoilt ones."""

from __future__ import annotations

import io
import json
import random
from argparse import ArgumentParser
from collections.abc import Callable, Collection, Iterator
from typing import Any

from schemas import collections
from schemas.collections import CollectionType
from schemas.sample.makers import maker_of
from tests.second_reading.engine import tables_of
from tests.second_reading.mutate import mutate, thinned
from tools.golden_cases import Case
from validation import book
from validation.examples import load_examples, setting
from validation.fragments import message
from validation.rule import Example, Rule

PEOPLE, FAULTS, FEW_ROWS = 24, 40, 3


def sample(kind: CollectionType, year: int, phase: str, seed: int, faults: int) -> str:
    """A sample return with as many of these faults as find a place."""
    maker = maker_of(kind.family)
    parser = ArgumentParser()
    maker.add_arguments(parser)
    options: dict[str, Any] = vars(parser.parse_args([]))
    options |= {"people": PEOPLE, "year": year, "seed": seed, "rules": (), "packed": False}
    options |= {"phase": phase, "term": kind.term} if phase else {}
    while True:
        out = io.BytesIO()
        try:
            maker.make(options | {"faults": faults}, out)
        except LookupError:
            faults -= max(1, faults // 4)
        else:
            return out.getvalue().decode()


def sample_case(kind: CollectionType, year: int, phase: str, seed: int, faults: int = FAULTS) -> Case:
    """A sample return with all that is known beside it."""
    xml = sample(kind, year, phase, seed, faults)
    try:
        before = sample(*collections.before(kind, year), phase, seed, 0)
    except LookupError:
        before = ""
    given = maker_of(kind.family).references(tables_of(xml.encode()), rows=FEW_ROWS)
    rows = {name: json.loads(json.dumps(frame.to_dicts(), default=str)) for name, frame in given.items()}
    return Case(f"{phase or 'sample'} {seed}", xml, "", before, rows)


def spoilt(case: Case, seed: str) -> Case:
    """A case with its return, the one before and the references spoilt by chance."""
    chance = random.Random(f"{case.name}|{seed}")
    given = {name: [row for row in rows if chance.random() < 0.9] for name, rows in case.given.items()}
    for row in given.get("qualifications", []):
        row |= {"academic": chance.random() < 0.5, "last_certification": chance.choice([None, "2024-08-31"])}
    before = thinned(case.before.encode(), chance).decode() if case.before else ""
    return Case(f"{case.name} spoilt {seed}", mutate(case.xml.encode(), chance).decode(), "", before, given)


def samples(kind: CollectionType, year: int, seed: int, rounds: int) -> Iterator[Case]:
    """For each phase a sample with faults, and spoilt ones of it: ``rounds`` each."""
    for phase in maker_of(kind.family).phases(kind):
        case = sample_case(kind, year, phase, seed)
        yield case
        for number in range(rounds):
            yield spoilt(case, f"{seed}.{number}")


def examples(kind: CollectionType, year: int) -> Iterator[Case]:
    """Every example of the rules in force that is for this collection and year, as a return."""
    for rule in _in_force(kind, year):
        for number, example in enumerate(rule.examples, start=1):
            if setting(rule, example)[:2] == (kind, year):
                yield as_case(kind, year, rule, example, number)


def raising(
    kind: CollectionType, year: int, codes: Collection[str], raises: Callable[[Case], set[str]]
) -> Iterator[Case]:
    """For each of these rules the first of its examples that raises it in this collection and year, if one does."""
    for rule in _in_force(kind, year):
        if rule.code not in codes:
            continue
        for number, example in enumerate(rule.examples, start=1):
            if example.findings == 0 or example.term not in (None, kind.term) or example.year not in (None, year):
                continue
            case = as_case(kind, year, rule, example, number)
            if rule.code in raises(case):
                yield case
                break


def as_case(kind: CollectionType, year: int, rule: Rule, example: Example, number: int) -> Case:
    """An example as a return of this collection and year, with what it says is given beside."""
    phase = setting(rule, example)[2]
    before = ""
    if example.before is not None:
        before = message(*collections.before(kind, year), example.before, phase).decode()
    xml = message(kind, year, example.fragments, phase).decode()
    given = {name: [dict(row) for row in rows] for name, rows in example.given.items()}
    return Case(f"example {number} of {rule.code}", xml, rule.code, before, given)


def _in_force(kind: CollectionType, year: int) -> list[Rule]:
    load_examples(kind.family)
    return list(book.ruleset_of(kind, year, None).rules.values())
