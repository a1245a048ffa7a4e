"""Names and birthdays of people who do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from schemas.sample.draws import chance
from schemas.sample.names import CULTURES


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, whatever collection they appear in."""

    forename: str
    surname: str
    middle: str | None
    sex: str
    born: date


def person(seed: object, cohort: int, number: int, culture: str, first_birthday: date) -> Person:
    """Member ``number`` of a cohort born in the year from ``first_birthday``.

    Members of one cohort, culture and birthday never share both names while there are fewer than some 300 of them: the
    number in the day counts through the names, so a large school has no two pupils alike by accident.
    """
    own = chance(seed, "person", cohort, number)
    girl = own.random() < 0.489
    day, turn = number * 131 % 365, number // 365
    names = CULTURES[culture]
    forenames = names.girls if girl else names.boys
    start = chance(seed, "names", cohort, day, culture, girl)
    forename = forenames[(start.randrange(len(forenames)) + turn) % len(forenames)]
    surname = names.surnames[(start.randrange(len(names.surnames)) + turn // len(forenames)) % len(names.surnames)]
    middle = own.choice(forenames) if own.random() < 0.6 else None
    born = first_birthday + timedelta(days=day)
    return Person(forename, surname, middle if middle != forename else None, "F" if girl else "M", born)
