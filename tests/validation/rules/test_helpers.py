"""The expressions that several rules share, against plain Python."""

import datetime
import re
from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas import identifiers
from validation.conditions import (
    any_among,
    any_outside,
    any_present,
    holds,
    missing_or_unknown,
    or_zero,
)
from validation.examples import load_examples, try_example
from validation.fragments import fragment
from validation.records import window
from validation.rule import Example
from validation.rules.school_census._records import (
    _AGES,
    ESTAB_RANGES,
    outside_ages,
    position,
    whole_months,
    whole_years,
)
from validation.rules.school_census.admission_appeals import any_above_zero, none_above_zero
from validation.rules.school_census.childcare import minutes
from validation.rules.school_census.early_years import funded_hours_wrong
from validation.rules.school_census.exclusions import reason_not_in_use
from validation.rules.school_census.home_addresses import structured_address_usable
from validation.rules.school_census.school_details import estab_in
from validation.rules.school_census.special_schools import approved_ages_wrong

INTEGER, TEXT, DECIMAL = pl.Int64(), pl.String(), pl.Float64()
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31))


def on_columns(function, dtype, *values):
    """What an expression over columns ``a``, ``b``, … makes of one row of ``values``."""
    names = "abcdef"[: len(values)]
    frame = pl.DataFrame(
        {name: [value] for name, value in zip(names, values, strict=True)}, schema=dict.fromkeys(names, dtype)
    )
    return frame.select(function(*map(pl.col, names)).alias("result"))["result"][0]


# Year groups and ages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "number"),
    [("E1", -2), ("N1", -2), ("E2", -1), ("N2", -1), ("R", 0), *((str(number), number) for number in range(1, 15))],
)
def test_year_groups_have_a_position(year, number):
    assert on_columns(position, TEXT, year) == number


@pytest.mark.parametrize("year", ["X", "M", "15", "0", "r", "01", None])
def test_other_year_groups_have_none(year):
    assert on_columns(position, TEXT, year) is None


@pytest.mark.parametrize(
    ("born", "on", "years", "months"),
    [
        ("2012-02-29", "2016-02-28", 3, 47),
        ("2012-02-29", "2016-02-29", 4, 48),
        ("2012-02-29", "2026-02-28", 13, 167),
        ("2012-02-29", "2026-03-01", 14, 168),
        ("2012-03-01", "2016-02-29", 3, 47),
        ("2012-03-01", "2016-03-01", 4, 48),
        ("2021-08-31", "2026-08-31", 5, 60),
        ("2021-09-01", "2026-08-31", 4, 59),
        ("2026-03-31", "2026-12-31", 0, 9),
        ("2026-04-01", "2026-12-31", 0, 8),
        ("2025-06-30", "2026-03-31", 0, 9),
        ("2025-07-01", "2026-03-31", 0, 8),
        ("2026-09-01", "2026-08-31", -1, -1),
    ],
)
def test_ages_at_the_edges_of_years_and_months(born, on, years, months):
    dates = [datetime.date.fromisoformat(text) for text in (born, on)]
    assert on_columns(whole_years, pl.Date(), *dates) == years
    assert on_columns(whole_months, pl.Date(), *dates) == months


@given(st.sampled_from(sorted(_AGES)), st.integers(-1, 30))
def test_ages_of_a_type_of_school_include_both_ends(kind, age):
    lowest, highest = _AGES[kind]
    frame = pl.DataFrame({"age": [age], "kind": [kind]})
    outside = frame.select(outside_ages(pl.col("age"), pl.col("kind")).alias("outside"))["outside"][0]
    assert outside == (age not in range(lowest, highest + 1))


@pytest.mark.parametrize(("age", "kind"), [(10, "98"), (10, None), (None, "03")])
def test_no_age_is_outside_what_is_not_known(age, kind):
    frame = pl.DataFrame({"age": [age], "kind": [kind]}, schema={"age": INTEGER, "kind": TEXT})
    outside = frame.select(outside_ages(pl.col("age"), pl.col("kind")).alias("outside"))["outside"][0]
    assert outside is None


@given(st.sampled_from(sorted(ESTAB_RANGES)), st.integers(0, 9999))
def test_establishment_numbers_lie_in_the_ranges_of_a_phase(phase, number):
    ranges = ESTAB_RANGES[phase]
    expected = any(number in range(first, last + 1) for first, last in ranges)
    assert on_columns(lambda estab: estab_in(estab, ranges), TEXT, f"{number:04d}") == expected


# Times, hours and numbers ---------------------------------------------------------------------------------------------


@given(st.times())
def test_minutes_of_a_time_of_day(time):
    assert on_columns(minutes, TEXT, f"{time:%H:%M}") == time.hour * 60 + time.minute


@given(st.from_regex(r"\A[0-9]{1,2}[:. ]?[0-9]{1,2}\Z") | st.text(max_size=5))
@example("24:00")
@example("07:60")
@example("7:30")
@example("07:30\n")
@example("٠٧:٣٠")
def test_minutes_of_what_may_be_no_time(text):
    whole = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text, re.ASCII)
    assert on_columns(minutes, TEXT, text) == (int(whole[1]) * 60 + int(whole[2]) if whole else None)


@given(st.integers(0, 1500))
def test_every_hundredth_of_an_hour_up_to_15_may_be_funded(hundredths):
    assert on_columns(funded_hours_wrong, DECIMAL, float(f"{hundredths / 100:.2f}")) is False


@given(st.decimals(-20, 20, places=4))
def test_funded_hours_have_two_decimals_between_0_and_15(hours):
    right = 0 <= hours <= 15 and hours * 100 % 1 == 0
    assert on_columns(funded_hours_wrong, DECIMAL, float(hours)) == (not right)


def test_absent_funded_hours_are_wrong():
    assert on_columns(funded_hours_wrong, DECIMAL, None) is True


@given(st.none() | st.integers(0, 30), st.none() | st.integers(0, 30))
def test_approved_ages_lie_between_2_and_27(lowest, highest):
    given_ages = [age for age in (lowest, highest) if age is not None]
    expected = not given_ages or any(age not in range(2, 28) for age in given_ages)
    assert on_columns(lambda a, b: holds(approved_ages_wrong(a, b)), INTEGER, lowest, highest) == expected


@given(st.lists(st.none() | st.integers(0, 2), min_size=5, max_size=5))
def test_counts_above_zero(counts):
    some = any(count for count in counts)
    assert on_columns(any_above_zero, INTEGER, *counts) == some
    assert on_columns(none_above_zero, INTEGER, *counts) == (not some)


# Codes, dates and addresses -------------------------------------------------------------------------------------------


@given(st.sampled_from(["OT", "OW", "LG", "DS", "MT", "PH", "PP"]), DAYS)
@example("OT", datetime.date(2020, 7, 31))
@example("OT", datetime.date(2020, 8, 1))
@example("PH", datetime.date(2020, 7, 31))
@example("PH", datetime.date(2020, 8, 1))
def test_reasons_change_on_1_august_2020(reason, started):
    frame = pl.DataFrame({"reason": [reason], "started": [started]})
    found = frame.select(reason_not_in_use(pl.col("reason"), pl.col("started")).alias("found"))["found"][0]
    new_year = started >= datetime.date(2020, 8, 1)
    assert found == (new_year if reason == "OT" else reason != "PP" and not new_year)


@given(DAYS, DAYS, DAYS, st.none() | DAYS)
def test_a_period_overlaps_a_window_when_they_share_a_day(first, last, start, end):
    frame = pl.DataFrame(
        {"day:FSM.start": [first], "day:FSM.end": [last], "start": [start], "end": [end]},
        schema_overrides={"end": pl.Date()},
    )
    found = frame.select(
        window.FSM.overlaps(pl.col("start"), pl.col("end")).alias("overlaps"),
        window.FSM.holds(pl.col("start")).alias("holds"),
    )
    assert found["holds"][0] == (first <= start <= last)
    assert found["overlaps"][0] == (start <= last and (end is None or end >= first))


PLACES = ("street", "locality", "town", "administrative_area", "post_town")


@given(st.fixed_dictionaries({part: st.none() | st.just("12") for part in ("paon", "saon", *PLACES)}))
def test_an_address_needs_a_house_and_a_place(parts):
    frame = pl.DataFrame({part: [value] for part, value in parts.items()}, schema=dict.fromkeys(parts, TEXT))
    address = SimpleNamespace(**{part: pl.col(part) for part in parts})
    usable = frame.select(structured_address_usable(address).alias("usable"))["usable"][0]
    assert usable == bool((parts["paon"] or parts["saon"]) and any(parts[place] for place in PLACES))


RULE_2340 = next(rule for rule in load_examples("school-census") if rule.code == "2340")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([None, "ZZ99 3VZ", "zz993vz", "ZZ9 3VZ", "ZZ99", "12345", "ZZ99  3V"]), max_size=4))
def test_a_postcode_is_wrong_when_none_is_given_or_one_is_not_a_postcode(postcodes):
    addresses = [{} if postcode is None else {"PostCode": postcode} for postcode in postcodes]
    run = try_example(RULE_2340, Example((fragment("PupilOnRoll")(Address=addresses),), None))
    known = [postcode for postcode in postcodes if postcode is not None]
    wrong = not known or any(not identifiers.is_valid_postcode(postcode) for postcode in known)
    assert len(run.findings) == wrong


# Conditions -----------------------------------------------------------------------------------------------------------

CODES = ["N", "K", "E"]


@given(st.none() | st.sampled_from([*CODES, "S", "n", ""]))
def test_missing_or_unknown(value):
    assert on_columns(lambda code: missing_or_unknown(code, CODES), TEXT, value) == (value not in CODES)


@given(st.none() | st.lists(st.sampled_from([*CODES, "S", "X"]), max_size=3))
def test_repeated_items_among_and_outside_codes(values):
    assert on_columns(lambda codes: any_among(codes, CODES), pl.List(TEXT), values) == any(
        value in CODES for value in values or []
    )
    assert on_columns(lambda codes: any_outside(codes, CODES), pl.List(TEXT), values) == any(
        value not in CODES for value in values or []
    )


@given(st.lists(st.none() | st.just("x"), min_size=1, max_size=6))
def test_any_present(values):
    assert on_columns(any_present, TEXT, *values) == any(value is not None for value in values)


@given(st.none() | st.integers(-9, 9))
def test_an_absent_number_counts_as_0_and_holds_no_comparison(number):
    assert on_columns(or_zero, INTEGER, number) == (number or 0)
    assert on_columns(lambda value: holds(value > 3), INTEGER, number) == (number is not None and number > 3)
    assert on_columns(lambda value: ~holds(value > 3), INTEGER, number) == (number is None or number <= 3)
