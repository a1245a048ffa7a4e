"""Whether the year in the header of a return and its reference date agree.

The header's year says which windows and ages a return is measured by. Where its reference date is of another year, one
of the two is wrong, and every date in the return would be reported for it: that is said once, by the rule about the
reference date, and rules that measure dates are skipped.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from schemas.tables import Tables

OPTION = "dates-need-the-year"
"""Of a rule set: dates are not measured where header and reference date disagree."""


def disagreeing(tables: Tables) -> pl.Series:
    """For the message of each return in ``tables`` (one, or those of a stack): whether the two disagree.

    A reference date that is absent, or no date, disagrees with nothing.
    """
    root = tables[tables.layout.family.root.table]
    column = _column(tables)
    if column is None or root.schema[column] != pl.Date:
        return pl.Series([False] * root.height, dtype=pl.Boolean)
    year = tables.collection.reference_date(tables.year).year
    return (root[column].dt.year() != year).fill_null(False)


def why(tables: Tables) -> str:
    """The note of a rule that is skipped."""
    year = tables.collection.reference_date(tables.year).year
    column = _column(tables)
    held = tables[tables.layout.family.root.table][column][0] if column else None
    shown = held.isoformat() if isinstance(held, date) else "absent"
    return f"the year in the header is {year} but the reference date is {shown}: dates were not measured"


def _column(tables: Tables) -> str | None:
    root = tables.layout.family.root
    columns = tables[root.table].columns
    tag = tables.collection.reference_date_item
    return next((node.column for node in root.items() if node.tag == tag and node.column in columns), None)
