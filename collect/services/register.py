"""Loading the school register from its public files, giving it to organisations, and to rules as tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import polars as pl
from django.db import transaction

from accounts.register.changes import RegisterRefresh
from accounts.register.refresh import Report, refresh
from collect.models.register import Establishment, RegisterLoad
from collect.services.agents import part_from_agents
from collect.services.register_file import COLUMNS, NotARegister, parse, parse_links

OPEN_FIRST = {"1": 0, "3": 1, "4": 2}
"""Open, open but proposed to close, proposed to open; anything else is closed and comes last."""
BATCH = 500
SHOWN = 20

__all__ = ["Loaded", "NotARegister", "frames", "load"]


@dataclass
class Loaded:
    """What a load changed. ``examples`` name some of it; ``report`` is about the organisations."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    left: int = 0
    same_file: bool = False
    examples: list[str] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    returns_moved: int = 0

    def tell(self, what: str) -> None:
        """Add an example, as long as there are few."""
        if len(self.examples) < SHOWN:
            self.examples.append(what)


def load(path: Path, links_path: Path | None = None, *, dry_run: bool = False) -> Loaded:
    """Make register and organisations what the file says, in one transaction. The same files again change nothing.

    Rows that cannot be used are named in the report and the others go on; then nothing counts as gone from the
    register, because a bad row may have been it. With ``dry_run`` everything is worked out and nothing is kept.
    """
    body, links_body = path.read_bytes(), links_path.read_bytes() if links_path else b""
    found, links = parse(body), parse_links(links_body) if links_path else []
    sha256 = hashlib.sha256(body + links_body).hexdigest()
    done = Loaded(rows=len(found.rows))
    with transaction.atomic():
        there = {row.urn: row for row in Establishment.objects.select_for_update()}
        if is_loaded(sha256):
            done.same_file = True
            return done
        note = RegisterLoad.objects.create(
            sha256=sha256, filename=path.name[:255], rows=len(found.rows), added=0, changed=0, left=0
        )
        gone = _apply(found.rows, there, note, done, is_whole=not found.bad)
        note.added, note.changed, note.left = done.added, done.changed, done.left
        note.save(update_fields=["added", "changed", "left"])
        done.report = refresh(found.entries, links, filename=path.name, sha256=sha256, bad_rows=found.bad, gone=gone)
        done.returns_moved = part_from_agents(done.report.became_academies)
        if dry_run:
            transaction.set_rollback(True)
    return done


def is_loaded(sha256: str) -> bool:
    """Whether these files were the last ones that were taken in, by the register and by the organisations."""
    newest = RegisterLoad.objects.first(), RegisterRefresh.objects.first()
    return all(one is not None and one.sha256 == sha256 for one in newest)


def _apply(
    found: Mapping[str, dict[str, Any]],
    there: Mapping[str, Establishment],
    note: RegisterLoad,
    done: Loaded,
    *,
    is_whole: bool,
) -> list[str]:
    """Write the rows. Gives the URNs that the register has no longer."""
    new, changed, left = [], [], []
    for urn, row in found.items():
        known = there.get(urn)
        if known is None:
            new.append(Establishment(**row))
            done.tell(f"new: {row['name']} ({urn})")
            continue
        differing = [name for name, value in row.items() if getattr(known, name) != value]
        if known.left_in_id is not None:
            differing.append("left_in")
        if differing:
            said = ", ".join(f"{COLUMNS.get(n, 'back in the register')}" for n in differing)
            done.tell(f"changed: {row['name']} ({urn}): {said}")
            for name, value in row.items():
                setattr(known, name, value)
            known.left_in = None
            changed.append(known)
    for urn, known in there.items() if is_whole else ():
        if urn not in found and known.left_in_id is None:
            known.left_in = note
            left.append(known)
            done.tell(f"no longer in the register: {known.name} ({urn})")
    Establishment.objects.bulk_create(new, batch_size=BATCH)
    Establishment.objects.bulk_update(changed, [*(n for n in COLUMNS if n != "urn"), "left_in"], batch_size=100)
    Establishment.objects.bulk_update(left, ["left_in"], batch_size=100)
    done.added, done.changed, done.left = len(new), len(changed), len(left)
    return [row.urn for row in left]


# -- as tables for rules

_lock = Lock()
_cached: tuple[tuple[int, str], dict[str, pl.DataFrame]] | None = None


def frames() -> Mapping[str, pl.DataFrame]:
    """The register by LAESTAB and by URN; nothing when none has been loaded. Kept until another one is loaded."""
    global _cached
    newest = RegisterLoad.objects.values_list("pk", "sha256").first()
    if newest is None:
        return {}
    with _lock:
        if _cached is None or _cached[0] != newest:
            _cached = (newest, _frames())
        return _cached[1]


def _frames() -> dict[str, pl.DataFrame]:
    rows = Establishment.objects.values_list("urn", "la_number", "estab", "status_code", "opened_on", "left_in")
    every = [(urn, la + estab if la and estab else None) for urn, la, estab, *_ in rows]
    about = {
        urn: known for urn, *known in Establishment.objects.values_list("urn", "phase_code", "low_age", "high_age")
    }
    by_urn = pl.DataFrame(every, schema={"urn": pl.String, "laestab": pl.String}, orient="row")
    # A number is used again when a school becomes an academy: the open one has it, then the one opened last.
    best: dict[str, tuple[tuple[int, int], str]] = {}
    for urn, la, estab, status, opened_on, left in rows:
        if not (la and estab) or left is not None:
            continue
        rank = (OPEN_FIRST.get(status, 9), -(opened_on.toordinal() if opened_on else 0))
        if la + estab not in best or (rank, urn) < best[la + estab]:
            best[la + estab] = (rank, urn)
    numbers = [(laestab, urn) for laestab, (_, urn) in sorted(best.items())]
    by_number = pl.DataFrame(numbers, schema={"laestab": pl.String, "urn": pl.String}, orient="row")
    details = pl.DataFrame(
        [(laestab, phase or None, low, high) for laestab, urn in numbers for phase, low, high in [about[urn]]],
        schema={"laestab": pl.String, "phase": pl.String, "low_age": pl.Int64, "high_age": pl.Int64},
        orient="row",
    )
    return {"register_by_urn": by_urn, "register_by_laestab": by_number, "register_details": details}
