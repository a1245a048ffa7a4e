"""Writing an expression down in a form of our own, so that it can be hashed.

Everything that an expression was made from is in it: helpers that were called, constants, code sets. Polars can write
expressions too, but another version may write the same one differently, and its lists carry flags that change from run
to run; here every step is named, and a step that is not known stops the writing instead of being written somehow.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

import polars as pl

Written = Any
"""Lists of texts, numbers and lists, as JSON has them."""


class Names(Protocol):
    """What columns stand for, by their names in the prepared table."""

    def column(self, name: str) -> Written:
        """What the column stands for."""

    def value(self, column: str, value: Any) -> Any:
        """``value``, which is compared with a column, or what it is called there."""


_EPOCH = date(1970, 1, 1)
_OPTIONS: dict[str, tuple[str, ...]] = {
    "Boolean Any": ("ignore_nulls",),
    "Boolean IsBetween": ("closed",),
    "Boolean IsIn": ("nulls_equal",),
    "Clip": ("has_min", "has_max"),
    "ListExpr Contains": ("nulls_equal",),
    "ReplaceStrict": ("return_dtype",),
    "Round": ("decimals", "mode"),
    "StringExpr ConcatHorizontal": ("delimiter", "ignore_nulls"),
    "StringExpr Contains": ("literal",),
    "TemporalExpr DatetimeFunction": ("time_zone",),
}
"""Steps with options: those that make a difference to the outcome."""
_PLAIN = frozenset(
    [
        "Abs",
        "Boolean AllHorizontal",
        "Boolean AnyHorizontal",
        "Boolean IsDuplicated",
        "Boolean IsNotNull",
        "Boolean IsNull",
        "Boolean Not",
        "Coalesce",
        "FillNull",
        "ListExpr Concat",
        "ListExpr Length",
        "ListExpr Min",
        "ListExpr SetOperation Difference",
        "StringExpr LenChars",
        "StringExpr Lowercase",
        "StringExpr Slice",
        "StringExpr StartsWith",
        "StringExpr StripChars",
        "TemporalExpr Day",
        "TemporalExpr Month",
        "TemporalExpr OffsetBy",
        "TemporalExpr WeekDay",
        "TemporalExpr Year",
    ]
)
"""Steps without options."""
_OPERATORS = frozenset(
    [
        "And",
        "Eq",
        "EqValidity",
        "FloorDivide",
        "Gt",
        "GtEq",
        "Lt",
        "LtEq",
        "Minus",
        "Modulus",
        "Multiply",
        "NotEq",
        "NotEqValidity",
        "Or",
        "Plus",
        "TrueDivide",
    ]
)


class CannotWrite(Exception):
    """A step of an expression that this module does not know: add it, with the options that matter."""


def canonical(expression: pl.Expr, names: Names) -> Written:
    """``expression`` as nested lists; each column is what ``names`` says of it. Raises ``CannotWrite``."""
    with warnings.catch_warnings():
        # Polars would rather write bytes, whose layout it keeps to itself.
        warnings.simplefilter("ignore", DeprecationWarning)
        tree = json.loads(expression.meta.serialize(format="json"))
    return _Writer(names).write(tree)


class _Writer:
    def __init__(self, names: Names):
        self.names = names

    def write(self, tree: Any) -> Written:
        if tree == "Element":
            return ["element"]
        if not isinstance(tree, dict) or len(tree) != 1:
            raise CannotWrite(str(tree)[:80])
        ((kind, inside),) = tree.items()
        steps: dict[str, Callable[[Any], Written]] = {
            "Agg": self._aggregate,
            "Alias": lambda both: self.write(both[0]),
            "BinaryExpr": self._binary,
            "Cast": lambda cast: ["cast", cast["dtype"]["Literal"], cast["options"], self.write(cast["expr"])],
            "Column": lambda column: ["column", self.names.column(column)],
            "Eval": lambda each: ["each", each["variant"], self.write(each["expr"]), self.write(each["evaluation"])],
            "Explode": lambda listed: ["explode", self.write(listed["input"])],
            "Function": self._function,
            "Literal": lambda literal: ["value", _literal(literal)],
            "Ternary": lambda parts: ["if", *(self.write(parts[part]) for part in ("predicate", "truthy", "falsy"))],
        }
        if kind not in steps:
            raise CannotWrite(kind)
        return steps[kind](inside)

    def _aggregate(self, inside: Mapping[str, Any]) -> Written:
        ((operation, of),) = inside.items()
        return [f"aggregate {operation}", self.write(of)]

    def _binary(self, both: Mapping[str, Any]) -> Written:
        if both["op"] not in _OPERATORS:
            raise CannotWrite(both["op"])
        left, right = both["left"], both["right"]
        return [both["op"], self._compared(left, right), self._compared(right, left)]

    def _function(self, inside: Mapping[str, Any]) -> Written:
        name, options = _step(inside["function"])
        first, *others = inside["input"]
        return [name, *options, self.write(first), *(self._compared(other, first) for other in others)]

    def _compared(self, tree: Any, other: Any) -> Written:
        """A part that is compared with ``other``: what that column numbers is written by its name."""
        written = self.write(tree)
        if written[0] == "value" and isinstance(other, dict) and "Column" in other:
            return ["value", self.names.value(other["Column"], written[1])]
        return written


def _step(function: Any, within: str = "") -> tuple[str, list[Any]]:
    """The name of a function and the options that matter."""
    if isinstance(function, str):
        name = f"{within} {function}".strip()
        if name not in _PLAIN:
            raise CannotWrite(name)
        return name, []
    ((part, inside),) = function.items()
    name = f"{within} {part}".strip()
    if name in _OPTIONS:
        return name, [inside[option] for option in _OPTIONS[name]]
    if part in ("Boolean", "StringExpr", "TemporalExpr", "ListExpr", "SetOperation"):
        return _step(inside, name)
    raise CannotWrite(name)


def _literal(inside: Mapping[str, Any]) -> Any:
    ((kind, value),) = inside.items()
    if kind == "Dyn":
        ((_type, number),) = value.items()
        return number
    if kind == "Scalar":
        ((kind, value),) = value.items()
    match kind:
        case "Null":
            return None
        case "String" | "Boolean" | "Int64" | "Int32" | "UInt32" | "Float64":
            return value
        case "Date":
            return (_EPOCH + timedelta(days=value)).isoformat()
        case "List" | "Series":
            return _listed(value)
    raise CannotWrite(f"literal {kind}")


def _listed(stream: list[int]) -> list[Any]:
    """The values of a list, which Polars writes as the bytes of an Arrow stream."""
    values = pl.read_ipc_stream(io.BytesIO(bytes(stream))).to_series()
    if isinstance(values.dtype, pl.List):
        values = values.explode()
    return [each.isoformat() if isinstance(each, date) else each for each in values.to_list()]
