"""What a file says about one person: named blocks as they stand in one another, the findings in their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from schemas.layout import Node
from schemas.tables import ROW, Tables, format_value
from validation.models import Finding

Where = tuple[int, int]
"""A record by its number in the layout and its position in its table."""
Found = dict[Where, list[Finding]]


@dataclass(frozen=True)
class Value:
    """One item of a record: its tag, what it is called, its value as text, and the findings that name it."""

    tag: str
    label: str
    value: str | None
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A named part of what was sent about a person: the items of one group, or a record with what stands inside it.

    ``path`` is the declaration's; ``record`` is the tag of the record that it is or stands in, ``row`` its number.
    ``number`` tells blocks of one name in one place apart; ``findings`` are those on the record that name no field
    shown.
    """

    name: str
    number: int | None
    path: str
    record: str
    row: int
    line: int | None
    values: list[Value]
    findings: list[Finding]
    inside: list[Block]


@dataclass(frozen=True)
class Place:
    """A record of the person, the person itself or one inside: its position in its table, and the records inside it."""

    node: Node
    position: int
    inside: list[Place]

    def walk(self) -> Iterator[Place]:
        """This record and all inside it."""
        yield self
        for place in self.inside:
            yield from place.walk()


def where(place: Place) -> Where:
    """What tells a record apart from all others of the file."""
    return place.node.index, place.position


def blocks_of(tables: Tables, person: Place, found: Found) -> tuple[list[Block], list[Finding]]:
    """The blocks of a person, and those of their findings that stand beside no field."""
    maker = _Blocks(tables, found)
    groups = maker.groups(person, [])
    records = [block for place in person.inside for block in maker.record(place, [person])]
    return numbered([*groups, *records]), maker.unplaced(person)


class _Blocks:
    """Makes the blocks of one person and keeps account of the findings that it has placed."""

    def __init__(self, tables: Tables, found: Found):
        self.tables, self.found = tables, found
        self.unread = {(table, at, column): text for table, at, column, text in tables.unread.iter_rows()}
        self.placed: set[UUID] = set()

    def record(self, place: Place, around: list[Place]) -> list[Block]:
        """The block of a record inside the person; none for one that holds nothing."""
        whole = self._empty(place, place.node)
        for block in self.groups(place, around):
            if block.path == place.node.path:
                whole = replace(whole, values=block.values)
            else:
                whole.inside.append(block)
        for below in place.inside:
            whole.inside.extend(self.record(below, [*around, place]))
        whole = replace(whole, findings=self.unplaced(place), inside=numbered(whole.inside))
        return [whole] if whole.values or whole.inside or whole.findings else []

    def groups(self, place: Place, around: list[Place]) -> list[Block]:
        """A block for the items of the record itself, and one for those of each group in it, nested as they are."""
        blocks: dict[str, Block] = {}
        for item, value in self._values(place):
            marks = self._marks(place, around, item.tag, value)
            if value is None and not marks:
                continue
            assert item.parent is not None
            block = blocks.setdefault(item.parent.path, self._empty(place, item.parent))
            block.values.append(Value(item.tag, item.label, value, marks))
        alone: list[Block] = []
        for path, block in blocks.items():
            outer = path.rpartition("/")[0]
            beside = alone if outer == place.node.path or outer not in blocks else blocks[outer].inside
            beside.append(block)
        return alone

    def unplaced(self, place: Place) -> list[Finding]:
        """The findings on a record that no field of it or inside it shows: asked once the fields are made."""
        return [finding for finding in self.found.get(where(place), []) if finding.pk not in self.placed]

    def _empty(self, place: Place, node: Node) -> Block:
        columns = self.tables[place.node.table].row(place.position, named=True)
        line = columns["_line"] if node.kind == "record" else None
        return Block(node.label, None, node.path, place.node.tag, int(columns[ROW]), line, [], [], [])

    def _values(self, place: Place) -> Iterator[tuple[Node, str | None]]:
        table = place.node.table
        columns = self.tables[table].row(place.position, named=True)
        for item in place.node.items():
            if self.tables.layout.has(item) and item.column in columns:
                read = format_value(columns[item.column])
                yield item, self.unread.get((table, place.position, item.column), read)

    def _marks(self, place: Place, around: list[Place], tag: str, value: str | None) -> list[Finding]:
        """The findings on the record that name the item, and those on a record around it that has no such item.

        Of several records inside, the one is meant that holds the value that the finding gives.
        """
        marks = [finding for finding in self.found.get(where(place), []) if tag in finding.values]
        for outer in around:
            if tag not in {item.tag for item in outer.node.items()}:
                named = (finding for finding in self.found.get(where(outer), []) if tag in finding.values)
                marks += [finding for finding in named if finding.values[tag] in (None, value)]
        self.placed |= {finding.pk for finding in marks}
        return marks


def numbered(blocks: list[Block]) -> list[Block]:
    """Blocks that stand beside each other, those of one name numbered."""
    names, seen = Counter(block.name for block in blocks), Counter[str]()
    found = []
    for block in blocks:
        seen[block.name] += 1
        found.append(replace(block, number=seen[block.name]) if names[block.name] > 1 else block)
    return found
