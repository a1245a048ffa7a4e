"""What the rules of one plan ask for besides plain columns: counts, pairs, values looked up and values derived."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from schemas import collections
from schemas.codesets import CodeSets
from schemas.collections import CollectionType
from schemas.layout import Family

PREVIOUS = "the return before this one"
UPN, LIKENESS = "upn", "likeness"
"""Keys by which people of other returns are looked up: their number, or what they are known by besides."""


@dataclass(frozen=True)
class Subject:
    """The instances a rule looks at: rows of ``table`` of these kinds, and the group inside them where there is one."""

    table: str
    kinds: frozenset[int]
    group: str | None = None
    """Column of the group that must be present, or None for the records themselves."""
    expected: bool = False
    """An absent group counts as present and empty."""


@dataclass(eq=False)
class Aggregate:
    """A value over the records inside each record of ``host``: the column ``#number`` of the host's table."""

    number: int
    host: str
    """Table of the host."""
    inside: Subject
    operation: str
    """``any``, ``count``, ``sum``, ``min``, ``max``, ``repeats``, ``different`` or ``rows``."""
    value: pl.Expr | None
    where: pl.Expr | None
    inside_tags: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        return f"#{self.number}"

    def expression(self) -> pl.Expr:
        """Over the rows of one host."""
        where = self.where.fill_null(False) if self.where is not None else None
        match self.operation:
            case "rows":
                result = pl.len()
            case "any":
                assert where is not None
                result = where.any()
            case "count":
                assert where is not None
                result = where.sum()
            case _:
                assert self.value is not None
                value = self.value if where is None else self.value.filter(where)
                result = {
                    "sum": lambda: value.sum(),
                    "min": lambda: value.min(),
                    "max": lambda: value.max(),
                    "repeats": lambda: value.drop_nulls().is_duplicated().any(),
                    "different": lambda: value.drop_nulls().n_unique(),
                }[self.operation]()
        return result.alias(self.column)

    @property
    def nothing(self) -> bool | int | None:
        """The value for a host that holds no such record."""
        return {"any": False, "repeats": False, "rows": 0, "count": 0, "sum": 0, "different": 0}.get(self.operation)


@dataclass(frozen=True)
class Reference:
    """Data beyond the return, given as a table with one row for each value of ``key``."""

    name: str
    words: str
    """What it is, for people: ``the school register``."""
    key: str
    columns: tuple[str, ...]
    """The columns that rules may look up, ``key`` among them. All are strings, save those in ``types``."""
    types: tuple[tuple[str, pl.DataType], ...] = ()
    among: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For what other returns of the collection say: which of their people count, as (column, values)."""
    lists: str = ""
    """Of what other returns say: whose values of this column are listed. Not said: the returns are counted."""
    is_list: bool = False
    """Staff load it, from a CSV with these columns."""
    before: str = ""
    """It is made of the records of this name in the return before."""

    @property
    def schema(self) -> dict[str, pl.DataType]:
        return {column: dict(self.types).get(column, pl.String()) for column in self.columns}


@dataclass(eq=False)
class Lookup:
    """A value of a reference for each record of ``table``: the column ``?number``."""

    number: int
    table: str
    reference: Reference
    value: str
    on: pl.Expr

    @property
    def column(self) -> str:
        return f"?{self.number}"


@dataclass(eq=False)
class Beside:
    """Whether each record of ``table`` has one of ``other`` beside it, in the same ``within``: column ``&number``."""

    number: int
    table: str
    other: Subject
    within: str
    """Table of the record that holds both."""
    where: pl.Expr
    """Over the columns of the one and, marked with ``~``, of the other."""
    each: str | None = None
    """Column of a repeated item of the one: its values are tried one at a time."""

    @property
    def column(self) -> str:
        return f"&{self.number}"

    def own_columns(self) -> set[str]:
        return {name for name in self.where.meta.root_names() if name[0] != "~"} | ({self.each} if self.each else set())

    def other_columns(self) -> set[str]:
        """Columns of the other's table, without their ``~``."""
        return {name[1:] for name in self.where.meta.root_names() if name[0] == "~"}


@dataclass(eq=False)
class Gone:
    """The keys in a reference that no record ``inside`` the message has: the column ``!number``, a list."""

    number: int
    reference: Reference
    inside: Subject

    @property
    def column(self) -> str:
        return f"!{self.number}"


@dataclass(eq=False)
class Build:
    """What is gathered while the rules of one plan are built: the aggregates and derived values they asked for."""

    family: Family
    collection: CollectionType | None = None
    year: int | None = None
    aggregates: list[Aggregate] = field(default_factory=list)
    derived: dict[tuple[str, str], pl.Expr] = field(default_factory=dict)
    lookups: list[Lookup] = field(default_factory=list)
    besides: list[Beside] = field(default_factory=list)
    goners: list[Gone] = field(default_factory=list)

    @property
    def references(self) -> dict[str, Reference]:
        """Every reference that the rules of the plan look at, by name."""
        found = {lookup.reference.name: lookup.reference for lookup in self.lookups}
        return found | {gone.reference.name: gone.reference for gone in self.goners}

    def codes(self, name: str) -> list[str]:
        """The values that code set ``name`` accepts in the year of the plan (in any year while a rule is imported)."""
        codesets = self._codesets()[name]
        if self.year is None:
            return [code.code for code in codesets.codes]
        return list(codesets.accepted_in(self.year))

    def _codesets(self) -> CodeSets:
        collection = self.collection or collections.families()[self.family.code][0]
        return collection.codesets()

    def aggregate(
        self,
        host: str,
        inside: Subject,
        operation: str,
        where: pl.Expr | None = None,
        value: pl.Expr | None = None,
        inside_tags: tuple[str, ...] = (),
    ) -> Aggregate:
        for known in self.aggregates:
            if (
                (known.host, known.inside, known.operation) == (host, inside, operation)
                and _same(known.where, where)
                and _same(known.value, value)
            ):
                return known
        made = Aggregate(len(self.aggregates), host, inside, operation, value, where, inside_tags)
        self.aggregates.append(made)
        return made

    def lookup(self, table: str, reference: Reference, value: str, on: pl.Expr) -> Lookup:
        """The lookup of ``value``, made once however many rules ask for it."""
        for known in self.lookups:
            if (known.table, known.reference, known.value) == (table, reference, value) and _same(known.on, on):
                return known
        made = Lookup(len(self.lookups), table, reference, value, on)
        self.lookups.append(made)
        return made

    def gone(self, reference: Reference, inside: Subject) -> Gone:
        """Made once however many rules ask for it."""
        for known in self.goners:
            if (known.reference, known.inside) == (reference, inside):
                return known
        made = Gone(len(self.goners), reference, inside)
        self.goners.append(made)
        return made

    def beside(self, table: str, other: Subject, within: str, where: pl.Expr, each: str | None) -> Beside:
        for known in self.besides:
            if (known.table, known.other, known.within, known.each) == (table, other, within, each) and _same(
                known.where, where
            ):
                return known
        made = Beside(len(self.besides), table, other, within, where, each)
        self.besides.append(made)
        return made


def _same(one: pl.Expr | None, other: pl.Expr | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.meta.eq(other)
