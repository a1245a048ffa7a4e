"""The rule book as the portal asks for it: by coordinate, kept in the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from validation import book
from validation.book import RuleSet
from validation.patches import Patch, patched
from validation.rule import Rule


@dataclass(frozen=True)
class UnknownRule:
    """Stands in for a rule that the rule set at hand does not hold (withdrawn since the file was checked)."""

    code: str
    level: str = "query"
    title: str = "This rule is not in the rule set any more"
    description: str = ""
    fix: str = ""
    block: str = ""
    block_name: str = "Other"
    explanation_needed: bool = True


RuleText = Rule | UnknownRule
"""What pages and actions ask a rule for: its texts, level and block."""


@lru_cache(maxsize=16)
def rules_of(coordinate: str) -> Mapping[str, Rule]:
    """Code → rule of the rule set with this coordinate (``…:2026.1``)."""
    return book.load(coordinate).rules


def blocks_of(coordinate: str) -> dict[str, str]:
    """Parts of the return that the rules are about: name in addresses → name for people, in order of rule."""
    return {rule.block: rule.block_name for rule in rules_of(coordinate).values()}


def rules_in_block(coordinate: str, block: str) -> list[str]:
    """The numbers of the rules about one part of the return."""
    return [code for code, rule in rules_of(coordinate).items() if rule.block == block]


def rule_of(coordinate: str, code: str) -> RuleText:
    """One rule; a stand-in where the rule set does not hold it."""
    return rules_of(coordinate).get(code) or UnknownRule(code)


PatchesInForce = Callable[[str], Sequence[Patch]]
_providers: list[PatchesInForce] = []


def provide_patches(provider: PatchesInForce) -> None:
    """Have ``provider`` say which patches of a rule set are in force now: whoever keeps patches calls this at start."""
    if provider not in _providers:
        _providers.append(provider)


def in_force(coordinate: str) -> RuleSet:
    """The rule set with this coordinate as returns are checked with it now: with the patches in force."""
    found = [patch for provider in _providers for patch in provider(coordinate)]
    return patched(book.load(coordinate), found)
