"""The language in which a collection says what the head of an organisation reads before signing its return.

Tables are declared by tags and made from a return's own data (``collect.selectors.summary``). One with ``own_period``
covers another stretch of time in each term, so its numbers are not set beside those of another term.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Breakdown:
    """Records counted by the values of one item, and across by those of another where ``across`` is given.

    ``among`` is the record (the end of its path) that is counted; with ``total`` the numbers in that item are added up
    instead. ``most`` keeps so many lines, the largest, and adds up the others. ``terms`` is empty where the table is
    for every term.
    """

    title: str
    among: str
    by: str
    across: str = ""
    total: str = ""
    most: int = 0
    terms: tuple[str, ...] = ()
    own_period: bool = False


@dataclass(frozen=True)
class Records:
    """How many records there are."""

    label: str
    record: str


@dataclass(frozen=True)
class Holding:
    """How many of the records ``among`` hold at least one ``record``, counting only those where ``absent`` is empty."""

    label: str
    among: str
    record: str
    absent: str = ""


@dataclass(frozen=True)
class Sum:
    """The sum of an item, named by the end of its path."""

    label: str
    item: str


@dataclass(frozen=True)
class Figures:
    """A table of single figures."""

    title: str
    figures: tuple[Records | Holding | Sum, ...]
    terms: tuple[str, ...] = ()
    own_period: bool = False


@dataclass(frozen=True)
class Summary:
    """What a collection shows of a return at a glance. ``headline``: tags of a person's page that stand at its top."""

    tables: tuple[Breakdown | Figures, ...] = field(default=())
    headline: tuple[str, ...] = field(default=())
