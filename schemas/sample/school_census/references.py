"""What the portal knows beside a school's return, made up to go with it: the school register, lists, other schools.

The names and columns are those by which the rules of the school census look values up. Nothing in them raises a finding
about a clean return; each is as long as in a national collection, so that looking up costs what it costs there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import polars as pl

from schemas.tables import Tables

SCHOOLS = 24_000
QUALIFICATIONS = 12_000
SUBJECTS = 1_000
PUPILS_SHARED = 500
"""Pupils whom other schools report and who are asked about: few of a school's own are among them."""
_PHASE_IN_REGISTER = {"NS": "1", "PS": "2", "MP": "3", "SS": "4", "MS": "5", "AT": "7"}
_YOUNGEST, _OLDEST = 0, 25


def references(tables: Tables, rows: int = SCHOOLS) -> dict[str, pl.DataFrame]:
    """Every reference of the school census, by name. ``rows``: how long the register is, and the others at the most."""
    header = tables.header
    laestab, urn = f"{header['LEA']}{header['Estab']}", header["URN"] or "100000"
    numbers = [laestab, *(str(9_000_000 + number) for number in range(rows))]
    urns = [urn, *(str(700_000 + number) for number in range(rows))]
    known = _values(tables, "PrevURN") - set(urns)
    phase = _PHASE_IN_REGISTER.get(header["Phase"] or "")
    qualifications = sorted(_values(tables, "QN") | {f"9{number:07d}" for number in range(min(rows, QUALIFICATIONS))})
    subjects = sorted(_values(tables, "SCC") | {f"Z{number:04d}" for number in range(min(rows, SUBJECTS))})
    others = [f"Z{number:012d}" for number in range(min(rows, PUPILS_SHARED))]
    return {
        "register_by_laestab": pl.DataFrame({"laestab": numbers, "urn": urns}),
        "register_by_urn": pl.DataFrame(
            {"urn": [*urns, *sorted(known)], "laestab": [*numbers, *(None for _ in known)]},
            schema={"urn": pl.String, "laestab": pl.String},
        ),
        "register_details": pl.DataFrame(
            {
                "laestab": numbers,
                "phase": [phase, *("2" for _ in range(rows))],
                "low_age": [_YOUNGEST] * len(numbers),
                "high_age": [_OLDEST] * len(numbers),
            },
            schema={"laestab": pl.String, "phase": pl.String, "low_age": pl.Int64, "high_age": pl.Int64},
        ),
        "qualifications": pl.DataFrame(
            {
                "qn": qualifications,
                "academic": [False] * len(qualifications),
                "last_certification": [datetime.date(2040, 8, 31)] * len(qualifications),
            }
        ),
        "subjects": pl.DataFrame({"scc": subjects}),
        "main_registrations_elsewhere": pl.DataFrame(
            {
                "upn": [*others, *sorted(_guests(tables))],
                "schools": ["1"] * (len(others) + len(_guests(tables))),
            }
        ),
        "same_child_elsewhere": pl.DataFrame(
            {"likeness": [f"{other}|nobody|2000-01-01" for other in others], "upns": [[other] for other in others]}
        ),
    }


def _values(tables: Tables, tag: str) -> set[str]:
    """The values that the items with this tag hold anywhere in the return."""
    found: set[str] = set()
    for name, frame in tables.items():
        columns = (node.column for node in tables.layout.items(name) if node.tag == tag)
        for column in columns:
            if column in frame.columns:
                found.update(_text(frame[column].drop_nulls().to_list()))
    return found


def _guests(tables: Tables) -> set[str]:
    """The UPNs of pupils on roll whose main registration is elsewhere: another school must have them."""
    (on_roll,) = tables.layout.family.find("PupilOnRoll")
    columns = {node.tag: node.column for node in on_roll.items()}
    rows = tables.of(on_roll).filter(pl.col(columns["EnrolStatus"]) == "G")
    return set(rows[columns["UPN"]].drop_nulls().to_list())


def _text(values: Iterable[object]) -> Iterable[str]:
    return (str(value) for value in values)
