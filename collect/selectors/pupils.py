"""What a file says about one pupil: read from the tables beside the file when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl
from django.db.models import Q, QuerySet

from collect.models import PupilIndex, Return, Submission
from collect.selectors.findings import findings
from collect.services.pupils import people_records
from schemas.layout import Node
from schemas.tables import PARENT, RECORD, ROW, Tables, format_value
from validation.models import Finding


@dataclass(frozen=True)
class Value:
    """One item of a record: its tag, what it is called, its value as text, and the findings that name it."""

    tag: str
    label: str
    value: str | None
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A named part of what was sent about a pupil: the items of one group, or of one record inside the pupil."""

    name: str
    record: str
    row: int
    line: int | None
    values: list[Value]


@dataclass(frozen=True)
class Pupil:
    """One pupil of one file. ``record`` and ``row`` say where in the file."""

    record: str
    row: int
    line: int | None
    key: str | None
    name: str
    blocks: list[Block]
    findings: list[Finding]


def pupils(return_: Return, search: str = "") -> QuerySet[PupilIndex]:
    """The pupils of a return's current file, found by UPN or name."""
    rows = PupilIndex.objects.filter(for_return=return_)
    for word in search.split():
        rows = rows.filter(Q(upn__istartswith=word) | Q(surname__icontains=word) | Q(forename__icontains=word))
    return rows.order_by("surname", "forename", "record", "row")


def pupil(submission: Submission, record: str, row: int) -> Pupil:
    """One pupil with every value. Raises LookupError where the file has no such pupil."""
    tables = Tables.read(submission.tables_folder)
    person = next((node for node in people_records(tables) if node.tag == record), None)
    frame = tables[person.table] if person else None
    if person is None or frame is None:
        raise LookupError(f"{record} is not a record of people")
    at = frame.with_row_index("_at").filter(pl.col(RECORD) == person.index, pl.col(ROW) == row)
    if not at.height:
        raise LookupError(f"there is no {record} {row}")
    places = _places(tables, person, at["_at"].item())
    found = _findings_at(submission, tables, places)
    columns = at.row(0, named=True)
    names = {node.name: columns.get(node.column) for node in person.items()}
    key = person.key
    return Pupil(
        record=record,
        row=row,
        line=columns["_line"],
        key=columns.get(key.column) if key else None,
        name=" ".join(str(names[part]) for part in ("forename", "surname") if names.get(part)),
        blocks=_blocks(tables, places, found),
        findings=sorted((finding for group in found.values() for finding in group), key=lambda f: f.position),
    )


def pupil_of(submission: Submission, finding: Finding) -> tuple[str, int] | None:
    """The record and row of the pupil that a finding is about or inside; None for one about the whole return."""
    tables = Tables.read(submission.tables_folder)
    layout = tables.layout
    nodes = [node for node in layout.nodes if node.tag == finding.record and node.kind != "item"]
    if not nodes or finding.row is None:
        return None
    positions = [at for node in nodes if (at := _position(tables, node, finding.row)) is not None]
    if not positions:
        return None
    people = {person.table: person for person in people_records(tables)}
    at, current = positions[0], nodes[0].host
    while current.table not in people:
        around = current.host_parent
        if around is None:
            return None
        at, current = tables[current.table][PARENT][at], around
    found = tables[current.table].row(at, named=True)
    tag = next(person.tag for person in people_records(tables) if person.index == found[RECORD])
    return tag, int(found[ROW])


@dataclass(frozen=True)
class _Place:
    """A record of the pupil: the pupil itself or one inside."""

    node: Node
    position: int


def _places(tables: Tables, person: Node, position: int) -> list[_Place]:
    """The pupil and all records inside, in the order of the declaration, then of the file."""
    places = [_Place(person, position)]
    for inside in person.records():
        if not tables.layout.has(inside):
            continue
        frame = tables[inside.table].with_row_index("_at")
        rows = frame.filter(pl.col(RECORD) == inside.index, pl.col(PARENT) == position)["_at"]
        for row in rows:
            places += _places(tables, inside, row)
    return places


def _position(tables: Tables, node: Node, row: int) -> int | None:
    """The position in its table of the ``row``-th instance of a record or group (records of one tag share a count)."""
    frame = tables[node.table].with_row_index("_at")
    if node.kind == "record":
        same_tag = [record.index for record in tables.layout.records if record.tag == node.tag]
        found = frame.filter(pl.col(RECORD).is_in(same_tag), pl.col(ROW) == row)
    elif node.column in frame.columns:
        here = pl.col(node.column).is_not_null()
        found = frame.filter(here).slice(row - 1, 1)
    else:
        return None
    return int(found["_at"][0]) if found.height else None


def _numbers(tables: Tables, place: _Place) -> dict[str, int]:
    """Tag → number, as findings name it, of a record and of the groups in it that are there."""
    frame = tables[place.node.table]
    numbers = {place.node.tag: int(frame[ROW][place.position])}
    for group in place.node.groups():
        if group.column in frame.columns and frame[group.column][place.position] is not None:
            numbers[group.tag] = int(frame[group.column][: place.position + 1].is_not_null().sum())
    return numbers


Found = dict[int, list[Finding]]


def _findings_at(submission: Submission, tables: Tables, places: list[_Place]) -> Found:
    """The stored findings of these records, by the place's number in the list."""
    wanted, owner = Q(pk__in=[]), {}
    for number, place in enumerate(places):
        for tag, row in _numbers(tables, place).items():
            wanted |= Q(record=tag, row=row)
            owner[tag, row] = number
    found: Found = {}
    for finding in findings(submission).filter(wanted):
        assert finding.row is not None
        found.setdefault(owner[finding.record, finding.row], []).append(finding)
    return found


def _blocks(tables: Tables, places: list[_Place], found: Found) -> list[Block]:
    unread = {(table, at, column): text for table, at, column, text in tables.unread.iter_rows()}
    own_tags = {item.tag for item in places[0].node.items()}
    blocks: list[Block] = []
    for number, place in enumerate(places):
        columns = tables[place.node.table].row(place.position, named=True)
        mine = found.get(number, [])
        about_inside = found.get(0, []) if number else []
        grouped: dict[str, tuple[Node, list[Value]]] = {}
        for item in place.node.items():
            if not tables.layout.has(item) or item.column not in columns:
                continue
            value = format_value(columns[item.column])
            value = unread.get((place.node.table, place.position, item.column), value)
            # A finding on the pupil that names an item only the records inside have is shown there.
            marks = [f for f in mine if item.tag in f.values]
            marks += [f for f in about_inside if item.tag in f.values and item.tag not in own_tags]
            if value is None and not marks:
                continue
            assert item.parent is not None
            grouped.setdefault(item.parent.path, (item.parent, []))[1].append(Value(item.tag, item.label, value, marks))
        blocks += [
            Block(node.label, place.node.tag, int(columns[ROW]), columns["_line"], values)
            for node, values in grouped.values()
        ]
    return blocks
