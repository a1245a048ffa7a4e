"""What stands on the sides of a comparison: an item, a number, a date, a sum, a count."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tests.second_reading import names
from tests.second_reading.predicates import Term
from tests.second_reading.records import Layout, Record, Value
from tests.second_reading.words import NotSaid, Words

Chosen = Callable[[Record], list[Record]]


class TermReader:
    """Reads terms. ``chosen`` reads which records are counted or summed."""

    def __init__(self, words: Words, layout: Layout, chosen: Callable[[], Chosen]):
        self.words, self.layout, self.chosen = words, layout, chosen

    def known(self, word: str) -> bool:
        """Whether it is a name of the layout or of the published names: not a code."""
        return (
            all(tag in self.layout.tags for tag in word.split("/"))
            or word in names.NUMBERS
            or word in names.TESTS
            or word in names.DAYS
            or word in ("POS", "REF", "START")
        )

    def item(self) -> str:
        word = self.words.take()
        if self.layout.tags.get(word.rpartition("/")[2]) != "item" or not self.known(word):
            raise NotSaid("an item")
        return word

    def compared(self) -> Term:
        """What a value is compared with: a term, or a code."""
        return self.words.first(self.term, self._code)

    def term(self) -> Term:
        """A value: an item, a number, a sum, a count."""
        signs, parts = ["+"], [self._part()]
        while sign := self.words.said("+", "-"):
            signs.append(sign)
            parts.append(self._part())
        absent_is_0 = bool(self.words.said("( absent = 0 )"))
        if len(parts) == 1 and not absent_is_0:
            return parts[0]

        def total(record: Record) -> Value:
            values = [part(record) for part in parts]
            if absent_is_0:
                values = [value or 0 for value in values]
            if None in values:
                return None
            return sum(value if sign == "+" else -value for sign, value in zip(signs, values, strict=True))

        return total

    def _part(self) -> Term:
        return self.words.first(self._counted, self._summed, self._computed, self._end_of_window, self._name)

    def _counted(self) -> Term:
        self.words.must("count of")
        chosen = self.chosen()
        return lambda record: len(chosen(record))

    def _summed(self) -> Term:
        self.words.must("sum of")
        item = self.item()
        self.words.must("over")
        chosen = self.chosen()
        return lambda record: sum(one.get(item) or 0 for one in chosen(record))

    def _computed(self) -> Term:
        name = self.words.must("POS", "abs")
        self.words.must("(")
        inside = self.term()
        self.words.must(")")
        if name == "POS":
            return lambda record: names.position(inside(record))
        return lambda record: None if inside(record) is None else abs(inside(record))

    def _end_of_window(self) -> Term:
        at = {"start of window": 0, "end of window": 1}[self.words.must("start of window", "end of window")]
        name = self.words.take()
        return lambda record: (names.window(record, name) or (None, None))[at]

    def _name(self) -> Term:
        word = self.words.take()
        if word in names.NUMBERS:
            return names.NUMBERS[word]
        if word in names.DAYS:
            return lambda record: names.day(record, word)
        if word == "REF":
            return names.reference_date
        if self.known(word) and self.layout.tags.get(word.rpartition("/")[2]) == "item":
            return lambda record: record.get(word)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            return lambda record: date.fromisoformat(word)
        if re.fullmatch(r"[0-9]+", word):
            return lambda record: _Number(word)
        raise NotSaid("a value")

    def _code(self) -> Term:
        word = self.words.take()
        if self.known(word) or not re.fullmatch(r"[A-Z][A-Za-z]*", word):
            raise NotSaid("a code")
        return lambda record: word


class _Number(int):
    """A number of a condition, which may also be a code: ``01`` is not ``1``."""

    def __new__(cls, text: str) -> _Number:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __str__(self) -> str:
        return self.text
