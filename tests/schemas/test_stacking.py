"""Many returns in one set of tables."""

import io

import polars as pl
import pytest

from schemas.reading import read
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.setting import Setting
from schemas.stacking import RETURN, stack
from schemas.tables import PARENT, Tables


def tables(phase="PS", seed=1, year=2026):
    file = io.BytesIO()
    make_return(Setting(term="AUT", year=year, phase=phase, pupils=30, seed=seed), file, faults=0)
    spoilt = file.getvalue().replace(b"<DOB>", b"<DOB>not a date", 2)
    return read(io.BytesIO(spoilt), "return.xml").tables


def test_each_row_keeps_its_return_its_parent_and_its_unread_value():
    returns = [tables("PS", 1), tables("SS", 2), tables("PS", 3)]
    stacked = stack(returns, returns[0].frames)
    for name, frame in stacked.frames.items():
        parent = stacked.layout.tables[name][0].host_parent
        for number, each in enumerate(returns):
            mine = frame.filter(pl.col(RETURN) == number) if frame.height else frame
            columns = [column for column in each[name].columns if column != PARENT]
            assert mine.select(columns).equals(each[name].select(columns))
            if parent is not None and mine.height:
                around = stacked[parent.table][RETURN].gather(mine[PARENT])
                assert set(around) == {number}
    texts = stacked.unread["text"].to_list()
    assert texts == [text for each in returns for text in each.unread["text"]]
    owners = stacked["Pupil"][RETURN].gather(stacked.unread["position"]).to_list()
    assert owners == [number for number, each in enumerate(returns) for _ in each.unread["text"]]


def test_only_returns_of_one_collection_and_year_are_stacked():
    with pytest.raises(ValueError, match="different collections"):
        stack([tables(), tables(year=2025)], ["Pupil"])


def test_a_return_without_a_message_is_not_stacked():
    one = tables()
    with pytest.raises(ValueError, match="without a message"):
        stack([one, Tables.empty(one.collection, one.year)], ["Pupil"])
