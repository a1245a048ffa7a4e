"""What is said of one value: absent, in a list, below a number, outside a window ...

A predicate is a function of the value and of the record that it is seen from. Save ``absent``, none holds of an absent
value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from tests.second_reading import facts, names
from tests.second_reading.records import Record, Value
from tests.second_reading.words import NotSaid, Words

Term = Callable[[Record], Value]
Predicate = Callable[[Value, Record], bool]
Span = Callable[[Record], tuple[Value, Value] | None]
_RANGE = re.compile(r"([A-Z]*)(\d+)([A-Z]?)-([A-Z]*)(\d+)([A-Z]?)$")
_CODE = re.compile(r"[A-Z0-9][A-Za-z0-9*]*$")


def same(value: Value, other: Value) -> bool:
    """Equality over the types of the layout: a code is text, a number any number."""
    if value is None or other is None:
        return False
    if isinstance(value, bool) or isinstance(other, bool):
        return value is other
    if isinstance(value, str) != isinstance(other, str):
        text, number = (value, other) if isinstance(value, str) else (other, value)
        return isinstance(number, (int, Decimal)) and text == str(number)
    return bool(value == other)


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": same,
    "equal to": same,
    "<>": lambda a, b: not same(a, b),
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "earlier than": lambda a, b: a < b,
    "before": lambda a, b: a < b,
    "later than": lambda a, b: a > b,
    "after": lambda a, b: a > b,
}


def range_of(word: str) -> tuple[int, int] | None:
    """``5-15`` as numbers."""
    found = re.fullmatch(r"(\d+)-(\d+)", word)
    return (int(found[1]), int(found[2])) if found else None


def codes_of(word: str) -> list[str]:
    """A code, or the codes of a range of them: ``1-7``, ``9-4``, ``RC1-RC9``, ``3A-3F``."""
    found = _RANGE.match(word)
    if found is None:
        return [word]
    before, low, after, _again, high, last = found.groups()
    if after:
        return [f"{before}{low}{chr(letter)}" for letter in range(ord(after), ord(last) + 1)]
    ends = sorted((int(low), int(high)))
    return [f"{before}{number}" for number in range(ends[0], ends[1] + 1)]


class PredicateReader:
    """Reads predicates. ``term`` reads what a value is compared with; ``known`` tells names from codes."""

    def __init__(self, words: Words, term: Callable[[], Term], known: Callable[[str], bool], family: str):
        self.words, self.term, self.known, self.family = words, term, known, family

    def chain(self) -> Predicate:
        """Predicates of one value, joined: ``absent, below 0, or more than 2 decimals``. ``and`` binds first."""
        some = [[self.one()]]
        while True:
            following = self.words.maybe(self._next)
            if following is None:
                break
            joined, predicate = following
            if joined == "and":
                some[-1].append(predicate)
            else:
                some.append([predicate])
        return lambda value, record: any(all(one(value, record) for one in each) for each in some)

    def _next(self) -> tuple[str, Predicate]:
        joined = self.words.must(", or", ", and", "or", "and", ",").strip(", ") or "or"
        if joined == "and" and (inside := self.words.maybe(self._bracketed)):
            return joined, inside
        predicate = self.one()
        if self.words.said("while"):
            raise NotSaid("a condition on one of several predicates")
        return joined, predicate

    def _bracketed(self) -> Predicate:
        self.words.must("(")
        inside = self.chain()
        self.words.must(")")
        return inside

    def one(self) -> Predicate:
        words = self.words
        if words.said("absent", "missing"):
            return lambda value, record: value is None
        if words.said("present"):
            return lambda value, record: value is not None
        words.said("is")
        negated = bool(words.said("not"))
        said = words.first(self._codeset, self._listed, self._digits, self._truth, self._weekend, self._special)
        if said is not None:
            return _negated(said) if negated else said
        if negated:
            return self._not_these()
        return words.first(self._outside, self._compared, self._small, self._range, self._code)

    def _codeset(self) -> Predicate:
        self.words.must("in codeset")
        name = self.words.take()
        self.words.said("for the year")
        return lambda value, record: (
            value is not None and str(value) in facts.codes(self.family, name, record.given.year)
        )

    def _listed(self) -> Predicate:
        self.words.must("in", "one of")
        if self.words.next in names.LISTS:
            codes = list(names.LISTS[self.words.take()])
        else:
            codes = self._brackets() if self.words.ahead("(") else self._bare_list()
        return lambda value, record: value is not None and str(value) in codes

    def _brackets(self) -> list[str]:
        self.words.must("(")
        codes: list[str] = []
        while True:
            word = self.words.take()
            if self.words.said("to"):
                word = f"{word}-{self.words.take()}"
            codes += codes_of(word)
            if not self.words.said(","):
                break
        self.words.must(")")
        return codes

    def _bare_list(self) -> list[str]:
        codes: list[str] = []
        while _CODE.match(self.words.next.partition("-")[0]) and not self.known(self.words.next):
            codes += codes_of(self.words.take())
            self.words.said(",")
        if not codes:
            raise NotSaid("codes")
        return codes

    def _digits(self) -> Predicate:
        self.words.said("exactly")
        number = self._whole()
        most = self._whole() if self.words.said("to") else number
        self.words.must("digits")
        return lambda value, record: value is not None and bool(re.fullmatch(f"[0-9]{{{number},{most}}}", str(value)))

    def _whole(self) -> int:
        word = self.words.take()
        if not word.isdigit():
            raise NotSaid("a whole number")
        return int(word)

    def _truth(self) -> Predicate:
        """``true`` of a boolean; TRUE and FALSE of the children in need census: true or 1, false or 0, case ignored."""
        word = self.words.must("true", "false", "TRUE", "FALSE")
        accepted = {"true": ("true", "1"), "false": ("false", "0")}[word.lower()]
        return lambda value, record: value is not None and str(value).lower() in accepted

    def _weekend(self) -> Predicate:
        self.words.must("a Saturday or Sunday", "falls on a Saturday or Sunday")
        return lambda value, record: value is not None and value.weekday() >= 5

    def _special(self) -> Predicate | None:
        if self.words.said("HH : MM"):
            return lambda value, record: (
                value is not None and bool(re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value))
            )
        if self.words.said("the age"):
            raise NotSaid("an age")
        return None

    def _not_these(self) -> Predicate:
        """``not N``, ``not 1 or 2``, ``not RC1-RC9``."""
        codes = codes_of(self._word_of_code())
        while (more := self.words.maybe(self._or_code)) is not None:
            codes.append(more)
        return lambda value, record: value is not None and str(value) not in codes

    def _or_code(self) -> str:
        self.words.must("or")
        word = self.words.take()
        if not word.isdigit():
            raise NotSaid("a number")
        return word

    def _word_of_code(self) -> str:
        word = self.words.take()
        if not _CODE.match(word.partition("-")[0]) or self.known(word):
            raise NotSaid("a code")
        return word

    def _outside(self) -> Predicate:
        inside = not self.words.said("outside")
        if inside:
            self.words.must("inside", "in")
        within = self._span()

        def outside(value: Value, record: Record) -> bool:
            """Below the one or above the other; what an end that is absent would say is false."""
            low, high = within(record) or (None, None)
            return value is not None and ((low is not None and value < low) or (high is not None and value > high))

        def holds(value: Value, record: Record) -> bool:
            low, high = within(record) or (None, None)
            return None not in (value, low, high) and low <= value <= high

        return holds if inside else outside

    def _span(self) -> Span:
        """``window ATT1``, ``PERIOD``, ``1-38``, ``2 to 27``: the two ends of each record's span."""
        if self.words.said("window"):
            return partial(_window, self.words.take())
        if self.words.said("PERIOD"):
            return names.period
        if ends := range_of(self.words.next):
            self.words.take()
            return lambda record: ends
        low = self.term()
        self.words.must("to")
        high = self.term()
        return lambda record: (low(record), high(record))

    def _compared(self) -> Predicate:
        sign = self.words.must(*COMPARE)
        other = self.term()
        more = self.term() if sign == "=" and self.words.said("=") else None

        def holds(value: Value, record: Record) -> bool:
            against = other(record)
            if value is None or against is None:
                return False
            return COMPARE[sign](value, against) and (more is None or same(against, more(record)))

        return holds

    def _small(self) -> Predicate:
        words = self.words
        if words.said("negative"):
            return lambda value, record: value is not None and value < 0
        if words.said("below"):
            least = self._whole()
            return lambda value, record: value is not None and value < least
        if words.said("above"):
            most = self._whole()
            return lambda value, record: value is not None and value > most
        words.must("more than")
        places = self._whole()
        words.must("decimals")
        return lambda value, record: value is not None and _decimals(value) > places

    def _range(self) -> Predicate:
        ends = range_of(self.words.take())
        if ends is None:
            raise NotSaid("a range")
        return lambda value, record: value is not None and ends[0] <= value <= ends[1]

    def _code(self) -> Predicate:
        """A code, or a number, by itself: ``or IN``, ``or 0``."""
        word = self._word_of_code()
        return lambda value, record: value is not None and str(value) == word


def _window(name: str, record: Record) -> tuple[Value, Value] | None:
    return names.window(record, name)


def _negated(predicate: Predicate) -> Predicate:
    """``not in (…)``: not of an absent value either."""
    return lambda value, record: value is not None and not predicate(value, record)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)
