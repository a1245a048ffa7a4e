"""Which explanation belongs to which finding: pure, from keys alone.

A finding is known by its rule, by the identity of the record and by the fingerprint of the values that raised it.

* the same three again: the finding is explained, in whatever state the explanation is;
* the same rule and identity, other values, and what was explained is no longer there: it needs another look;
* otherwise it has not been explained.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Key(NamedTuple):
    """What makes a finding the same one in two files."""

    rule: str
    identity: str
    fingerprint: str


class Match(StrEnum):
    """What there is to say of a finding."""

    NONE = "none"
    GIVEN = "given"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    CHANGED = "changed"
    ACCEPTED_ERROR = "accepted_error"


@dataclass
class Tally:
    """How many findings of one rule match in each way."""

    failures: int = 0
    given: int = 0
    accepted: int = 0
    sent_back: int = 0
    changed: int = 0
    accepted_errors: int = 0

    def add(self, match: Match, count: int) -> None:
        """Count ``count`` more findings that match in this way."""
        self.failures += count
        match match:
            case Match.GIVEN:
                self.given += count
            case Match.ACCEPTED:
                self.accepted += count
            case Match.SENT_BACK:
                self.sent_back += count
            case Match.CHANGED:
                self.changed += count
            case Match.ACCEPTED_ERROR:
                self.accepted_errors += count


def match_all(
    raised: Collection[Key], explanations: Mapping[Key, str], accepted_errors: Collection[Key] = frozenset()
) -> dict[Key, Match]:
    """How each raised finding stands. ``explanations`` maps what was explained to the explanation's state."""
    raised_keys = set(raised)
    errors = set(accepted_errors)
    outdated = {(key.rule, key.identity) for key in explanations if key not in raised_keys}
    matches: dict[Key, Match] = {}
    for key in raised_keys:
        if key in explanations:
            matches[key] = Match(explanations[key])
        elif key in errors:
            matches[key] = Match.ACCEPTED_ERROR
        elif (key.rule, key.identity) in outdated:
            matches[key] = Match.CHANGED
        else:
            matches[key] = Match.NONE
    return matches


def tally(raised: Mapping[Key, int], matches: Mapping[Key, Match]) -> dict[str, Tally]:
    """Rule → its tally, from how often each key is raised and how it matches."""
    tallies: dict[str, Tally] = {}
    for key, count in raised.items():
        tallies.setdefault(key.rule, Tally()).add(matches[key], count)
    return tallies


class Comparison(NamedTuple):
    """What changed from one file to the next."""

    fixed: list[Key]
    new: list[Key]
    still_there: list[Key]


def compare_keys(now: Iterable[Key], before: Iterable[Key]) -> Comparison:
    """Findings that went, came and stayed, by rule, identity and values; each list in the order of its file.

    Two findings with one key in a file are two: of three before and one now, two are fixed and one is still there.
    """
    now_list, before_list = list(now), list(before)
    new, still = _split(now_list, before_list)
    fixed, _ = _split(before_list, now_list)
    return Comparison(fixed, new, still)


def _split(these: list[Key], those: list[Key]) -> tuple[list[Key], list[Key]]:
    left: dict[Key, int] = {}
    for key in those:
        left[key] = left.get(key, 0) + 1
    only, both = [], []
    for key in these:
        if left.get(key):
            left[key] -= 1
            both.append(key)
        else:
            only.append(key)
    return only, both
