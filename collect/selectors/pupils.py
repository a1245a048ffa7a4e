"""What a file says about one pupil: read from the tables beside the file when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.db.models import Q, QuerySet

from collect.models import PupilIndex, Return, Submission
from collect.selectors.blocks import Block, Found, Place, Where, blocks_of, where
from collect.selectors.findings import findings
from collect.services.pupils import people_records
from schemas.layout import Node
from schemas.tables import PARENT, RECORD, ROW, Tables
from validation.models import Finding


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
    elsewhere: list[Finding]
    """Those of the findings that stand beside no field and no block."""


def pupils(return_: Return, search: str = "") -> QuerySet[PupilIndex]:
    """The pupils of a return's current file, found by number or name."""
    rows = PupilIndex.objects.filter(for_return=return_)
    for word in search.split():
        rows = rows.filter(Q(key__istartswith=word) | Q(surname__icontains=word) | Q(forename__icontains=word))
    return rows.order_by("surname", "forename", "key", "record", "row")


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
    place = _place(tables, person, at["_at"].item())
    found = _findings_at(submission, tables, list(place.walk()))
    blocks, elsewhere = blocks_of(tables, place, found)
    columns = at.row(0, named=True)
    names = {node.name: columns.get(node.column) for node in person.items()}
    key = person.key
    return Pupil(
        record=record,
        row=row,
        line=columns["_line"],
        key=columns.get(key.column) if key else None,
        name=" ".join(str(names[part]) for part in ("forename", "surname") if names.get(part)),
        blocks=blocks,
        findings=sorted((finding for group in found.values() for finding in group), key=lambda f: f.position),
        elsewhere=elsewhere,
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


def _place(tables: Tables, node: Node, position: int) -> Place:
    """A record with all records inside, in the order of the declaration, then of the file."""
    inside = []
    for record in node.records():
        if tables.layout.has(record):
            frame = tables[record.table].with_row_index("_at")
            rows = frame.filter(pl.col(RECORD) == record.index, pl.col(PARENT) == position)["_at"]
            inside += [_place(tables, record, row) for row in rows]
    return Place(node, position, inside)


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


def _numbers(tables: Tables, place: Place) -> dict[str, int]:
    """Tag → number, as findings name it, of a record and of the groups in it that are there."""
    frame = tables[place.node.table]
    numbers = {place.node.tag: int(frame[ROW][place.position])}
    for group in place.node.groups():
        if group.column in frame.columns and frame[group.column][place.position] is not None:
            numbers[group.tag] = int(frame[group.column][: place.position + 1].is_not_null().sum())
    return numbers


def _findings_at(submission: Submission, tables: Tables, places: list[Place]) -> Found:
    """The stored findings of these records, by where each stands."""
    rows: dict[str, list[int]] = {}
    owner: dict[tuple[str, int], Where] = {}
    for place in places:
        for tag, row in _numbers(tables, place).items():
            rows.setdefault(tag, []).append(row)
            owner[tag, row] = where(place)
    wanted = Q(pk__in=[])
    for tag, numbers in rows.items():
        wanted |= Q(record=tag, row__in=numbers)
    found: Found = {}
    for finding in findings(submission).filter(wanted):
        assert finding.row is not None
        found.setdefault(owner[finding.record, finding.row], []).append(finding)
    return found
