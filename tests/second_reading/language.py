"""The language of conditions: a recursive-descent parser that makes a condition into a function of a record.

``and`` binds before ``or``; brackets win. A predicate without a subject (``absent or not in codeset Sex``) belongs to
the subject before it. What stands inside ``with`` and ``has`` is seen from the record named there, where the items of
the records around it are visible too. :class:`NotSaid` is raised for prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from tests.second_reading import names
from tests.second_reading.predicates import PredicateReader, same
from tests.second_reading.records import Record, Value, layout_of
from tests.second_reading.terms import TermReader
from tests.second_reading.words import NotSaid, Words

Test = Callable[[Record], bool]


@cache
def parse(text: str, family: str, year: int) -> Test:
    """The condition as a function of a record. Raises ``NotSaid`` where it is not in the language."""
    reader = _Conditions(text, family, year)
    test = reader.any_of()
    if reader.words.next:
        raise NotSaid(" ".join(reader.words.words[reader.words.furthest :]))
    return test


class _Conditions:
    def __init__(self, text: str, family: str, year: int):
        self.words = Words(text)
        self.layout = layout_of(family, year)
        self.terms = TermReader(self.words, self.layout, self.chosen)
        self.predicates = PredicateReader(self.words, self.terms.compared, self.terms.known, family)

    # Names

    def records(self) -> str:
        word = self.words.take()
        if self.layout.tags.get(word) not in ("list", "group"):
            raise NotSaid("a record")
        return word

    # Conditions

    def any_of(self) -> Test:
        """``a or b``; ``a, b, or c``, where each comma stands for the ``or`` at the end."""
        some = self.words.maybe(self._alternatives) or [self.all_of()]
        while (more := self.words.maybe(lambda: self._joined(self.all_of, ", or", "; or", "or", ";"))) is not None:
            some.append(more)
        if unless := self.words.maybe(self._unless):
            some = [_but(some, unless)]
        return lambda record: any(test(record) for test in some)

    def _alternatives(self) -> list[Test]:
        some = [self.test()]
        while not self.words.said(", or"):
            self.words.must(",")
            some.append(self.test())
        return [*some, self.test()]

    def _unless(self) -> Test:
        self.words.must(", unless")
        test = self.all_of()
        self.words.must("( PX11 )")
        return test

    def all_of(self) -> Test:
        """``a and b``, ``a, b, and c``."""
        every = [self.test()]
        while (more := self.words.maybe(lambda: self._joined(self.test, ", and", "and", ","))) is not None:
            every.append(more)
        return lambda record: all(test(record) for test in every)

    def _joined(self, way: Callable[[], Test], *joints: str) -> Test:
        self.words.must(*joints)
        return way()

    def test(self) -> Test:
        return self.words.first(
            self._bracket,
            self._not,
            self._share,
            self._quantified,
            self._same_twice,
            self._of_several,
            self._of_one,
            self._presence,
            self._named,
        )

    def _bracket(self) -> Test:
        self.words.must("(")
        inside = self.any_of()
        self.words.must(")")
        return inside

    def _not(self) -> Test:
        self.words.must("not")
        inside = self.words.first(self._bracket, self._named)
        return lambda record: not inside(record)

    def _named(self) -> Test:
        word = self.words.take()
        if word not in names.TESTS:
            raise NotSaid("a named test")
        return names.TESTS[word]

    def _presence(self) -> Test:
        """``TermlyAttendance present``: the element is there."""
        tag = self.records()
        self.words.said("element")
        absent = self.words.must("absent", "present") == "absent"
        if self.words.said("with any value > 0"):
            return lambda record: any(
                value > 0 for one in record.records(tag) for values in one.values.values() for value in values if value
            )
        return lambda record: record.has(tag) != absent

    def _of_one(self) -> Test:
        subject = self.terms.term()
        predicate = self.predicates.chain()
        return lambda record: predicate(subject(record), record)

    # Several items

    def _of_several(self) -> Test:
        words = self.words
        if words.said("any of"):
            return self._several(any)
        if words.said("none of"):
            return self._several(_none)
        if words.said("exactly one of"):
            return self._several(_exactly_one)
        if words.said("neither"):
            first = self._of_one()
            words.must("nor")
            second = self._of_one()
            return lambda record: not first(record) and not second(record)
        return self._several(None)

    def _several(self, kind: Callable[[Any], bool] | None) -> Test:
        """``A, B or C absent``: any of them; ``A and B both absent``: all."""
        items = [self.terms.item()]
        joint = ""
        while True:
            if self.words.said("to"):
                items += _up_to(items[-1], self.terms.item())
                continue
            found = self.words.said(", or", ", and", ",", "or", "and")
            if not found:
                break
            joint = found.strip(", ") or joint
            items.append(self.terms.item())
        if kind is None:
            if len(items) < 2:
                raise NotSaid("several items")
            kind = all if joint == "and" or self.words.ahead("all") else any
        if self.words.said("both", "all"):
            kind = all
        self.words.said("is")
        predicate = self.predicates.chain()
        return lambda record: kind(predicate(record.get(item), record) for item in items)

    # Records inside

    def chosen(self) -> Callable[[Record], list[Record]]:
        """``REC``, ``REC with …``, ``REC without ITEM``: the records of a tag that are so."""
        tag = self.records()
        if self.words.said("without"):
            item = self.terms.item()
            return lambda record: [one for one in record.records(tag) if one.get(item) is None]
        some = self.words.said("with")
        test = self.all_of() if some else None
        return lambda record: [one for one in record.records(tag) if test is None or test(one)]

    def _item_and_more(self) -> Test:
        """``a SessionDetail has AttendanceReason and Sessions absent``: an item by itself is present."""
        item = self.terms.item()
        self.words.must("and")
        rest = self.all_of()
        return lambda record: record.get(item) is not None and rest(record)

    def _quantified(self) -> Test:
        words = self.words
        if words.said("at least one"):
            return self._at_least_one()
        if words.said("more than one", "two or more"):
            return self._number(lambda number: number > 1)
        if words.said("more than two"):
            return self._number(lambda number: number > 2)
        if words.said("exactly one"):
            return self._exactly_one_and_its()
        if words.said("no"):
            return self._number(lambda number: number == 0)
        words.must("any", "an", "a")
        words.said("listed")
        return self._number(lambda number: number > 0)

    def _number(self, enough: Callable[[int], bool]) -> Test:
        chosen = self.chosen()
        if not self.words.said("has"):
            self.words.said("in the return")
            return lambda record: enough(len(chosen(record)))
        test = self.words.first(self._item_and_more, self.any_of)
        return lambda record: enough(sum(test(one) for one in chosen(record)))

    def _exactly_one_and_its(self) -> Test:
        chosen = self.chosen()
        self.words.must("and its")
        test = self._of_one()
        return lambda record: [test(one) for one in chosen(record)] == [True]

    def _at_least_one(self) -> Test:
        """``at least one REC and none has …``, ``and all have …``, ``and … in every REC``; alone: there is one."""
        chosen = self.chosen()
        if self.words.said("and none has"):
            test = self.any_of()
            return lambda record: bool(chosen(record)) and not any(map(test, chosen(record)))
        if self.words.said("and all have"):
            test = self.any_of()
            return lambda record: bool(chosen(record)) and all(map(test, chosen(record)))
        every = self.words.maybe(self._in_every)
        if every is not None:
            return lambda record: bool(chosen(record)) and all(map(every, chosen(record)))
        return lambda record: bool(chosen(record))

    def _in_every(self) -> Test:
        self.words.must("and")
        test = self._of_one()
        self.words.must("in every")
        self.records()
        return test

    def _same_twice(self) -> Test:
        """``two SENneed with the same SENtypeRank``, ``same CODE on two REC of one pupil``."""
        if self.words.said("two"):
            tag = self.records()
            self.words.must("with the same")
            item = self.terms.item()
        else:
            self.words.must("same")
            item = self.terms.item()
            if self.words.said("twice for a pupil"):
                return lambda record: _repeated(record.all(item))
            self.words.must("on two")
            tag = self.records()
            self.words.said("of one pupil")
        return lambda record: _repeated([one.get(item) for one in record.records(tag)])

    def _share(self) -> Test:
        """``more than 10% of REC with … have …``; nothing where there are no such records."""
        words = self.words
        how = words.said("more than", "fewer than")
        if how and words.said("half of"):
            percent = Decimal(50)
        else:
            word = words.take()
            if not re.fullmatch(r"\d+%", word):
                raise NotSaid("a percentage")
            percent = Decimal(word[:-1])
            words.must("of" if how else "or more of")
        chosen = self.chosen()
        words.must("have")
        test = words.first(self._has_fsm_in_window, self.any_of)

        def holds(record: Record) -> bool:
            among = chosen(record)
            part, bar = 100 * sum(map(test, among)), percent * len(among)
            if not among:
                return False
            return part > bar if how == "more than" else part < bar if how == "fewer than" else part >= bar

        return holds

    def _has_fsm_in_window(self) -> Test:
        self.words.must("an FSMperiod that overlaps window FSM")
        return names.overlaps_fsm_window


def _none(values: Any) -> bool:
    return not any(values)


def _exactly_one(values: Any) -> bool:
    return bool(sum(values) == 1)


def _but(some: list[Test], unless: Test) -> Test:
    return lambda record: any(test(record) for test in some) and not unless(record)


def _up_to(first: str, last: str) -> list[str]:
    """``AddressLine1 to AddressLine5``: the items after the first."""
    stem = first.rstrip("0123456789")
    numbers = range(int(first.removeprefix(stem)) + 1, int(last.removeprefix(stem)) + 1)
    return [f"{stem}{number}" for number in numbers]


def _repeated(values: list[Value]) -> bool:
    there = [value for value in values if value is not None]
    return any(same(one, other) for place, one in enumerate(there) for other in there[:place])
