"""Conditions that rules of every collection use.

A comparison with an absent value is null, and a rule that comes out null does not fail. Where a condition is negated
that must be said: ``~holds(a > b)`` is true when ``a`` is absent, ``~(a > b)`` is not.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def holds(condition: pl.Expr) -> pl.Expr:
    """``condition``, false where it cannot be told because a value is absent."""
    return condition.fill_null(False)


def missing_or_unknown(value: pl.Expr, codes: Sequence[str]) -> pl.Expr:
    """The value is absent, or not one of ``codes``."""
    return value.is_null() | ~value.is_in(codes)


def or_zero(value: pl.Expr) -> pl.Expr:
    """``value``, 0 where it is absent."""
    return value.fill_null(0)


def any_present(*values: pl.Expr) -> pl.Expr:
    return pl.any_horizontal(value.is_not_null() for value in values)


def any_among(values: pl.Expr, codes: Sequence[str]) -> pl.Expr:
    """One of the values of a repeated item is one of ``codes``."""
    return holds(values.list.eval(pl.element().is_in(codes)).list.any())


def any_outside(values: pl.Expr, codes: Sequence[str]) -> pl.Expr:
    """One of the values of a repeated item is not one of ``codes``."""
    return holds(values.list.eval(~pl.element().is_in(codes)).list.any())
