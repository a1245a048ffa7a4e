"""The words of a condition: what a parser of conditions reads one at a time, and may go back over."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

_WORD = re.compile(
    r"\s*(?P<word>\d{4}-\d{2}-\d{2}|[A-Za-z0-9_*]+(?:[/.][A-Za-z0-9_]+)*(?:-[A-Z]*\d+[A-Z]?)?%?|<=|>=|<>|[<>=+\-(),;:@])"
)
Read = TypeVar("Read")


class NotSaid(Exception):
    """The words here are not what was looked for."""


def split(text: str) -> list[str]:
    """The words and signs of a condition. Raises ``NotSaid`` for a sign that conditions do not use."""
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            raise NotSaid(text[at:])
        found.append(match["word"])
        at = match.end()
    return found


class Words:
    """The words of one condition and how far they are read."""

    def __init__(self, text: str):
        self.words = split(text)
        self.at = 0
        self.furthest = 0

    @property
    def next(self) -> str:
        """The word that comes; empty at the end."""
        self.furthest = max(self.furthest, self.at)
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self) -> str:
        word = self.next
        if not word:
            raise NotSaid("more words")
        self.at += 1
        return word

    def ahead(self, phrase: str) -> bool:
        """Whether these words come."""
        expected = phrase.split()
        return self.words[self.at : self.at + len(expected)] == expected

    def said(self, *phrases: str) -> str:
        """Read over the first of these phrases that comes, and give it; empty where none does."""
        for phrase in phrases:
            if self.ahead(phrase):
                self.at += len(phrase.split())
                self.furthest = max(self.furthest, self.at)
                return phrase
        return ""

    def must(self, *phrases: str) -> str:
        found = self.said(*phrases)
        if not found:
            raise NotSaid(" or ".join(phrases))
        return found

    def first(self, *ways: Callable[[], Read]) -> Read:
        """What the first of these ways to read on makes of the words."""
        start = self.at
        for way in ways:
            try:
                return way()
            except NotSaid:
                self.at = start
        raise NotSaid("none of these")

    def maybe(self, way: Callable[[], Read]) -> Read | None:
        start = self.at
        try:
            return way()
        except NotSaid:
            self.at = start
            return None
