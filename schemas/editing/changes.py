"""What is to become of the records of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class RecordChange:
    """What is to become of one record: some of its items get other values, or it is added or removed.

    ``key`` names the record: tag and row number as the reader counts them (``Address-12``), or ``new-3`` for one that
    the file does not have; such a one has a ``parent``, the key of the record that it is put in. ``path`` is that of
    its declaration. ``items`` holds, by path below the record, the values that an item is to have, as the file will
    hold them: none to leave it out, more than one where it repeats.
    """

    key: str
    path: str
    parent: str = ""
    removed: bool = False
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether the file does not have the record yet."""
        return bool(self.parent)


Changes = dict[str, RecordChange]
"""By key of the record. A record that is added stands after the one that it is put in."""


def dump(changes: Changes) -> list[dict[str, Any]]:
    """The changes as JSON."""
    return [asdict(change) for change in changes.values()]


def load(rows: list[dict[str, Any]]) -> Changes:
    """What :func:`dump` made."""
    changes = {}
    for row in rows:
        items = {path: tuple(values) for path, values in row["items"].items()}
        changes[row["key"]] = RecordChange(**{**row, "items": items})
    return changes


def without(changes: Changes, key: str) -> Changes:
    """The changes without the one of a record and those of the records that were to be added inside it."""
    gone = {key}
    for change in changes.values():
        if change.parent in gone:
            gone.add(change.key)
    return {name: change for name, change in changes.items() if name not in gone}
