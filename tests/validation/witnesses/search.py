"""Rules that contradict each other, found by trying every choice that a sender has.

A *situation* is what the sender cannot choose (age, year group, what happened); its *choices* are all ways to fill the
items that rules share. Each choice is a person of its own in one large return, so a whole school's situations are
checked at once. A choice that nothing fails is the witness that the rules can be satisfied together.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from schemas.layout import Layout
from schemas.reading import read
from schemas.sample.write import Fields, Writer
from validation.book import RuleSet
from validation.check import check

Codes = frozenset[str]


@dataclass(frozen=True, eq=False)
class Situation:
    """One kind of person: the record as far as it is given, and the choices to fill the rest.

    :ivar person: groups and items of the person's record.
    :ivar choices: what to change in it; ``None`` leaves an item out.
    :ivar likely: choices that are tried first; all the others only where none of these passes.
    :ivar leaver: a pupil no longer on roll.
    """

    name: str
    person: Fields
    choices: Sequence[Fields]
    likely: Sequence[Fields] = ()
    leaver: bool = False


@dataclass(frozen=True)
class Outcome:
    """What the rules say of a situation.

    :ivar always: rules that fail whatever is chosen: they object to the situation itself.
    :ivar witness: a choice that passes every other rule, if there is one.
    :ivar together: sets of rules of which, beside those, one fails whatever is chosen: they contradict each other.
    """

    always: Codes
    witness: Fields | None
    together: frozenset[tuple[str, ...]]


def every(**choices: Iterable[Any]) -> list[Fields]:
    """Every combination of values of these items; ``None`` is absent."""
    return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]


def merged(person: Fields, change: Fields) -> Fields:
    """The record with a change made in it, group by group; what is changed to None goes."""
    found = dict(person)
    for tag, value in change.items():
        if value is None:
            found.pop(tag, None)
        else:
            found[tag] = merged(found.get(tag, {}), value) if isinstance(value, dict) else value
    return found


def findings_by_key(layout: Layout, message: Fields, ruleset: RuleSet, **given: Any) -> dict[str, set[str]]:
    """The rules that fail on each person of a return, by the person's key. The return must be sound in structure."""
    out = io.BytesIO()
    Writer(layout, out).write(message)
    reading = read(io.BytesIO(out.getvalue()), "witnesses.xml")
    assert reading.faults == []
    found: dict[str, set[str]] = {}
    for finding in check(reading.tables, ruleset, **given).findings:
        if finding.key is not None:
            found.setdefault(finding.key, set()).add(finding.rule)
    return found


Trial = Callable[[list[tuple[Situation, Fields]]], list[Codes]]
"""Tries people, each a situation with a choice made, in one return; gives the rules that fail on each."""


def outcomes(situations: Sequence[Situation], trial: Trial) -> dict[str, Outcome]:
    """What the rules say of each situation, by its name."""
    first = _judged({situation: situation.likely for situation in situations if situation.likely}, trial)
    left = [situation for situation in situations if situation not in first or first[situation].witness is None]
    found = first | _judged({situation: situation.choices for situation in left}, trial)
    return {situation.name: outcome for situation, outcome in found.items()}


def _judged(choices: Mapping[Situation, Sequence[Fields]], trial: Trial) -> dict[Situation, Outcome]:
    if not choices:
        return {}
    failing = iter(trial([(situation, choice) for situation, some in choices.items() for choice in some]))
    return {situation: judge(some, [next(failing) for _ in some]) for situation, some in choices.items()}


def judge(choices: Sequence[Fields], failing: Sequence[Codes]) -> Outcome:
    """What the rules that fail on each choice say together."""
    always = frozenset.intersection(*failing)
    rest = [codes - always for codes in failing]
    passing = next((choice for choice, codes in zip(choices, rest, strict=True) if not codes), None)
    return Outcome(always, passing, frozenset() if passing is not None else frozenset(_covers(rest)))


def _covers(failing: list[Codes]) -> Iterator[tuple[str, ...]]:
    """The smallest sets of rules of which every choice fails one."""
    distinct = {codes for codes in failing if not any(other < codes for other in failing)}
    rules = sorted(set().union(*distinct))
    for size in range(2, len(rules) + 1):
        found = [some for some in combinations(rules, size) if all(codes & set(some) for codes in distinct)]
        if found:
            yield from found
            return
