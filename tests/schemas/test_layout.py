"""The declarations are the published layout, row by row, and the committed XSDs are what they make."""

import csv
from pathlib import Path

import pytest
import xmlschema

from schemas import collections, xsd
from schemas.declare import SEEN, Group, Record, integer, text
from schemas.layout import Family

SPEC = Path(__file__).parent.parent / "spec"
FAMILIES = {family: kinds[0] for family, kinds in collections.families().items()}
XSDS = [(family, year) for family, kind in FAMILIES.items() for year in kind.years]


def described(node):
    item, kind = node.item, "list" if node.kind == "record" else node.kind
    form = ""
    if item is not None:
        if item.pattern:
            form = f"re={item.pattern}"
        elif item.max_length is not None:
            form = f"max={item.max_length}"
        elif item.low is not None:
            form = f"range={item.low}..{item.high}"
    return {
        "path": node.path,
        "tag": node.tag,
        "kind": kind,
        "min": "1" if node.required else "0",
        "max": "*" if kind == "list" or (item is not None and item.repeats) else "1",
        "item": node.number,
        "type": str(item.type) if item is not None else "",
        "format": form,
        "codeset": item.codes if item is not None else "",
        "terms": " ".join(node.terms),
        "phases": " ".join(node.phases),
        "year_from": str(node.scope.since or ""),
        "year_to": str(node.scope.until or ""),
        "evidence": str(node.evidence),
        "note": node.note,
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_declarations_are_the_published_layout_row_by_row(family):
    with (SPEC / family.replace("-", "_") / "layout.csv").open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    assert [described(node) for node in FAMILIES[family].declared().nodes] == published


@pytest.mark.parametrize(("family", "year"), XSDS)
def test_committed_xsd_is_what_the_declarations_make(family, year):
    assert xsd.path_of(family, year).read_text(encoding="utf-8") == xsd.render(FAMILIES[family].layout(year)), (
        "the XSD is out of date: run python -m schemas"
    )


@pytest.mark.parametrize(("family", "year"), XSDS)
def test_xsd_is_valid_for_a_second_processor(family, year):
    assert xmlschema.XMLSchema(str(xsd.path_of(family, year))).elements


@pytest.mark.parametrize("family", FAMILIES)
def test_every_code_of_an_item_fits_its_declared_form(family):
    import re

    codesets = FAMILIES[family].codesets()
    for node in FAMILIES[family].declared().nodes:
        if node.item is None or not node.item.codes:
            continue
        for code in codesets[node.item.codes].codes:
            if node.item.pattern:
                assert re.fullmatch(node.item.pattern, code.code), (node.path, code.code)
            if node.item.max_length is not None:
                assert len(code.code) <= node.item.max_length, (node.path, code.code)


@pytest.mark.parametrize("kind", collections.all(), ids=lambda kind: kind.code)
def test_what_a_header_says_of_itself_is_in_the_code_sets(kind):
    codesets = kind.codesets()
    assert codesets["Collection"].label(kind.message_code)
    assert kind.term is None or codesets["Term"].label(kind.term)
    assert collections.recognise(kind.message_code, kind.term) is kind


@pytest.mark.parametrize("kind", collections.all(), ids=lambda kind: kind.code)
def test_the_header_year_of_every_year_gives_it_back(kind):
    for year in kind.years:
        assert kind.academic_year(kind.reference_date(year).year) == year
        for start, end in kind.windows(year).values():
            assert start <= end


def test_an_item_that_differs_in_another_collection_keeps_the_rest():
    one = text("UPN", number="N00001", since=2025, note="As published")
    other = one.but(max_length=13, terms="SPR", note="")
    assert (other.tag, other.number, other.max_length) == ("UPN", "N00001", 13)
    assert (other.scope.terms, other.scope.since, other.scope.note) == (("SPR",), 2025, "")
    assert (one.max_length, one.scope.terms, one.scope.note) == (None, None, "As published")


def test_an_item_exists_only_in_its_years():
    class Message(Group):
        old = text("Old", max_length=5, until=2025)
        new = text("New", max_length=5, since=2026)

    family = Family("a", Message, ())
    assert [node.tag for node in family.for_year(2025).items("Message")] == ["Old"]
    assert [node.tag for node in family.for_year(2026).items("Message")] == ["New"]


def test_items_of_one_name_in_two_groups_of_a_table_get_columns_of_their_own():
    class Message(Group):
        class First(Group):
            total = integer("Total", 0, 9)

        class Second(Group):
            total = integer("Total", 0, 9)

    columns = [node.column for node in Family("a", Message, ()).for_year(2026).items("Message")]
    assert columns == ["first_total", "second_total"]


def test_records_of_one_table_in_two_different_tables_are_refused():
    class Message(Group):
        class One(Record):
            class Same(Record):
                value = text("Value", max_length=1)

        class Two(Record):
            class Same(Record):
                value = text("Value", max_length=1)

    with pytest.raises(ValueError, match="different tables"):
        Family("a", Message, ())


def test_terms_and_phases_come_from_the_part_around():
    class Message(Group):
        class Part(Group, terms="SPR", phases="SP"):
            value = text("Value", max_length=1)
            other = text("Other", max_length=1, terms="AUT")

    nodes = {node.tag: node for node in Family("a", Message, ("AUT", "SPR")).nodes}
    assert (nodes["Value"].terms, nodes["Value"].phases) == (("SPR",), ("SP",))
    assert nodes["Other"].terms == ("AUT",)
    assert nodes["Value"].evidence is SEEN
