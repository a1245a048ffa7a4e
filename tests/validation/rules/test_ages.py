"""Ages, as rules compute them on columns, against the calendar."""

import datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from validation.rules.school_census._records import whole_months, whole_years

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31))


def on_column(function, born, on):
    frame = pl.DataFrame({"born": [born], "on": [on]}, schema={"born": pl.Date, "on": pl.Date})
    return frame.select(function(pl.col("born"), pl.col("on")))[:, 0][0]


@given(DAYS, DAYS)
def test_whole_years_are_birthdays_passed(born, on):
    assert on_column(whole_years, born, on) == on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@given(DAYS, DAYS)
def test_whole_months_are_months_passed(born, on):
    months = (on.year - born.year) * 12 + on.month - born.month
    assert on_column(whole_months, born, on) == months - (on.day < born.day)


def test_a_child_born_on_29_february_is_a_year_older_on_1_march():
    born = datetime.date(2012, 2, 29)
    assert on_column(whole_years, born, datetime.date(2013, 2, 28)) == 0
    assert on_column(whole_years, born, datetime.date(2013, 3, 1)) == 1


def test_an_absent_date_has_no_age():
    assert on_column(whole_years, None, datetime.date(2026, 8, 31)) is None
