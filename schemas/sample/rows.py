"""The records of a sample return: made when asked for, kept only where a fault has been planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from schemas.sample.write import Fields

Source = TypeVar("Source")


class Rows(Generic[Source]):
    """A list of records of which each is made from its source when it is looked at.

    A hundred thousand pupils are written one by one; only those that :meth:`keep` has given out stay as they are, with
    what was changed in them.
    """

    def __init__(self, sources: list[Source], make: Callable[[Source], Fields]) -> None:
        self.sources = sources
        self._make = make
        self._kept: dict[int, Fields] = {}
        self._changes: list[Callable[[Fields], None]] = []

    def __len__(self) -> int:
        return len(self.sources)

    def __iter__(self) -> Iterator[Fields]:
        for place in range(len(self.sources)):
            record = self.look(place)
            if place not in self._kept:
                for change in self._changes:
                    change(record)
            yield record

    def look(self, place: int) -> Fields:
        """The record at a place (from 0), to be read only."""
        return self._kept[place] if place in self._kept else self._make(self.sources[place])

    def keep(self, place: int) -> Fields:
        """The record at a place, to be changed."""
        if place not in self._kept:
            self._kept[place] = self._make(self.sources[place])
        return self._kept[place]

    def change_all(self, change: Callable[[Fields], None]) -> None:
        """Change every record that has not been given out to be changed by itself."""
        self._changes.append(change)
