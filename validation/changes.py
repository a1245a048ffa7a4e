"""What changed from one rule set to the next, worked out by comparing them."""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass
from enum import StrEnum

from validation.book import RuleSet, coordinates, load
from validation.rule import Rule, code_order


class Kind(StrEnum):
    """How a rule differs between two sets."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    CONDITION = "condition"
    LEVEL = "level"
    SCOPE = "scope"
    WORDING = "wording"


WORDS = {
    Kind.ADDED: "New rule",
    Kind.WITHDRAWN: "Withdrawn",
    Kind.CONDITION: "Fails in other cases",
    Kind.LEVEL: "Error or query changed",
    Kind.SCOPE: "For other schools or terms",
    Kind.WORDING: "Reworded, checks the same",
}


@dataclass(frozen=True)
class Change:
    """One rule that differs. ``old`` is None where it is new, ``new`` where it is withdrawn."""

    code: str
    kinds: tuple[Kind, ...]
    old: Rule | None
    new: Rule | None

    @property
    def rule(self) -> Rule:
        """The rule as it is now, or as it last was."""
        rule = self.new or self.old
        assert rule is not None
        return rule

    @property
    def words(self) -> list[str]:
        return [WORDS[kind] for kind in self.kinds]


def changes(old: RuleSet, new: RuleSet) -> list[Change]:
    """The rules that differ between two sets, in the order of their numbers."""
    found = []
    for code in sorted({*old.rules, *new.rules}, key=code_order):
        before, after = old.rules.get(code), new.rules.get(code)
        kinds = _kinds(before, after)
        if kinds:
            found.append(Change(code, kinds, before, after))
    return found


def condition_source(rule: Rule) -> str:
    """The rule's condition as Python, without its docstring and independent of how it is laid out."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(rule.condition)))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return "\n".join(ast.unparse(statement) for statement in body)


def _kinds(old: Rule | None, new: Rule | None) -> tuple[Kind, ...]:
    if old is None:
        return (Kind.ADDED,)
    if new is None:
        return (Kind.WITHDRAWN,)
    if old is new:
        return ()
    kinds = []
    if condition_source(old) != condition_source(new) or old.params != new.params or old.on.endings != new.on.endings:
        kinds.append(Kind.CONDITION)
    if old.level != new.level or old.reason_needed != new.reason_needed:
        kinds.append(Kind.LEVEL)
    if (old.terms, old.phases) != (new.terms, new.phases):
        kinds.append(Kind.SCOPE)
    if (old.message, old.fails_when, old.fix, old.description, old.tags) != (
        new.message,
        new.fails_when,
        new.fix,
        new.description,
        new.tags,
    ):
        kinds.append(Kind.WORDING)
    return tuple(kinds)


@dataclass(frozen=True)
class Version:
    """A rule set that has a rule, and how the rule differs there from the set before."""

    ruleset: RuleSet
    change: Change | None


def history(collection: str, code: str) -> list[Version]:
    """The released sets of a collection that a rule is or was in, newest first, with what changed in each."""
    sets = [load(coordinate) for coordinate in coordinates() if coordinate.startswith(f"{collection}:")]
    versions: list[Version] = []
    for number, ruleset in enumerate(sets):
        before = sets[number - 1] if number else None
        change = next((c for c in changes(before, ruleset) if c.code == code), None) if before else None
        if code in ruleset.rules or change is not None:
            versions.append(Version(ruleset, change))
    return versions[::-1]
