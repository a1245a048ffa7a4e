"""How rules speak about records: ``pupil.upn``, ``pupil.has(SENneed)``, ``pupil.school.phase``.

``Records`` names the records a rule is about. A rule receives a ``View`` of one of them; each attribute of the view is
a Polars expression over a column that the plan prepares (see :mod:`validation.plan`). A name that the layout does not
declare raises ``AttributeError`` when the rule is imported.

Columns of a prepared table are named by where they come from:

==========  =======================================================
``upn``     an item of the record itself
``^upn``    an item of the record it stands in (``^^`` two levels up)
``/phase``  an item of the whole message: its header, its school
``=age``    a value derived by :func:`derived`
``#3``      a count, sum or the like over the records inside it
``?2``      a value looked up in data beyond the return
``&4``      whether a record like that stands beside this one
``~upn``    inside ``beside``: an item of the other record
``day:…``   a census day, window or anchor date of the collection
``>3``      the same as ``#3``, of the return before this one
``!1``      the people of the return before who are not in this one
==========  =======================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from schemas.layout import Family, Node, snake_case
from schemas.likeness import identity
from validation.build import Build, Reference, Subject

Where = Callable[["View"], pl.Expr]


@dataclass(frozen=True, eq=False)
class Records:
    """Records, or groups, of a family by the ends of their paths. Raises ``LookupError`` for one not declared."""

    family: Family
    endings: tuple[str, ...]
    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, family: Family, *endings: str) -> Records:
        nodes = tuple(family.find(*endings))
        if len({node.table for node in nodes}) > 1:
            raise LookupError(f"{', '.join(endings)} are not records of one table")
        return cls(family, endings, nodes)

    def __or__(self, other: Records) -> Records:
        return Records.of(self.family, *self.endings, *other.endings)

    @property
    def tags(self) -> list[str]:
        return list(dict.fromkeys(ending.rpartition("/")[2] for ending in self.endings))

    @property
    def subject(self) -> Subject:
        first = self.nodes[0]
        kinds = frozenset(node.host.index for node in self.nodes)
        group = first.column if first.kind == "group" and first.parent is not None else None
        return Subject(first.table, kinds, group, first.expected)


@dataclass(eq=False)
class Derived:
    """A named value of a record that several rules use, computed once."""

    name: str
    records: Records
    function: Where

    @property
    def doc(self) -> str:
        return (self.function.__doc__ or "").strip()


_DERIVED: dict[tuple[str, str, str], Derived] = {}
"""By family, table and name: two families may have tables and values of one name that mean different things."""


def derived(records: Records) -> Callable[[Where], Where]:
    """Make the decorated function's expression an attribute of the views of ``records``.

    Raises ``ValueError`` for a name that the table has already, as an item or as a derived value.
    """

    def register(function: Where) -> Where:
        name: str = function.__name__
        table = records.nodes[0].table
        key = (records.family.code, table, name)
        if key in _DERIVED:
            raise ValueError(f"{name} of {table} in {records.family.code} is derived twice")
        if any(node.name == name for node in records.family.nodes if node.kind == "item" and node.host.table == table):
            raise ValueError(f"{name} of {table} in {records.family.code} is an item: an item hides a derived value")
        _DERIVED[key] = Derived(name, records, function)
        return function

    return register


def derived_of(family: str) -> dict[tuple[str, str], Derived]:
    """The derived values of a family, by table and name."""
    return {(table, name): each for (code, table, name), each in _DERIVED.items() if code == family}


class View:
    """What a rule sees of one record. ``prefix`` says how far up from the rule's own record it stands."""

    def __init__(self, build: Build, nodes: tuple[Node, ...], prefix: str = "", group: Node | None = None):
        self._build = build
        self._nodes = nodes
        self._prefix = prefix
        self._group = group

    def __getattr__(self, name: str) -> pl.Expr | View:
        scopes = list(self._nodes)
        items = {node.column for scope in scopes for node in scope.items() if node.name == name}
        if not items and scopes[0].kind == "group":
            # A group's rules also see the rest of the record the group is in.
            items = {node.column for scope in scopes for node in scope.host.items() if node.name == name}
        if len(items) > 1:
            raise AttributeError(f"{name} stands in several groups of {scopes[0].tag}: name the group")
        if items:
            return pl.col(self._prefix + items.pop())
        host = scopes[0].host
        known = _DERIVED.get((self._build.family.code, host.table, name))
        if known is not None:
            return self._derived(known)
        for scope in [*scopes, *(scope.host for scope in scopes)]:
            groups = [node for node in scope.groups() if node.name == name]
            if groups:
                return View(self._build, tuple(groups), self._prefix, groups[0])
        up, prefix = host.host_parent, self._prefix + "^"
        while up is not None:
            if name in (up.name, snake_case(up.tag), snake_case(up.table), "parent"):
                parents = {scope.host.host_parent for scope in scopes}
                return View(self._build, tuple(p for p in parents if p is not None), prefix if up.parent else "/")
            scopes = [scope.host.host_parent for scope in scopes if scope.host.host_parent]
            up, prefix = up.host_parent, prefix + "^"
        root = self._build.family.root
        groups = [node for node in root.groups() if node.name == name]
        if groups:
            return View(self._build, (groups[0],), "" if host is root and not self._prefix else "/", groups[0])
        raise AttributeError(f"{self._nodes[0].tag} has no {name}")

    def _derived(self, known: Derived) -> pl.Expr:
        key = (known.records.nodes[0].table, known.name)
        if key not in self._build.derived:
            self._build.derived[key] = known.function(View(self._build, known.records.nodes))
        return pl.col(f"{self._prefix}={known.name}")

    @property
    def known_as(self) -> pl.Expr:
        """What the person is known by besides the key, to look the same person up under another one."""
        return identity(self._nodes[0].host, whole=True)

    def gone(self, reference: Reference, inside: Records) -> pl.Expr:
        """The keys in ``reference`` (of the return before) that no record ``inside`` this message has: a list."""
        if self._nodes[0].host is not self._build.family.root or self._prefix or not reference.before:
            raise AttributeError("only the whole return can be asked who is gone since the one before it")
        return pl.col(self._build.gone(reference, inside.subject).column)

    @property
    def before(self) -> View:
        """The message of the return before this one, for a rule of the whole return that needs it."""
        root = self._build.family.root
        if self._nodes[0].host is not root or self._prefix:
            raise AttributeError("only the whole return can be compared with the one before it")
        return View(self._build, (root,), ">")

    @property
    def present(self) -> pl.Expr:
        """Whether the group that this view is of stands in the record."""
        if self._group is None:
            raise AttributeError("only a group can be present or absent")
        return pl.col(self._prefix + self._group.column).is_not_null()

    def is_a(self, records: Records) -> pl.Expr:
        """Whether the record is one of ``records``, in a rule that is about several kinds."""
        return pl.col(f"{self._prefix}_record").is_in(sorted(node.index for node in records.nodes))

    def codes(self, name: str) -> list[str]:
        """The values of a code set that are accepted in the year of the return."""
        return self._build.codes(name)

    def accepted(self, name: str) -> list[str]:
        """The values that the code set of the item ``name`` of this record accepts in the year of the return."""
        for node in self._nodes:
            for item in node.items():
                if item.name == name and item.item is not None and item.item.codes:
                    return self.codes(item.item.codes)
        raise AttributeError(f"{self._nodes[0].tag} has no item {name} with a code set")

    def lookup(self, reference: Reference, value: str, *, on: pl.Expr) -> pl.Expr:
        """``value`` of the row of ``reference`` whose key is ``on``; null where there is none.

        Raises ``AttributeError`` for a column that the reference does not have.
        """
        if value not in reference.columns:
            raise AttributeError(f"{reference.name} has no {value}")
        if self._prefix:
            raise AttributeError("look values up for the rule's own record, not for one further up")
        return pl.col(self._build.lookup(self._nodes[0].host.table, reference, value, on).column)

    def beside(
        self, others: Records, where: Callable[[View, View], pl.Expr], *, within: Records, each: str = ""
    ) -> pl.Expr:
        """Whether one of ``others``, in the same record of ``within``, holds ``where(this, other)``; never itself.

        ``each`` names an item of this record that repeats: inside ``where`` it is then one of its values, and any of
        them may do. Of the other only items and what needs no records inside it can be read.
        """
        if self._prefix:
            raise AttributeError("look beside the rule's own record, not beside one further up")
        table, around = self._nodes[0].host.table, within.nodes[0]
        if around.kind != "record":
            raise AttributeError(f"{around.tag} does not repeat: what stands in it cannot be compared pair by pair")
        columns = {item.column for node in self._nodes for item in node.items() if item.name == each}
        if each and len(columns) != 1:
            raise AttributeError(f"{self._nodes[0].tag} has no {each}")
        expression = where(self, View(self._build, others.nodes, "~"))
        made = self._build.beside(table, others.subject, around.table, expression, columns.pop() if each else None)
        return pl.col(made.column)

    # Values over the records inside this one.

    def _over(self, inside: Records, operation: str, where: Where | None, value: Where | None = None) -> pl.Expr:
        if self._prefix not in ("", ">"):
            raise AttributeError("count records inside the rule's own record, not inside one further up")
        view = View(self._build, inside.nodes)
        aggregate = self._build.aggregate(
            self._nodes[0].host.table,
            inside.subject,
            operation,
            where(view) if where is not None else None,
            value(view) if value is not None else None,
            tuple(inside.tags),
        )
        return pl.col(self._prefix + aggregate.column)

    def count(self, inside: Records, where: Where | None = None) -> pl.Expr:
        """How many records ``inside`` this one there are, or hold ``where``."""
        if where is None:
            return self._over(inside, "rows", None).cast(pl.Int64)
        return self._over(inside, "count", where).cast(pl.Int64)

    def has(self, inside: Records, where: Where | None = None) -> pl.Expr:
        """Whether there is a record ``inside`` this one (that holds ``where``)."""
        return self.count(inside) > 0 if where is None else self._over(inside, "any", where)

    def sum(self, inside: Records, value: Where, where: Where | None = None) -> pl.Expr:
        """The sum of ``value`` over the records ``inside``; absent values and no records count 0."""
        return self._over(inside, "sum", where, value)

    def min(self, inside: Records, value: Where, where: Where | None = None) -> pl.Expr:
        return self._over(inside, "min", where, value)

    def max(self, inside: Records, value: Where, where: Where | None = None) -> pl.Expr:
        return self._over(inside, "max", where, value)

    def repeats(self, inside: Records, value: Where, where: Where | None = None) -> pl.Expr:
        """Whether two records ``inside`` this one have the same ``value`` (absent values are not the same)."""
        return self._over(inside, "repeats", where, value)

    def different(self, inside: Records, value: Where) -> pl.Expr:
        """How many different values (absent ones not counted) the records ``inside`` have.

        Of an item that repeats: ``value=lambda child: child.disability.explode()``.
        """
        return self._over(inside, "different", None, value).cast(pl.Int64)

    def share(self, inside: Records, where: Where, among: Where | None = None) -> pl.Expr:
        """Which part (0 to 1) of the records ``inside`` holds ``where``; null when there are none, so nothing fails.

        ``among`` takes the share among the records that hold it.
        """
        if among is None:
            return self.count(inside, where) / _or_null(self.count(inside))
        both: Where = lambda record: among(record).fill_null(False) & where(record)  # noqa: E731
        return self.count(inside, both) / _or_null(self.count(inside, among))


def _or_null(total: pl.Expr) -> pl.Expr:
    return pl.when(total > 0).then(total)


class _Window:
    """A window of dates of the collection: ``window.FSM.start``, ``window.FSM.end``, ``window.FSM.holds(date)``."""

    def __init__(self, name: str):
        self.start = pl.col(f"day:{name}.start")
        self.end = pl.col(f"day:{name}.end")

    def holds(self, day: pl.Expr) -> pl.Expr:
        return (day >= self.start) & (day <= self.end)

    def overlaps(self, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        """Whether the period from ``start`` to ``end`` (open where null) shares a day with the window."""
        return (start <= self.end) & (end.is_null() | (end >= self.start))


class _Windows:
    def __getattr__(self, name: str) -> _Window:
        return _Window(name)


class _Days:
    """Anchor dates of the collection: ``day.AGEDATE``."""

    def __getattr__(self, name: str) -> pl.Expr:
        return pl.col(f"day:{name}.start")


window = _Windows()
day = _Days()
