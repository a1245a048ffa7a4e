"""Sample returns of children in need: sound in structure, the same for one seed, with faults that are announced."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import polars as pl
import pytest
from django.core.management import CommandError, call_command

from schemas.identifiers import is_valid_upn
from schemas.reading import Reading, read
from schemas.rows import Walker
from schemas.sample.children_in_need.faults.book import BOOK
from schemas.sample.children_in_need.make import make_return
from schemas.sample.children_in_need.returns import SampleReturn
from schemas.sample.children_in_need.setting import Setting
from schemas.sample.planting import Expected
from schemas.sample.write import Writer

RULES = Path(__file__).parent.parent / "spec" / "children_in_need" / "rules.json"


def written(setting: Setting, **options: object) -> tuple[bytes, list[Expected]]:
    out = io.BytesIO()
    expected = make_return(setting, out, **options)  # type: ignore[arg-type]
    return out.getvalue(), expected


def taken_in(content: bytes) -> Reading:
    return read(io.BytesIO(content), "return.xml")


class TestClean:
    @pytest.mark.parametrize("year", [2025, 2026])
    @pytest.mark.parametrize("children", [1, 2, 7, 400])
    def test_conform_to_the_xsd(self, children: int, year: int) -> None:
        reading = taken_in(written(Setting(children, year, seed=4))[0])
        assert (reading.collection.code, reading.year) == ("children-in-need", year)
        assert reading.faults == []
        assert reading.tables["Child"].height == children

    def test_the_same_seed_gives_the_same_bytes(self) -> None:
        first, second, other = (written(Setting(60, 2025, seed=seed))[0] for seed in (3, 3, 4))
        assert first == second
        assert first != other

    def test_numbers_are_valid_and_of_one_child_each(self) -> None:
        children = taken_in(written(Setting(3000, 2025))[0]).tables["Child"]
        upns = children["upn"].drop_nulls()
        assert all(map(is_valid_upn, upns))
        assert len(upns) > 1500
        assert not upns.is_duplicated().any()
        assert not children["la_child_id"].is_duplicated().any()

    def test_hold_everything_there_is(self) -> None:
        """Each record and item of the year that rules speak of stands somewhere in a large return."""
        tables = taken_in(written(Setting(3000, 2025))[0]).tables
        empty = {
            f"{name}.{column}"
            for name, frame in tables.items()
            for column in frame.columns
            if not column.startswith("_") and frame[column].null_count() == frame.height
        }
        assert empty == set()

    def test_disabilities_are_of_many_kinds_in_the_smallest_return(self) -> None:
        children = taken_in(written(Setting(1, 2025))[0]).tables["Child"]
        assert len(children["disability"][0]) >= 8

    def test_dates_are_read_alike_by_the_fast_and_the_careful_walk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        content = written(Setting(200, 2026, seed=9))[0]
        fast = taken_in(content).tables
        monkeypatch.setattr(Walker, "_can_walk_flat", lambda *_: False)
        careful = taken_in(content).tables
        for name, frame in fast.items():
            lines = [column for column in frame.columns if column.startswith("@")]
            assert frame.drop(lines).equals(careful[name].drop(lines)), name
            present = frame.select(pl.col(lines).is_not_null())
            assert present.equals(careful[name].select(pl.col(lines).is_not_null())), name

    def test_nested_records_are_read_on_the_fast_walk(self) -> None:
        layout = Setting(1, 2026).layout
        child = next(node for node in layout.records if node.tag == "Child")
        assert child.index in Walker(layout)._flat

    def test_memory_does_not_grow_with_the_children(self) -> None:
        sample = SampleReturn(Setting(300, 2025))
        Writer(sample.setting.layout, io.BytesIO()).write(sample.message)
        assert sample.children.look(3) is not sample.children.look(3)
        assert sample.children.keep(3) is sample.children.look(3)

    @pytest.mark.parametrize("wrong", [{"year": 2024}, {"children": 0}, {"lea": "82"}, {"lea": "abc"}])
    def test_refuses_what_is_not(self, wrong: dict[str, object]) -> None:
        usual: dict[str, object] = {"children": 10, "year": 2025}
        with pytest.raises(ValueError, match=r"year|child|lea"):
            Setting(**(usual | wrong))  # type: ignore[arg-type]


class TestFaults:
    def test_there_is_one_for_every_rule(self) -> None:
        rules = {rule["code"] for rule in json.loads(RULES.read_text(encoding="utf-8"))}
        assert {fault.rule for fault in BOOK} == rules

    def test_break_rules_and_not_the_structure(self) -> None:
        content, expected = written(Setting(300, 2025, seed=7), faults=100)
        assert len(expected) >= 100
        assert taken_in(content).faults == []

    def test_name_the_child_and_the_row(self) -> None:
        content, expected = written(Setting(200, 2025), rules=["8925"])
        (one,) = expected
        tables = taken_in(content).tables
        plans = tables["ChildProtectionPlans"].with_row_index("at")
        wrong = plans.filter(pl.col("cpp_end_date") < pl.col("cpp_start_date"))
        assert (one.record, one.row) == ("ChildProtectionPlans", wrong["_row"][0])
        episode = tables["CINdetails"][int(wrong["_parent"][0])]
        assert tables["Child"]["la_child_id"][int(episode["_parent"][0])] == one.key

    def test_that_cannot_be_planted(self) -> None:
        with pytest.raises(LookupError, match="no fault"):
            written(Setting(30, 2025), rules=["9"])
        with pytest.raises(LookupError, match="cannot be planted"):
            written(Setting(1, 2025), rules=["1520"])
        with pytest.raises(LookupError, match="only"):
            written(Setting(5, 2025), faults=500)


class TestCommand:
    def test_writes_a_return_and_its_faults(self, tmp_path: Path) -> None:
        output, listed, words = tmp_path / "cin.xml", tmp_path / "faults.json", io.StringIO()
        call_command(
            "make_return",
            *("--collection", "children-in-need", "--people", "150", "--year", "2025", "--faults", "25", "--seed", "7"),
            *("--lea", "301", "-o", str(output), "--fault-list", str(listed)),
            stderr=words,
        )
        expected = json.loads(listed.read_text())
        assert len(expected) >= 25
        assert all(one["rule"] in words.getvalue() for one in expected)
        assert "150 children" in words.getvalue()
        header = taken_in(output.read_bytes()).header
        assert (header["Collection"], header["Year"], header["LEA"]) == ("CIN", "2026", "301")

    def test_packs(self, tmp_path: Path) -> None:
        plain, packed = tmp_path / "a.xml", tmp_path / "a.xml.gz"
        for path, more in ((plain, []), (packed, ["--gz"])):
            options = ["--collection", "children-in-need", "--pupils", "30", *more, "-o", str(path)]
            call_command("make_return", *options, stderr=io.StringIO())
        assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()

    @pytest.mark.parametrize("options", [["--lea", "1"], ["--year", "2000"], ["--rule", "9"], ["--people", "0"]])
    def test_says_what_is_wrong(self, tmp_path: Path, options: list[str]) -> None:
        output = str(tmp_path / "a.xml")
        with pytest.raises(CommandError):
            call_command("make_return", "--collection", "children-in-need", *options, "-o", output)
        assert not (tmp_path / "a.xml").exists()
