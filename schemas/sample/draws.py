"""Chance that can be repeated: the same seed and names always give the same draw, in any order of asking."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from random import Random
from typing import TypeVar

T = TypeVar("T")


def chance(*names: object) -> Random:
    """A source of chance of its own for these names. It makes sample data, never secrets."""
    return Random("|".join(map(str, names)))  # noqa: S311


# Roots of different primes: each spreads evenly by itself, and no two move together.
_STEPS = tuple(
    sqrt(prime) % 1 for prime in (5, 2, 3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71)
)


class Spread:
    """Shares that hold in small groups too: of any run of members, the share that was asked for, give or take one.

    Drawing each member by chance alone would give a class of thirty anything from two to twelve free school meals.

    :param room: members in a usual cohort; the next cohort goes on counting where one of that size would end.
    """

    def __init__(self, seed: object, subject: str, number: int, room: int) -> None:
        self._start = chance(seed, subject).random()
        self._step = _STEPS[number % len(_STEPS)]
        self._room = room

    def at(self, cohort: int, index: int) -> float:
        """The draw of one member, from 0 up to 1."""
        return (self._start + (cohort * self._room + index) * self._step) % 1


def pick(draw: float, shares: Sequence[tuple[T, float]]) -> T:
    """The value whose part of the shares (of any total) the draw falls in."""
    rest = draw * sum(share for _, share in shares)
    for value, share in shares:
        rest -= share
        if rest < 0:
            return value
    return shares[-1][0]
