"""Which closed school goes on under which numbers, and which was taken over by another.

A number (LAESTAB) that is used again, or a link of one school for one, means that the same school goes on: as when a
maintained school becomes an academy. Where schools merged or split, the closed one stays closed and names who followed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.organisations import Organisation
from accounts.register.entries import Entry, Link

Status = Organisation.Status
EARLY = date.min


@dataclass(frozen=True)
class Succession:
    """``heirs``: old URN → URN under which it goes on. ``taken_over``: URN of a school that ended → who followed."""

    heirs: dict[str, str] = field(default_factory=dict)
    taken_over: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def heir(self, urn: str) -> str:
        """The URN under which a school is known now: its own where nothing followed."""
        seen = {urn}
        while (following := self.heirs.get(urn)) is not None and following not in seen:
            seen.add(following)
            urn = following
        return urn


def work_out(entries: Mapping[str, Entry], links: Iterable[Link]) -> Succession:
    """Who follows whom, from the numbers that are used again and from the links."""
    links = [link for link in links if link.old_urn in entries and link.new_urn in entries]
    heirs = by_number(entries) | by_link(entries, links)
    taken_over: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.old_urn not in heirs and entries[link.old_urn].status == Status.CLOSED:
            taken_over[link.old_urn].append(link.new_urn)
    return Succession(heirs, {urn: tuple(dict.fromkeys(sorted(news))) for urn, news in taken_over.items()})


def by_number(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Closed schools whose LAESTAB an open one has now, or one that closed after them."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.values():
        if entry.laestab and entry.status != Status.PROPOSED:
            groups[entry.laestab].append(entry)
    found: dict[str, str] = {}
    for group in groups.values():
        if len(group) > 1:
            latest = max(group, key=lambda one: (one.is_open, one.opened_on or EARLY, one.urn))
            found |= {one.urn: latest.urn for one in group if one is not latest and one.status == Status.CLOSED}
    return found


def by_link(entries: Mapping[str, Entry], links: Iterable[Link]) -> dict[str, str]:
    """Closed schools that one other follows, which follows no other. One that is only proposed does not follow yet."""
    news: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    olds: dict[str, set[str]] = defaultdict(set)
    for link in links:
        news[link.old_urn].add((link.new_urn, link.is_whole))
        olds[link.new_urn].add(link.old_urn)
    found = {}
    for old_urn, following in news.items():
        ((new_urn, is_whole), *others) = following
        if others or not is_whole or len(olds[new_urn]) > 1:
            continue
        if entries[old_urn].status == Status.CLOSED and entries[new_urn].status != Status.PROPOSED:
            found[old_urn] = new_urn
    return found
