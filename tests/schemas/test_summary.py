"""What a collection says of its summary must be in its declarations."""

from __future__ import annotations

import pytest

from schemas import collections
from schemas.collections import CollectionType
from schemas.layout import Node
from schemas.summary import Breakdown, Holding, Records, Sum


def records(collection: CollectionType, ending: str) -> list[Node]:
    return [node for node in collection.declared().records if f"/{node.path}".endswith(f"/{ending}")]


@pytest.mark.parametrize("collection", collections.all(), ids=lambda collection: collection.code)
def test_a_summary_names_what_is_declared(collection: CollectionType) -> None:
    summary = collection.summary()
    tags = {node.tag for node in collection.declared().nodes}
    assert set(summary.headline) <= tags
    for table in summary.tables:
        if isinstance(table, Breakdown):
            found = {item.tag for record in records(collection, table.among) for item in record.items()}
            assert {table.by, table.across, table.total} - {""} <= found, table.title
            continue
        for figure in table.figures:
            match figure:
                case Sum(item=item):
                    assert any(node.path.endswith(f"/{item}") for node in collection.declared().nodes), figure.label
                case Records(record=record):
                    assert records(collection, record), figure.label
                case Holding(among=among, record=record):
                    inside = [node.host_parent for node in records(collection, record)]
                    assert set(inside) & set(records(collection, among)), figure.label


@pytest.mark.parametrize("collection", collections.all(), ids=lambda collection: collection.code)
def test_every_table_has_a_title_of_its_own(collection: CollectionType) -> None:
    titles = [table.title for table in collection.summary().tables]
    assert len(titles) == len(set(titles))
