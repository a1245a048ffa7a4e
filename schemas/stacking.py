"""Putting the tables of many returns into one, so that one expression looks at all of them.

Every table of the stack has the column ``_return``: the position of its return among those given, which is also the
row of its message in the root's table. Positions (``_parent`` and those of unread values) are moved accordingly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from schemas.tables import PARENT, Tables

RETURN = "_return"


def stack(returns: Sequence[Tables], names: Iterable[str]) -> Tables:
    """The tables ``names`` of many returns of one collection and year, in one; the others have no rows.

    Raises ``ValueError`` for returns of different collections or years, and for one without a message.
    """
    first = returns[0]
    if any((each.collection, each.year) != (first.collection, first.year) for each in returns):
        raise ValueError("returns of different collections cannot be stacked")
    root = first.layout.family.root.table
    if any(each[root].height != 1 for each in returns):
        raise ValueError("a return without a message cannot be stacked")
    stacked = Tables.empty(first.collection, first.year)
    offsets: dict[str, pl.Series] = {}
    for name in stacked.frames:
        heights = pl.Series([each[name].height for each in returns], dtype=pl.UInt32)
        offsets[name] = heights.cum_sum() - heights
    for name, records in stacked.layout.tables.items():
        if name in names:
            parent = records[0].host_parent
            stacked.frames[name] = _joined([each[name] for each in returns], offsets[parent.table] if parent else None)
    stacked.unread = _unread(returns, offsets)
    return stacked


def _joined(frames: list[pl.DataFrame], offsets: pl.Series | None) -> pl.DataFrame:
    """One table of all returns, with ``_return`` and ``_parent`` moved by where the parents of each return begin."""
    filled = [frame for frame in frames if frame.height]
    # A return stored before its layout was last added to lacks the columns that came later.
    frame = pl.concat(filled, how="diagonal") if filled else frames[0].clear()
    numbers = pl.Series(range(len(frames)), dtype=pl.UInt32)
    mine = numbers.repeat_by(pl.Series([each.height for each in frames])).explode(empty_as_null=False)
    columns = [mine.alias(RETURN)]
    if offsets is not None:
        columns.append((frame[PARENT] + offsets.gather(mine)).alias(PARENT))
    return frame.with_columns(columns)


def _unread(returns: Sequence[Tables], offsets: dict[str, pl.Series]) -> pl.DataFrame:
    found = [returns[0].unread.clear()]
    for number, each in enumerate(returns):
        if each.unread.height:
            starts = {table: starts[number] for table, starts in offsets.items()}
            moved = pl.col("position") + pl.col("table").replace_strict(starts, return_dtype=pl.UInt32)
            found.append(each.unread.with_columns(moved))
    return pl.concat(found)
