"""Patches: a rule of a released set switched off, or its level changed, without a release.

What is released stays as it is; a patched set keeps its coordinate and gets a hash of its own, made of what the patches
do. Patches that do nothing (undone, or the level that the rule has already) give the set itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from validation.book import RuleSet, hash_of
from validation.rule import Level, Rule, code_order

OFF = "off"


@dataclass(frozen=True)
class Patch:
    """What is done to the rule ``code``: ``level`` is its new level, None switches it off. ``id`` says who did it."""

    code: str
    level: Level | None = None
    id: str = ""

    @property
    def effect(self) -> str:
        """``off``, ``error`` or ``query``."""
        return OFF if self.level is None else str(self.level)


def patched(ruleset: RuleSet, patches: Iterable[Patch]) -> RuleSet:
    """``ruleset`` with ``patches`` applied; of several for one rule the last counts. Unknown rules are left aside."""
    return _patched(ruleset, tuple(patches))


@lru_cache(maxsize=32)
def _patched(ruleset: RuleSet, patches: tuple[Patch, ...]) -> RuleSet:
    last = {patch.code: patch for patch in patches}
    working = {
        code: last[code]
        for code in sorted(last, key=code_order)
        if code in ruleset.rules and last[code].level != ruleset.rules[code].level
    }
    if not working:
        return ruleset
    rules: dict[str, Rule] = {}
    for code, rule in ruleset.rules.items():
        if code not in working:
            rules[code] = rule
        elif (level := working[code].level) is not None:
            rules[code] = relevelled(rule, level)
    effects = [f"{code} {patch.effect}" for code, patch in working.items()]
    return RuleSet(
        ruleset.coordinate,
        ruleset.collection,
        ruleset.year,
        ruleset.in_force_from,
        hash_of([ruleset.hash, *effects]),
        rules,
        ruleset.note,
        tuple(patch.id for patch in working.values()),
        ruleset.options,
        tuple(_first_version([earlier, *effects]) for earlier in ruleset.earlier_hashes),
    )


def _first_version(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def relevelled(rule: Rule, level: Level) -> Rule:
    """The rule at another level. An error that becomes a query asks for a reason: a tick was never meant for it."""
    reason_needed = rule.reason_needed or (rule.level == Level.ERROR and level == Level.QUERY)
    return replace(rule, level=level, reason_needed=reason_needed)
