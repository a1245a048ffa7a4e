"""A declared message, compiled: the nodes of one family of collections, and their selection for one academic year.

``Family`` walks the declaration classes once and gives every group, record and item its path, its table and its
column. ``Layout`` is a family in one academic year. A table holds all records of one kind (those that share a name
are rows of one table), a column one item of such a record, including those in its groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from schemas.declare import Evidence, Group, Item, ItemType, Record, RecordOptions, Scope


def snake_case(tag: str) -> str:
    """``SummerHalfTerm2Attendance`` → ``summer_half_term2_attendance``, ``APProvision`` → ``ap_provision``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", tag).lower()


@dataclass(eq=False)
class Node:
    """One element of the message, for all years of its family."""

    tag: str
    path: str
    kind: str
    """``group``, ``record`` or ``item``."""
    name: str
    parent: Node | None
    scope: Scope
    terms: tuple[str, ...]
    phases: tuple[str, ...]
    required: bool = False
    item: Item | None = None
    doc: str = ""
    number: str = ""
    label: str = ""
    expected: bool = False
    located: bool = False
    record_options: RecordOptions | None = None
    children: list[Node] = field(default_factory=list)
    column: str = ""
    """Column of the item in its table; for a group, the column that holds its source line where it is present."""
    index: int = -1
    """For a record (and the root): its number among the records of the family."""
    since: int | None = None
    until: int | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path}>"

    def exists_in(self, year: int) -> bool:
        return (self.since is None or year >= self.since) and (self.until is None or year <= self.until)

    @cached_property
    def host(self) -> Node:
        """The record (or root) in whose table this node's column is; a record's own host is itself."""
        node: Node = self
        while node.kind != "record" and node.parent is not None:
            node = node.parent
        return node

    @cached_property
    def host_parent(self) -> Node | None:
        """For a record: the record (or root) it stands in."""
        return self.parent.host if self.parent else None

    @cached_property
    def table(self) -> str:
        """Name of the table that holds this node."""
        host = self.host
        if host.record_options is not None and host.record_options.table:
            return host.record_options.table
        return host.tag

    @cached_property
    def key(self) -> Node | None:
        """The item that identifies to people the record this node is in, or the nearest record around it."""
        host: Node | None = self.host
        while host is not None:
            if host.record_options and host.record_options.key:
                return next(node for node in host.items() if node.name == host.record_options.key)
            host = host.host_parent
        return None

    @property
    def is_person(self) -> bool:
        """Whether it is a record of people: read one at a time, and known by a key."""
        options = self.record_options
        return options is not None and options.stream and bool(options.key)

    def items(self) -> Iterator[Node]:
        """The items of this node and of the groups inside it, not of the records inside it."""
        for child in self.children:
            if child.kind == "item":
                yield child
            elif child.kind == "group":
                yield from child.items()

    def groups(self) -> Iterator[Node]:
        for child in self.children:
            if child.kind == "group":
                yield child
                yield from child.groups()

    def records(self) -> Iterator[Node]:
        """The records directly inside this node (through groups, not through records)."""
        for child in self.children:
            if child.kind == "record":
                yield child
            elif child.kind == "group":
                yield from child.records()

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def evidence(self) -> Evidence:
        return self.scope.evidence

    @property
    def note(self) -> str:
        return self.scope.note


class Family:
    """All years of the message that one family of collections shares.

    ``root`` is the declaration class of the message, ``terms`` the terms its parts may name.
    """

    def __init__(self, code: str, root: type[Group], terms: tuple[str, ...], labels: dict[str, str] | None = None):
        self.code = code
        self.labels = labels or {}
        self.root = self._compile(root, None, terms, ("ALL",))
        self.nodes = list(self.root.walk())
        self.by_path = {node.path: node for node in self.nodes}
        self.records = [self.root, *(node for node in self.nodes if node.kind == "record")]
        for index, record in enumerate(self.records):
            record.index = index
        self._name_columns()
        self._check_tables()

    def _compile(
        self, declared: type[Group], parent: Node | None, terms: tuple[str, ...], phases: tuple[str, ...]
    ) -> Node:
        options, scope, tag = declared.options, declared.options.scope, declared.__name__
        node = Node(
            tag=tag,
            path=f"{parent.path}/{tag}" if parent else tag,
            kind="record" if issubclass(declared, Record) else "group",
            name=options.name or snake_case(tag),
            parent=parent,
            scope=scope,
            terms=scope.terms if scope.terms is not None else terms,
            phases=scope.phases if scope.phases is not None else phases,
            required=options.required,
            doc=(declared.__dict__.get("__doc__") or "").strip(),
            number=options.number,
            label=options.label or self.labels.get(tag, "") or _words(tag),
            expected=options.expected,
            located=options.located,
            record_options=options if isinstance(options, RecordOptions) else None,
            since=scope.since if scope.since is not None else (parent.since if parent else None),
            until=scope.until if scope.until is not None else (parent.until if parent else None),
        )
        for name, value in declared.__dict__.items():
            if isinstance(value, Item):
                node.children.append(self._item(name, value, node))
            elif isinstance(value, type) and issubclass(value, Group):
                node.children.append(self._compile(value, node, node.terms, node.phases))
        return node

    def _item(self, name: str, item: Item, parent: Node) -> Node:
        return Node(
            tag=item.tag,
            path=f"{parent.path}/{item.tag}",
            kind="item",
            name=name,
            parent=parent,
            scope=item.scope,
            terms=item.scope.terms if item.scope.terms is not None else parent.terms,
            phases=item.scope.phases if item.scope.phases is not None else parent.phases,
            required=item.required,
            item=item,
            number=item.number,
            label=item.label or self.labels.get(item.tag, "") or _words(item.tag),
            since=item.scope.since if item.scope.since is not None else parent.since,
            until=item.scope.until if item.scope.until is not None else parent.until,
        )

    def _name_columns(self) -> None:
        """An item's column is its name; where two groups of a table use one name, the group's name goes before it."""
        for table in {record.table for record in self.records}:
            hosts = [record for record in self.records if record.table == table]
            relative: dict[str, set[str]] = {}
            for host in hosts:
                for node in host.items():
                    relative.setdefault(node.name, set()).add(node.path.removeprefix(host.path))
            for host in hosts:
                for node in host.items():
                    assert node.parent is not None
                    shared = len(relative[node.name]) > 1 and node.parent is not host
                    node.column = f"{node.parent.name}_{node.name}" if shared else node.name
                for node in host.groups():
                    node.column = f"@{node.path.removeprefix(host.path + '/')}"
                columns = [node.column for node in host.items()]
                if len(columns) != len(set(columns)):
                    raise ValueError(f"two items of {host.path} would share a column")

    def _check_tables(self) -> None:
        for table in {record.table for record in self.records}:
            parents = {r.host_parent.table for r in self.records if r.table == table and r.host_parent}
            if len(parents) > 1:
                raise ValueError(f"records of table {table} stand in different tables: {sorted(parents)}")

    def find(self, *path_endings: str) -> list[Node]:
        """The groups and records whose path is, or ends in, one of ``path_endings``. Raises ``LookupError``."""
        found: list[Node] = []
        for ending in path_endings:
            nodes = [
                node
                for node in self.nodes
                if node.kind != "item" and (node.path == ending or node.path.endswith(f"/{ending}"))
            ]
            if not nodes:
                raise LookupError(f"{ending} is not a record of {self.code}")
            found += [node for node in nodes if node not in found]
        return found

    def for_year(self, year: int) -> Layout:
        return Layout(self, year)


@dataclass(frozen=True)
class Column:
    """A column of a table in one layout."""

    name: str
    type: ItemType
    repeats: bool


class Layout:
    """A family in one academic year (the year in which it starts)."""

    def __init__(self, family: Family, year: int):
        self.family = family
        self.year = year
        self.nodes = [node for node in family.nodes if node.exists_in(year)]
        self.records = [node for node in family.records if node.exists_in(year)]

    def has(self, node: Node) -> bool:
        return node.exists_in(self.year)

    def children(self, node: Node) -> list[Node]:
        return [child for child in node.children if child.exists_in(self.year)]

    @cached_property
    def tables(self) -> dict[str, list[Node]]:
        """Table name → the records that are its rows, in document order."""
        tables: dict[str, list[Node]] = {}
        for record in self.records:
            tables.setdefault(record.table, []).append(record)
        return tables

    def items(self, table: str) -> list[Node]:
        """The items of a table, one for each column, in document order."""
        columns: dict[str, Node] = {}
        for record in self.tables[table]:
            for node in record.items():
                if self.has(node):
                    columns.setdefault(node.column, node)
        return list(columns.values())

    def groups(self, table: str) -> list[Node]:
        columns: dict[str, Node] = {}
        for record in self.tables[table]:
            for node in record.groups():
                if self.has(node):
                    columns.setdefault(node.column, node)
        return list(columns.values())


def _words(tag: str) -> str:
    """A readable name for a tag that has no label of its own: ``EntryDate`` → ``Entry date``."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", " ", tag).split()
    return " ".join([words[0]] + [word if word.isupper() else word.lower() for word in words[1:]])
