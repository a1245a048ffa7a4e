"""What a check in the portal is given beside the file, made up to go with a return.

Every reference that its rules look up, and the return before: the same people, a census day earlier, so that a clean
return stays clean.
"""

from __future__ import annotations

from dataclasses import replace

from schemas import collections
from schemas.sample.makers import maker_of
from schemas.tables import Tables
from validation.check import Beyond


def surroundings(tables: Tables) -> Beyond:
    """All of it; without a return before where no collection before this one is declared."""
    references = maker_of(tables.collection.family).references(tables)
    try:
        kind, year = collections.before(tables.collection, tables.year)
    except LookupError:
        return Beyond(None, references)
    return Beyond(replace(tables, collection=kind, year=year), references)
