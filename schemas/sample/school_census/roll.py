"""Who is on the roll of a school on a census day, and who has just left.

A school is seats. Each cohort (the children who reach Reception age in one academic year) has as many seats as the
year group it is in; a seat is taken from the first year of the school to the last, now and then by somebody new. So a
school has the size that was asked for on every census day, and keeps its pupils from one return to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.sample.draws import Spread, chance
from schemas.sample.school_census.setting import Setting

_LAST_TURN = 15


@dataclass(frozen=True, slots=True)
class Seat:
    """A pupil by their place on the roll.

    :ivar cohort: academic year in which the pupil is in Reception.
    :ivar turn: who sits there: 0 for the first, 1 for the one who came after.
    :ivar joined: term in which they came, numbered as ``Setting.now``.
    :ivar group: year group now, or when they left.
    """

    cohort: int
    index: int
    turn: int
    joined: int
    group: int
    has_left: bool = False

    @property
    def number(self) -> int:
        """Number of the pupil in the cohort, theirs alone."""
        return self.index * (_LAST_TURN + 1) + self.turn


def group_sizes(setting: Setting) -> dict[int, int]:
    """Seats in each year group; they add up to the pupils asked for."""
    groups = range(setting.lowest, setting.highest + 1)
    weights = {group: _weight(setting, group) for group in groups}
    whole = sum(weights.values())
    sizes = {group: max(1, int(setting.pupils * weight / whole)) for group, weight in weights.items()}
    for group in sorted(groups, key=lambda group: (weights[group] < 1, group)) * 2:
        if sum(sizes.values()) >= setting.pupils:
            break
        sizes[group] += 1
    while sum(sizes.values()) > setting.pupils:
        sizes[max(sizes, key=lambda group: (sizes[group], group))] -= 1
    return sizes


def _weight(setting: Setting, group: int) -> float:
    if group == 12:
        return 0.5
    if group == 13:
        return 0.42
    return 0.85 if group == -1 and setting.phase == "PS" else 1


class Roll:
    """The seats of one school on one census day, taken and just left."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._rolling = Spread(setting.school, "rolling", 14, 0) if setting.phase == "NS" else None
        self.sizes = group_sizes(setting) if self._rolling is None else self._nursery_sizes()
        self.on_roll: list[Seat] = []
        self.leavers: list[Seat] = []
        for seat in self._seats():
            (self.leavers if seat.has_left else self.on_roll).append(seat)

    def _seats(self) -> Iterator[Seat]:
        # The group above the highest: those who left school at the end of last year.
        for group in range(self._setting.lowest, self._setting.highest + 2):
            cohort = self._setting.year - group
            seats = max(self.sizes.get(group, 0), self.sizes.get(group - 1, 0))
            for index in range(seats):
                yield from self._taken(cohort, index)

    def _taken(self, cohort: int, index: int) -> Iterator[Seat]:
        """Whoever sits in a seat now, and whoever left it since the census before."""
        now = self._setting.now
        own = chance(self._setting.school, "seat", cohort, index)
        turn, joined, group = -1, None, 0
        left: Seat | None = None
        for term in range((cohort + self._setting.lowest) * 3, now + 1):
            draw, before = own.random(), group
            group = term // 3 - cohort
            is_there = index < self.sizes.get(group, 0) and self._has_started(cohort, index, group, term)
            moves = is_there and joined is not None and draw < self._setting.shape.churn and turn < _LAST_TURN
            if joined is not None and (moves or not is_there):
                left = Seat(cohort, index, turn, joined, before, has_left=True) if term == now else None
                joined = None
            if joined is None and is_there:
                turn, joined = min(turn + 1, _LAST_TURN), term
        if left is not None:
            yield left
        if joined is not None:
            yield Seat(cohort, index, turn, joined, group)

    def _has_started(self, cohort: int, index: int, group: int, term: int) -> bool:
        """In a nursery school two-year-olds come all year round: most in autumn, the others term by term."""
        if self._rolling is None or group > -2:
            return True
        return self._rolling.at(cohort, index) < (0.58, 0.79, 1)[term % 3]

    def _nursery_sizes(self) -> dict[int, int]:
        """As many seats for two- and three-year-olds as give the pupils asked for, those yet to come left out."""
        setting, seats, started = self._setting, 0, 0
        if setting.pupils == 1:
            return {-1: 1}
        while True:
            more = self._has_started(setting.year + 2, seats, -2, setting.now)
            if seats + 1 + started + more > setting.pupils:
                break
            seats, started = seats + 1, started + more
        return {-2: seats, -1: setting.pupils - started}
