"""What a good explanation of a query contains, the usual reasons, and whether a text is an explanation at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from validation.rule import Rule

OTHER = "other"
MIN_LETTERS, MIN_WORDS = 15, 4
NEW_WORDS = 2
"""So many words of an explanation must say something that the rule does not say already."""

# Words that say only that somebody looked, and small words that say nothing by themselves.
_SAYS_NOTHING = """
a above accurate all already an and are as at be been below by can check checked confirm confirmed correct correctly
data details do done error everything explained explanation figure figures fine for from good has have i in
information is it its just know known looked mis na n/a no none not nothing now of ok okay on or our per please pupil
pupils query record records return right rule school see seen so system that the their there these they this those to
true us valid value values verified was we were will with yes you your
"""
_EMPTY = frozenset(_SAYS_NOTHING.split())


@dataclass(frozen=True)
class Guidance:
    """For the writer of an explanation. ``reasons`` is code → what people choose, with ``other`` last."""

    good: str
    example: str
    reasons: Mapping[str, str]
    needed: bool
    """Whether the rule wants a reason in words; otherwise a tick is enough."""

    def label(self, code: str) -> str:
        """What a code stands for; the code itself where it is not one of these (any more)."""
        return self.reasons.get(code, code)


@dataclass(frozen=True)
class Problem:
    """Why a text is no explanation: a stable code and a sentence that says what is missing."""

    code: str
    text: str


@cache
def _declared(family: str) -> dict[str, Any]:
    path = Path(__file__).parent / "rules" / family.replace("-", "_") / "guidance.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def guidance_of(rule: Rule) -> Guidance:
    """The guidance for explaining a rule: its own, that of its part of the return, and the default, joined."""
    declared = _declared(rule.family)
    levels = [
        declared.get("default", {}),
        declared.get("block", {}).get(rule.block, {}),
        declared.get("rule", {}).get(rule.code, {}),
    ]
    good = next((level["good"] for level in reversed(levels) if "good" in level), "")
    # An example belongs to the words that it is an example of.
    example = next((str(level.get("example", "")) for level in reversed(levels) if "good" in level), "")
    reasons = next((dict(level["reasons"]) for level in reversed(levels) if "reasons" in level), {})
    # An error is explained only where it has been made a query for now: that was never meant to be ticked away.
    needed = rule.reason_needed or str(rule.level) == "error"
    return Guidance(good, example, {**reasons, OTHER: "Another reason"}, needed)


def label_of(family: str, code: str) -> str:
    """What a kind of reason is called, wherever in a family it is declared; empty for none."""
    if not code:
        return ""
    if code == OTHER:
        return "Another reason"
    declared = _declared(family)
    levels = [declared.get("default", {}), *declared.get("block", {}).values(), *declared.get("rule", {}).values()]
    return next((level["reasons"][code] for level in levels if code in level.get("reasons", {})), code)


def problem_with(text: str, rule: Rule) -> Problem | None:
    """What is missing from an explanation of a query of ``rule`` that needs a reason in words; None when nothing is."""
    words = _words(text)
    if not [word for word in words if word not in _EMPTY]:
        return Problem("text_empty", "Say why it is correct: that it was checked does not say why it is so.")
    said = f"{rule.message} {rule.fails_when} {rule.fix} {rule.description}"
    known = {_stem(word) for word in _words(said)}
    new = {_stem(word) for word in words if word not in _EMPTY} - known
    if len(new) < NEW_WORDS and len(words) >= MIN_WORDS:
        return Problem("text_repeats", "This repeats what the query says. Say why it is so here, and how you know.")
    if len(words) < MIN_WORDS or sum(map(str.isalnum, text)) < MIN_LETTERS:
        return Problem("text_short", "This is too short to be understood. Say what happened, and how you know.")
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:[/’'][a-z0-9]+)*", text.lower())


def _stem(word: str) -> str:
    """A word without its usual endings, so that “registered” repeats “registration”."""
    for ending in ("ations", "ation", "ions", "ion", "ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
