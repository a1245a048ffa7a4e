"""A patched file, read again, differs from the file before in what was changed and in nothing else."""

import io
import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas import collections
from schemas.declare import ItemType
from schemas.editing import NotAccepted, RecordChange, accepted, at, find, inside, patched, values_of
from schemas.editing.places import steps_to
from schemas.reading import load_xsd, read
from schemas.sample.makers import maker_of

KINDS = [(kinds[0], max(kinds[0].years)) for kinds in collections.families().values()]
SAMPLES = {ItemType.DATE: "2020-02-29", ItemType.BOOLEAN: "true", ItemType.DATETIME: "2026-01-02T03:04:05"}


@cache
def sample(code, year):
    """A return with faults of every kind that the samples know, and its tables."""
    kind = collections.get(code)
    maker = maker_of(kind.family)
    body = maker.golden(kind, year, "AT" if "AT" in maker.phases(kind) else "", faulty=True).encode()
    return body, read(io.BytesIO(body), "return.xml").tables


def tree_of(tables, found):
    """A record as plain data: its values and the records inside it, without lines and numbers."""
    return {
        "items": {path: values for path, values in values_of(tables, found).items() if values},
        "inside": {
            node.path: [tree_of(tables, record) for record in inside(tables, found, node)]
            for node in found.node.records()
        },
    }


def message_of(tables):
    return find(tables, f"{tables.layout.family.root.tag}-1")


def way_to(tables, key):
    """The steps from the message's tree to that of a record."""
    return steps_to(tables, find(tables, key))


def tree_at(tree, way):
    for path, number in way:
        tree = tree["inside"][path][number]
    return tree


def value_for(chance, node):
    item = node.item
    if item.type in SAMPLES:
        return SAMPLES[item.type]
    if item.type in (ItemType.INTEGER, ItemType.DECIMAL):
        return str(int(chance.choice([item.low, item.high])))
    return chance.choice(["A & <b>", "é ł 字", "0012", '"x"'])


def some_change(chance, tables, keys):
    """A change of one of the records, as the patcher takes it, and a function that makes it in a tree."""
    key = chance.choice(keys)
    found = find(tables, key)
    node, way = found.node, way_to(tables, key)
    insides = [kind for kind in node.records() if tables.layout.has(kind)]
    what = chance.choice(["set", "set", "remove", "add"])
    if what == "remove" and way:

        def remove(tree):
            around = tree_at(tree, way[:-1])["inside"][way[-1][0]]
            around[way[-1][1]] = None

        return RecordChange(key, node.path, removed=True), remove
    if what == "add" and insides:
        kind = chance.choice(insides)
        items = chosen_items(chance, tables, kind)

        def add(tree):
            empty = {inner.path: [] for inner in kind.records()}
            tree_at(tree, way)["inside"][kind.path].append({"items": dict(items), "inside": empty})

        return RecordChange("new-1", kind.path, key, items=items), add
    items = chosen_items(chance, tables, node)
    items |= {path: () for path in list(values_of(tables, found))[:2] if not path.startswith("Header")}

    def put(tree):
        held = tree_at(tree, way)["items"]
        held.update(items)
        for path in [path for path, values in held.items() if not values]:
            del held[path]

    return RecordChange(key, node.path, items=items), put


def chosen_items(chance, tables, node):
    nodes = [item for item in node.items() if tables.layout.has(item) and "/Header/" not in item.path]
    chosen = chance.sample(nodes, min(3, len(nodes)))
    items = {}
    for item in chosen:
        count = 2 if item.item.repeats else 1
        items[item.path.removeprefix(f"{node.path}/")] = tuple(value_for(chance, item) for _ in range(count))
    return items


def settled(tree):
    """The tree without what was removed."""
    if isinstance(tree, dict):
        return {name: settled(part) for name, part in tree.items()}
    return [settled(part) for part in tree if part is not None] if isinstance(tree, list) else tree


@pytest.mark.parametrize(("kind", "year"), KINDS, ids=[kind.family for kind, _ in KINDS])
@settings(max_examples=8, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_only_what_was_changed_differs(kind, year, chance: random.Random):
    content, tables = sample(kind.code, year)
    table = chance.choice([name for name, frame in tables.items() if frame.height])
    records = tables[table]
    positions = chance.sample(range(records.height), min(3, records.height))
    kinds = {record.index: record for record in tables.layout.records}
    keys = [at(tables, kinds[records["_record"][position]], position).key for position in positions]
    change, make = some_change(chance, tables, keys)
    expected = tree_of(tables, message_of(tables))
    make(expected)
    pieces = patched(io.BytesIO(content), "return.xml", tables, {change.key: change})
    new = read(io.BytesIO(b"".join(pieces)), "return.xml").tables
    assert tree_of(new, message_of(new)) == settled(expected)


TYPED = st.one_of(
    st.text(alphabet="0123456789ABCZabc-/+.:T \t", max_size=12),
    st.dates().map(str),
    st.integers(-10, 100_000).map(str),
    st.sampled_from(["2026-02-30", "0000-01-01", "true", "1", "yes", "1.", ".5", "+7", "1e3", "2026-01-02T03:04:05"]),
)


@pytest.mark.parametrize(("kind", "year"), KINDS, ids=[kind.family for kind, _ in KINDS])
@settings(max_examples=150, deadline=None)
@given(text=TYPED, number=st.integers(0, 10_000))
def test_what_is_accepted_is_valid_and_what_is_valid_is_accepted(kind, year, text, number):
    layout = kind.layout(year)
    streamed = [node for node in layout.records if node.record_options and node.record_options.stream]
    items = [item for record in streamed for item in record.items() if layout.has(item)]
    node = items[number % len(items)]
    schema = load_xsd(kind.family, year)
    try:
        value = accepted(node.item, text)
    except NotAccepted:
        value = None
    if value is None:
        assert not is_valid(schema, node, " ".join(text.split()))
    else:
        assert not value or is_valid(schema, node, value)


def is_valid(schema, node, value):
    element = etree.Element(node.host.tag)
    inner = element
    for tag in node.path.removeprefix(f"{node.host.path}/").split("/"):
        inner = etree.SubElement(inner, tag)
    inner.text = value
    return schema.validate(element)
