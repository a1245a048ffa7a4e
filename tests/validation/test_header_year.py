"""One wrong year in the header is one finding: dates are measured only where year and reference date agree."""

import io

import polars as pl
import pytest

from schemas import collections
from schemas.reading import read
from schemas.sample.makers import maker_of
from schemas.stacking import stack
from validation import book, header_year
from validation.check import check
from validation.preview.failing import failing


def clean_return(kind, header_year_is):
    maker = maker_of(kind.family)
    xml = maker.golden(kind, 2026, "AT" if "AT" in maker.phases(kind) else "", faulty=False)
    right = kind.reference_date(2026).year
    return read(io.BytesIO(xml.replace(f"<Year>{right}</Year>", f"<Year>{header_year_is}</Year>").encode())).tables


@pytest.mark.parametrize("kind", collections.all(), ids=lambda kind: kind.code)
def test_a_wrong_year_in_the_header_is_one_finding(kind):
    tables = clean_return(kind, kind.reference_date(2025).year)
    run = check(tables)
    assert [finding.rule for finding in run.findings] == ["100"]
    note = header_year.why(tables)
    assert f"the year in the header is {kind.reference_date(2025).year} but the reference date is 202" in note
    skipped = {code for code, result in run.rules.items() if result.note == note}
    assert len(skipped) > 10
    assert {run.rules[code].status for code in skipped} == {"skipped"}


@pytest.mark.parametrize("kind", collections.all(), ids=lambda kind: kind.code)
def test_where_they_agree_nothing_is_skipped_for_it(kind):
    tables = clean_return(kind, kind.reference_date(2026).year)
    run = check(tables)
    assert run.findings == []
    assert not [code for code, result in run.rules.items() if "dates were not measured" in result.note]


@pytest.mark.parametrize("held", ["", "<ReferenceDate>soon</ReferenceDate>"])
def test_a_reference_date_that_is_absent_or_no_date_disagrees_with_nothing(held):
    kind = collections.get("school-census-autumn")
    maker = maker_of(kind.family)
    xml = maker.golden(kind, 2026, "PS", faulty=False)
    tables = read(io.BytesIO(xml.replace("<ReferenceDate>2026-10-01</ReferenceDate>", held).encode())).tables
    assert not header_year.disagreeing(tables).any()


def test_sets_released_before_measure_as_they_did():
    kind = collections.get("school-census-autumn")
    tables = clean_return(kind, 2025)
    run = check(tables, "school-census-autumn:2025.1")
    assert len({finding.rule for finding in run.findings}) > 10


def test_in_a_stack_only_the_return_that_disagrees_is_left_out():
    kind = collections.get("school-census-autumn")
    wrong = clean_return(kind, 2025)
    maker = maker_of(kind.family)
    right = read(io.BytesIO(maker.golden(kind, 2025, "AT", faulty=True).encode())).tables
    ruleset = book.load("school-census-autumn:2025.2")
    names = list(ruleset.plan.layout.tables)
    found = failing(ruleset, stack([wrong, right], names), None, {}, pl.Series(["AT", "AT"]))
    by_return = {number: {code for code, each in found.items() if number in each.counts()} for number in (0, 1)}
    assert by_return[0] == {"100"}
    assert by_return[1] == {finding.rule for finding in check(right, ruleset).findings}
    assert any(ruleset.plan.rules[n].measures_dates for n in range(len(ruleset.plan.rules)))
