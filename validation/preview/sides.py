"""The two rule sets of a preview, and what of them has to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from validation import book
from validation.book import RuleSet
from validation.build import PREVIOUS, Reference
from validation.patches import Patch, patched
from validation.rule import Level


@dataclass(frozen=True)
class Side:
    """A rule set with its patches, as it can be written down."""

    coordinate: str
    patches: tuple[tuple[str, str | None], ...] = ()

    def load(self) -> RuleSet:
        """The rule set."""
        found = [Patch(code, Level(level) if level else None, code) for code, level in self.patches]
        return patched(book.load(self.coordinate), found)


def differing(before: RuleSet, after: RuleSet) -> tuple[RuleSet, RuleSet]:
    """Both sets cut down to the rules that are not the very same in the other."""
    codes = {*before.rules, *after.rules}
    other = {code for code in codes if before.rules.get(code) is not after.rules.get(code)}

    def cut(ruleset: RuleSet) -> RuleSet:
        return replace(ruleset, rules={code: rule for code, rule in ruleset.rules.items() if code in other})

    return cut(before), cut(after)


def looked_up(*sides: RuleSet) -> dict[str, Reference]:
    """The references that the rules of these sets look up, by name."""
    every = [side.plan.build.references for side in sides]
    return {name: reference for found in every for name, reference in found.items() if not reference.before}


def looks_back(*sides: RuleSet) -> bool:
    """Whether a rule of these sets looks at the return before."""
    return any(PREVIOUS in planned.looks_at for side in sides for planned in side.plan.rules)
