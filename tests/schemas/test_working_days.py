"""Working days in England."""

from datetime import date

import pytest

from schemas.working_days import bank_holidays, is_working_day, working_days_before


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus, to hold the table against."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - ((b - (b + 8) // 25 + 1) // 3) + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@pytest.mark.parametrize("year", sorted({day.year for day in bank_holidays()}))
def test_the_table_is_what_the_pattern_gives(year):
    found = sorted(day for day in bank_holidays() if day.year == year)
    assert len(found) == 8
    sunday = easter(year)
    assert {sunday.fromordinal(sunday.toordinal() - 2), sunday.fromordinal(sunday.toordinal() + 1)} <= set(found)
    mondays = [day for day in found if 5 <= day.month <= 8]
    assert [day.month for day in mondays] == [5, 5, 8]
    assert {day.weekday() for day in mondays} == {0}
    assert all(day.weekday() < 5 for day in found)
    assert mondays[0].day <= 7
    assert mondays[1].day > 24
    assert mondays[2].day > 24


def test_weekends_and_bank_holidays_are_no_working_days():
    assert is_working_day(date(2026, 4, 2))
    assert not is_working_day(date(2026, 4, 3))
    assert not is_working_day(date(2026, 4, 4))


def test_days_are_counted_back_past_weekends_and_holidays():
    assert working_days_before(date(2026, 3, 31), 1) == date(2026, 3, 30)
    assert working_days_before(date(2026, 4, 7), 1) == date(2026, 4, 2)
    assert working_days_before(date(2026, 3, 31), 15) == date(2026, 3, 10)
    assert working_days_before(date(2026, 3, 31), 45) == date(2026, 1, 27)
    assert working_days_before(date(2027, 3, 31), 15) == date(2027, 3, 8)


def test_a_year_without_a_table_is_not_guessed():
    with pytest.raises(LookupError, match="1999"):
        working_days_before(date(1999, 6, 1), 1)
