"""A return's file as somebody is changing it on screen: its records with the values that they are to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from collect.models import Draft, Submission
from collect.selectors.dictionary import Dictionary, Shown, dictionary_of
from schemas.editing import Changes, RecordChange, around, at, find, inside, key_of, values_of
from schemas.intake.peeking import IDENTIFYING
from schemas.layout import Node
from schemas.tables import Tables

NAMES = ("forename", "surname")
SHOWN = 3
"""Values by which a record inside another one is told from its neighbours."""

Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Record:
    """One record as it is to be. ``held`` is what the file holds of it, ``values`` what it is to hold, by path."""

    key: str
    node: Node
    parent: str
    held: Values
    values: Values
    change: RecordChange | None

    @property
    def is_new(self) -> bool:
        return self.change is not None and self.change.is_new

    @property
    def is_removed(self) -> bool:
        return self.change is not None and self.change.removed

    @property
    def is_whole_return(self) -> bool:
        return self.node.parent is None

    @property
    def name(self) -> str:
        """What it is called: for a person their name, or their number."""
        named = {item.name: self.values.get(self.path_of(item), ()) for item in self.node.items()}
        found = " ".join(text for part in NAMES for text in named.get(part, ()))
        key = self.node.key
        if found or key is None or key.host is not self.node:
            return found
        return " ".join(named.get(key.name, ()))

    @property
    def row(self) -> int | None:
        """Its number in the file; None for a new one."""
        return None if self.is_new or not self.key else int(self.key.rpartition("-")[2])

    @property
    def title(self) -> str:
        """What a page calls it."""
        if self.is_whole_return:
            return "The return’s own details"
        return f"{self.node.label}: {self.name}" if self.name else f"{self.node.label} {self.row or '(new)'}"

    def path_of(self, item: Node) -> str:
        """The path of an item below the record."""
        return item.path.removeprefix(f"{self.node.path}/")


@dataclass(frozen=True)
class Line:
    """One item that changes: how it was and how it is to be."""

    label: str
    tag: str
    before: Shown
    after: Shown


@dataclass(frozen=True)
class Kind:
    """The records of one kind inside a record. ``records`` is None where there are too many to list."""

    node: Node
    records: list[Record] | None
    label: str


class Sheet:
    """A file and what somebody is changing in it."""

    def __init__(self, submission: Submission, changes: Changes):
        self.submission = submission
        self.changes = changes
        self.tables = Tables.read(submission.tables_folder)
        self.layout = self.tables.layout
        self.words: Dictionary = dictionary_of(submission.for_return.collection)

    @classmethod
    def of(cls, submission: Submission, draft: Draft | None) -> Sheet:
        """The sheet of a file with the changes of a draft, where it is one of this file."""
        mine = draft is not None and draft.based_on_id == submission.pk
        return cls(submission, draft.changes if mine and draft is not None else {})

    @property
    def root_key(self) -> str:
        """The key of the message itself."""
        return key_of(self.layout.family.root.tag, 1)

    def record(self, key: str) -> Record:
        """One record. Raises ``LookupError``."""
        change = self.changes.get(key)
        if change is not None and change.is_new:
            node = self.layout.family.by_path[change.path]
            return Record(key, node, change.parent, {}, dict(change.items), change)
        found = find(self.tables, key)
        outer = around(self.tables, found)
        held = values_of(self.tables, found)
        new = dict(change.items) if change is not None else {}
        return Record(key, found.node, outer.key if outer else "", held, {**held, **new}, change)

    def way_to(self, record: Record) -> list[Record]:
        """The records around one, from the outermost, without the message."""
        way, outer = [], record.parent
        while outer and outer != self.root_key:
            way.append(self.record(outer))
            outer = way[-1].parent
        return way[::-1]

    def is_gone(self, record: Record) -> bool:
        """Whether it, or a record around it, is to be removed."""
        return record.is_removed or any(outer.is_removed for outer in self.way_to(record))

    def kinds_inside(self, record: Record) -> list[Kind]:
        """What a record holds or could hold, by kind."""
        kinds = []
        for node in record.node.records():
            if not self.layout.has(node):
                continue
            streamed = node.record_options is not None and node.record_options.stream
            records = None if streamed and record.is_whole_return else self._inside(record, node)
            if records or self.is_collected(node):
                kinds.append(Kind(node, records, _told_apart(node, record.node)))
        return kinds

    def _inside(self, record: Record, node: Node) -> list[Record]:
        keys = [] if record.is_new else [one.key for one in inside(self.tables, find(self.tables, record.key), node)]
        keys += [
            key for key, change in self.changes.items() if change.parent == record.key and change.path == node.path
        ]
        return [self.record(key) for key in keys]

    def kind(self, record: Record, index: int) -> Node:
        """A kind of record that can stand inside ``record``, by its number. Raises ``LookupError``."""
        for kind in self.kinds_inside(record):
            if kind.node.index == index:
                return kind.node
        raise LookupError(f"no record {index} in {record.node.path}")

    def items(self, node: Node, values: Values | None = None) -> Iterator[Node]:
        """The items of a record that can be changed: those that are collected here, and those that hold something."""
        for item in node.items():
            given = (values or {}).get(item.path.removeprefix(f"{node.path}/"))
            if self.layout.has(item) and item.path not in IDENTIFYING and (given or self.is_collected(item)):
                yield item

    def is_collected(self, node: Node) -> bool:
        """Whether a part is collected in this term from a return of this phase."""
        term, phase = self.tables.collection.term, self._phase
        in_term = term is None or not node.terms or term in node.terms
        return in_term and (phase is None or "ALL" in node.phases or phase in node.phases)

    @cached_property
    def _phase(self) -> str | None:
        item = self.tables.collection.phase_item
        return self.tables.header.get(item) if item else None

    def in_brief(self, record: Record) -> list[Shown]:
        """Some values by which a record is told from its neighbours."""
        shown = [
            self.words.shown(item.tag, ", ".join(record.values.get(record.path_of(item), ())), record.node.tag)
            for item in record.node.items()
        ]
        return [one for one in shown if one.is_given][:SHOWN]

    def lines(self, record: Record) -> list[Line]:
        """The items of a record that are to change."""
        items = {record.path_of(item): item for item in record.node.items()}
        touched = list(items) if record.is_removed else list(record.change.items) if record.change else []
        lines = []
        for path in touched:
            item = items[path]
            before = self.words.shown(item.tag, ", ".join(record.held.get(path, ())), record.node.tag)
            after = "" if record.is_removed else ", ".join(record.values.get(path, ()))
            if before.is_given or after:
                lines.append(Line(item.label, item.tag, before, self.words.shown(item.tag, after, record.node.tag)))
        return lines


def _told_apart(node: Node, outer: Node) -> str:
    """What a kind is called; with the block that it is in where another kind of the record has the same name."""
    twins = [other for other in outer.records() if other.label == node.label]
    return f"{node.parent.label}: {node.label}" if len(twins) > 1 and node.parent is not None else node.label


def record_of_finding(submission: Submission, tag: str, row: int | None) -> str:
    """The key of the record that a finding on ``submission`` is about: the message itself for one about all of it."""
    sheet = Sheet(submission, {})
    try:
        return record_at(sheet, tag, row) if row is not None else sheet.root_key
    except LookupError:
        return sheet.root_key


def record_at(sheet: Sheet, tag: str, row: int) -> str:
    """The key of the record that a finding points at: itself, or the one that its group is in. Raises LookupError."""
    nodes = [node for node in sheet.layout.nodes if node.tag == tag and node.kind != "item"]
    if any(node.kind == "record" or node.parent is None for node in nodes):
        return key_of(tag, row)
    for node in nodes:
        frame = sheet.tables[node.table]
        if node.column in frame.columns:
            positions = frame[node.column].is_not_null().arg_true()
            if row <= len(positions):
                return at(sheet.tables, node.host, int(positions[row - 1])).key
    raise LookupError(f"there is no {tag} {row}")
