"""A rule: what it is called, what it is about and the one expression that says when a record fails.

>>> @rule("1500", ERROR, on=PupilOnRoll | PupilNoLongerOnRoll, tags="UPN")
... def upn_missing(pupil):
...     '''The pupil has no UPN.
...
...     Fails when: UPN is absent.
...
...     Fix: Find the UPN or issue one.
...     '''
...     return pupil.upn.is_null()

The docstring is the rule in plain English: its first line is the message, ``Fails when`` the condition, ``Fix`` what to
do. An expression that is null (a comparison with an absent value) does not fail; only ``is_null`` speaks of absence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import polars as pl

from schemas.collections import CollectionType
from validation.build import Build
from validation.records import Records, View

Condition = Callable[[Any], pl.Expr]


class Level(StrEnum):
    """What a school must do about a finding."""

    ERROR = "error"
    """Must be put right."""
    QUERY = "query"
    """Check it: put it right or explain it."""


ERROR, QUERY = Level.ERROR, Level.QUERY


class Need(StrEnum):
    """Data beyond the return that a rule looks at. Without it the rule is skipped, and says so."""

    PREVIOUS_RETURN = "previous_return"
    OTHER_RETURNS = "other_returns"
    REGISTER = "register"


@dataclass(frozen=True)
class Example:
    """A fragment of a return, and how many findings the rule makes of it."""

    fragments: tuple[Any, ...]
    findings: int | None
    """Exactly so many; None for one or more."""
    boundary: bool = False
    term: str | None = None
    """Term, academic year and phase it is for; the first that the rule is for when not said."""
    year: int | None = None
    phase: str | None = None
    before: tuple[Any, ...] | None = None
    """Fragments of the return before, for a rule that compares with it."""
    given: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Rows of the data beyond the return, by the name of the reference."""


@dataclass(eq=False)
class Rule:
    """One numbered rule, in one revision.

    ``terms`` and ``phases`` are empty where the rule is for all of them; ``since`` and ``until`` are academic years,
    both included. ``reason_needed``: for a query, that confirming the value is not enough of an explanation.
    ``judges_unreadable``: it also fails where a value is there but is not of its type, which other rules leave to the
    structural fault.
    """

    code: str
    level: Level
    on: Records
    tags: tuple[str, ...]
    condition: Condition
    terms: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    whole_return: bool = False
    judges_unreadable: bool = False
    reason_needed: bool = False
    certain: bool = True
    needs: tuple[Need, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    revision: int = 1
    examples: list[Example] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<rule {self.code}>"

    @cached_property
    def _doc(self) -> dict[str, str]:
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", (self.condition.__doc__ or "").strip())
        parts = [" ".join(part.split()) for part in text.split("\n\n")]
        found = {"message": parts[0], "when": "", "fix": "", "more": ""}
        for part in parts[1:]:
            if part.startswith("Fails when:"):
                found["when"] = part.removeprefix("Fails when:").strip()
            elif part.startswith("Fix:"):
                found["fix"] = part.removeprefix("Fix:").strip()
            else:
                found["more"] = f"{found['more']} {part}".strip()
        return found

    @property
    def message(self) -> str:
        return self._doc["message"]

    title = message

    @property
    def fails_when(self) -> str:
        return self._doc["when"]

    @property
    def description(self) -> str:
        return self._doc["more"]

    @property
    def fix(self) -> str:
        return self._doc["fix"]

    @property
    def family(self) -> str:
        return self.on.family.code

    @property
    def records(self) -> tuple[str, ...]:
        """The tags of the records it is about."""
        return tuple(self.on.tags)

    @property
    def explanation_needed(self) -> bool:
        return self.reason_needed

    @property
    def block(self) -> str:
        """The part of the return that the rule is about, for grouping."""
        return self.condition.__module__.rpartition(".")[2]

    @property
    def block_name(self) -> str:
        return self.block.replace("_", " ").capitalize()

    def applies_to(self, collection: CollectionType, year: int) -> bool:
        return (
            collection.family == self.family
            and (not self.terms or collection.term in self.terms)
            and (self.since is None or year >= self.since)
            and (self.until is None or year <= self.until)
        )

    def build(self, build: Build) -> pl.Expr:
        """The rule's expression over the prepared table of its records."""
        return self.condition(View(build, self.on.nodes))


_REGISTRY: dict[str, dict[tuple[str, int], list[Rule]]] = {}


def registered(family: str) -> list[Rule]:
    """Every registered rule of ``family``, all revisions and years, in registration order."""
    return [rule for rules in _REGISTRY.get(family, {}).values() for rule in rules]


def rule(
    code: str,
    level: Level,
    *,
    on: Records,
    tags: str,
    terms: str = "",
    phases: str = "",
    needs: str = "",
    **options: Any,
) -> Callable[[Condition], Rule]:
    """Make a rule of a condition and register it.

    ``tags`` names what a finding shows: items (their values) and records (how many there are). ``terms``, ``phases``
    and ``needs`` are written as one spaced string. The condition is built once here, so that a misspelt item fails at
    import; raises ``ValueError`` for a tag that is not declared and for a number used twice in the same years.
    """

    def register(condition: Condition) -> Rule:
        made = Rule(
            code,
            level,
            on,
            tuple(tags.split()),
            condition,
            terms=tuple(terms.split()),
            phases=tuple(phases.split()),
            needs=tuple(Need(need) for need in needs.split()),
            **options,
        )
        declared = {node.tag for node in on.family.nodes}
        if unknown := [tag for tag in made.tags if tag not in declared]:
            raise ValueError(f"rule {code} names tags that are not declared: {', '.join(unknown)}")
        if not made.message or not made.fix:
            raise ValueError(f"rule {code} needs a message and a fix in its docstring")
        made.build(Build(on.family))
        siblings = _REGISTRY.setdefault(on.family.code, {}).setdefault((code, made.revision), [])
        if any(_years_overlap(made, other) for other in siblings):
            raise ValueError(f"rule {code} is there twice for the same years")
        siblings.append(made)
        return made

    return register


def _years_overlap(one: Rule, other: Rule) -> bool:
    return (one.since or 0) <= (other.until or 9999) and (other.since or 0) <= (one.until or 9999)


def code_order(code: str) -> tuple[int, int, str]:
    """Sort key that puts rule numbers in the order people count: 100, 1520, 1601Q, PX01, TonT1B."""
    number = re.match(r"\d+", code)
    return (0, int(number[0]), code) if number else (1, 0, code)
