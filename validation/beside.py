"""Comparing records pair by pair with those beside them: two plans of one child that overlap.

Pairs are made in pieces, so that memory stays flat, and their number is bounded: a sound return has a few for each
person, and a hostile one with thousands of records in one place would otherwise take the square of their number.
"""

from __future__ import annotations

import polars as pl

from validation.build import Beside

POSITION = "_position"
MAX_PAIRS = 20_000_000
"""A rule that would need more is set apart as one that could not run."""
_PAIRS_AT_ONCE = 1_000_000
_HOST = "_host"


class TooManyPairs(Exception):
    """The return has more records beside each other than are compared."""


def stands_beside(
    beside: Beside, own: pl.DataFrame, hosts: pl.Series, others: pl.DataFrame, their_hosts: pl.Series
) -> pl.Series:
    """For each row of ``own``: whether a row of ``others`` with the same host holds the condition. Never itself.

    ``hosts`` and ``their_hosts`` say for each row in which record it stands. Raises ``TooManyPairs``.
    """
    one = own.select(POSITION, *sorted(beside.own_columns() - {POSITION}), hosts.alias(_HOST))
    if beside.each:
        one = one.explode(beside.each).filter(pl.col(beside.each).is_not_null())
    other = others.select(
        pl.col(POSITION).alias(f"~{POSITION}"),
        *(pl.col(column).alias(f"~{column}") for column in sorted(beside.other_columns())),
        their_hosts.alias(_HOST),
    )
    sizes = other.group_by(_HOST).agg(pl.len().cast(pl.Int64).alias("_pairs"))
    one = one.join(sizes, on=_HOST, how="inner", maintain_order="left")
    through = one["_pairs"].cum_sum()
    total = int(through[-1]) if len(through) else 0
    if total > MAX_PAIRS:
        raise TooManyPairs(f"{total} pairs")
    holds = beside.where.fill_null(False)
    if beside.table == beside.other.table:
        holds &= pl.col(POSITION) != pl.col(f"~{POSITION}")
    pieces = one.with_columns((through // _PAIRS_AT_ONCE).alias("_piece")).partition_by("_piece", maintain_order=True)
    found = [
        piece.lazy().join(other.lazy(), on=_HOST).filter(holds).select(POSITION).collect()[POSITION] for piece in pieces
    ]
    met = pl.concat(found) if found else pl.Series(POSITION, [], dtype=pl.UInt32)
    return own[POSITION].is_in(met.unique().implode()).alias(beside.column)
