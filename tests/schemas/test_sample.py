"""Sample returns: clean ones give no findings, planted faults give exactly those that are announced."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from schemas.identifiers import is_valid_uln, is_valid_upn
from schemas.reading import Reading, read
from schemas.sample.names import CULTURES
from schemas.sample.planting import Expected, NoPlace
from schemas.sample.school_census.faults.book import BOOK, Plan
from schemas.sample.school_census.make import make_return, plant, write_planted
from schemas.sample.school_census.returns import SampleReturn
from schemas.sample.school_census.setting import PHASES, TERM_NAMES, TERMS, Setting
from schemas.sample.write import UnknownTag, Writer
from validation.book import rulebook
from validation.check import check

Found = Counter[tuple[str, str, int, str | None]]


def written(setting: Setting, **options: object) -> tuple[bytes, list[Expected]]:
    """A sample return as bytes, and what it should raise."""
    out = io.BytesIO()
    expected = make_return(setting, out, **options)  # type: ignore[arg-type]
    return out.getvalue(), expected


def taken_in(content: bytes) -> Reading:
    """A return as the reader takes it in; it must have no structural fault."""
    reading = read(io.BytesIO(content), "return.xml")
    assert reading.faults == []
    return reading


def findings(content: bytes) -> Found:
    return Counter(
        (found.rule, found.record, found.row, found.key) for found in check(taken_in(content).tables).findings
    )


def announced(setting: Setting, expected: list[Expected]) -> Found:
    """What was announced, of the rules that the rule book has."""
    rules = rulebook(setting.collection.code, setting.year).rules
    return Counter((one.rule, one.record, one.row, one.key) for one in expected if one.rule in rules)


class TestClean:
    @pytest.mark.parametrize("year", [2025, 2026])
    @pytest.mark.parametrize("term", TERMS)
    @pytest.mark.parametrize("phase", PHASES)
    def test_no_findings(self, phase: str, term: str, year: int) -> None:
        """A return without faults is sound in structure and raises nothing."""
        content, expected = written(Setting(phase, 60, term, year, seed=3))  # type: ignore[arg-type]
        assert expected == []
        assert findings(content) == Counter()

    @pytest.mark.parametrize("pupils", [20, 37, 101, 420])
    @pytest.mark.parametrize("phase", ["NS", "PS", "AT"])
    def test_size(self, phase: str, pupils: int) -> None:
        content, _ = written(Setting(phase, pupils, "SPR", 2026, seed=pupils))  # type: ignore[arg-type]
        assert taken_in(content).tables["Pupil"].height >= pupils
        assert findings(content) == Counter()

    @pytest.mark.parametrize("governance", ["CA", "VA"])
    @pytest.mark.parametrize("phase", ["PS", "SS"])
    def test_own_admissions(self, phase: str, governance: str) -> None:
        """An academy or aided school reports its appeals."""
        setting = Setting(phase, 120, "SPR", 2026, governance=governance)  # type: ignore[arg-type]
        assert findings(written(setting)[0]) == Counter()

    @pytest.mark.parametrize("term", TERMS)
    @pytest.mark.parametrize(("phase", "governance"), [("PS", "CT"), ("SP", "NM")])
    def test_no_early_years_hours(self, phase: str, governance: str, term: str) -> None:
        """A school of which no early years hours are collected reports none."""
        setting = Setting(phase, 120, term, 2026, governance=governance)  # type: ignore[arg-type]
        assert findings(written(setting)[0]) == Counter()

    def test_no_sixth_form(self) -> None:
        content, _ = written(Setting("SS", 120, "AUT", 2026, sixth_form=False))
        assert b"LearningAim" not in content
        assert findings(content) == Counter()


class TestRoll:
    @pytest.mark.parametrize("phase", PHASES)
    @pytest.mark.parametrize("pupils", [1, 3, 14, 15, 99, 1000])
    def test_as_many_as_asked_for(self, phase: str, pupils: int) -> None:
        for term in TERMS:
            assert len(SampleReturn(Setting(phase, pupils, term, 2026)).pupils) == pupils  # type: ignore[arg-type]

    def test_same_seed_same_bytes(self) -> None:
        setting = Setting("PS", 60, "AUT", 2026, seed=7)
        assert written(setting, faults=10) == written(setting, faults=10)
        assert written(setting)[0] != written(Setting("PS", 60, "AUT", 2026, seed=8))[0]

    @pytest.mark.parametrize(("phase", "least"), [("PS", 0.8), ("SS", 0.7), ("NS", 0.4)])
    def test_keeps_its_pupils(self, phase: str, least: float) -> None:
        """Most pupils of a census stand in the one before, with the same name, date of birth and ULN."""
        settings = [Setting(phase, 100, *census) for census in (("SUM", 2025), ("AUT", 2026), ("SPR", 2026))]  # type: ignore[arg-type]
        rolls = [{who["UPN"]: who for who in identifiers(setting)} for setting in settings]
        for earlier, later in pairwise(rolls):
            both = earlier.keys() & later.keys()
            assert len(both) >= least * 100
            for upn in both:
                assert earlier[upn].items() <= later[upn].items()

    def test_who_leaves_is_no_longer_on_roll(self) -> None:
        """Year 6 of summer is on the schedule of leavers in autumn, and nobody is in both places."""
        summer, autumn = (SampleReturn(Setting("PS", 200, *census)) for census in (("SUM", 2025), ("AUT", 2026)))
        last = {p["PupilIdentifiers"]["UPN"] for p in summer.pupils if p["PupilStatus"]["NCyearActual"] == "6"}
        leavers = {p["PupilIdentifiers"]["UPN"] for p in autumn.leavers}
        assert last <= leavers
        assert not leavers & {p["PupilIdentifiers"]["UPN"] for p in autumn.pupils}

    @pytest.mark.parametrize("phase", ["PS", "SS"])
    def test_identity(self, phase: str) -> None:
        """Numbers are valid and nobody shares one, or names and date of birth, with another."""
        everybody = identifiers(Setting(phase, 3000, "AUT", 2026, seed=5))  # type: ignore[arg-type]
        upns = [who["UPN"] for who in everybody]
        ulns = [who["UniqueLearnerNumber"] for who in everybody if "UniqueLearnerNumber" in who]
        assert all(map(is_valid_upn, upns))
        assert all(map(is_valid_uln, ulns))
        assert len(set(upns)) == len(upns)
        assert len(set(ulns)) == len(ulns)
        alike = Counter((who["Surname"], who["Forename"], who["Sex"], who["DOB"]) for who in everybody)
        assert max(alike.values()) == 1

    def test_ages_fit_year_groups(self) -> None:
        for pupil in SampleReturn(Setting("PS", 200, "AUT", 2026)).pupils:
            group = {"N2": -1, "R": 0}.get(pupil["PupilStatus"]["NCyearActual"])
            year = 2026 - (int(pupil["PupilStatus"]["NCyearActual"]) if group is None else group)
            assert date(year - 5, 9, 1) <= pupil["PupilIdentifiers"]["DOB"] <= date(year - 4, 8, 31)

    def test_names_of_many_kinds(self) -> None:
        names = {who["Surname"] for who in identifiers(Setting("SS", 1500, "AUT", 2026))}
        for mark in ("-", "'", " ", "ł"):
            assert any(mark in name for name in names), mark
        assert all(len(name) <= 35 for culture in CULTURES.values() for name in culture.surnames)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"phase": "XX"},
            {"term": "WIN"},
            {"year": 2019},
            {"pupils": 0},
            {"laestab": "823"},
        ],
    )
    def test_refuses_what_is_not(self, wrong: dict[str, object]) -> None:
        usual: dict[str, object] = {"phase": "PS", "pupils": 10, "term": "AUT", "year": 2026}
        with pytest.raises(ValueError, match=r"no |pupil|laestab"):
            Setting(**(usual | wrong))  # type: ignore[arg-type]


def identifiers(setting: Setting) -> list[dict[str, object]]:
    return [pupil["PupilIdentifiers"] for pupil in SampleReturn(setting).pupils]


SETTINGS = [
    Setting("SS", 500, "AUT", 2026, seed=11),
    Setting("PS", 500, "SPR", 2026, seed=11),
    Setting("SP", 300, "SPR", 2026, seed=11),
    Setting("PR", 300, "SPR", 2026, seed=11),
    Setting("NS", 200, "SUM", 2026, seed=11),
    Setting("AT", 500, "SPR", 2026, seed=11, governance="CA"),
    Setting("MS", 400, "SPR", 2026, seed=11, governance="VA"),
    Setting("PS", 400, "SPR", 2026, seed=11, governance="FO"),
    Setting("SS", 500, "SPR", 2026, seed=11),
    Setting("MP", 300, "SPR", 2026, seed=11),
    Setting("PS", 400, "AUT", 2025, seed=11),
    Setting("NS", 200, "AUT", 2026, seed=11),
    Setting("SP", 300, "AUT", 2026, seed=11),
]


class TestFaults:
    @pytest.mark.parametrize(("phase", "term"), list(zip(PHASES, [*TERMS, *TERMS, *TERMS], strict=False)))
    def test_give_what_they_announce(self, phase: str, term: str) -> None:
        """Sixty faults, some of them of one kind: each finding announced, and none besides."""
        setting = Setting(phase, 400, term, 2026, seed=7)  # type: ignore[arg-type]
        content, expected = written(setting, faults=60)
        assert len(expected) >= 60
        assert findings(content) == announced(setting, expected)

    def test_each_can_be_planted(self) -> None:
        """Every fault, in one of a dozen returns with as many others as can be, raises what it announces."""
        left = {fault.rule: fault for fault in BOOK if not fault.alone}
        # Faults that want the same block take turns, so some settings come round again.
        for setting in SETTINGS * 6:
            plan, planted = Plan(SampleReturn(setting)), []
            for fault in list(left.values()):
                if fault.applies(setting.term, setting.phase, setting.year):
                    with suppress(NoPlace):
                        planted += plant(plan, fault)
                        del left[fault.rule]
            if planted:
                out = io.BytesIO()
                expected = write_planted(plan, planted, out)
                assert findings(out.getvalue()) == announced(setting, expected)
        assert list(left) == []

    @pytest.mark.parametrize("rule", [fault.rule for fault in BOOK if fault.alone])
    def test_each_by_itself(self, rule: str) -> None:
        """A fault that changes much raises what it announces and nothing else."""
        setting, content, expected = somewhere(rule)
        assert rule in {one.rule for one in expected}
        assert findings(content) == announced(setting, expected)

    def test_are_many(self) -> None:
        assert len(list(BOOK)) >= 250

    def test_that_cannot_be_planted(self) -> None:
        with pytest.raises(LookupError, match="cannot be planted"):
            written(Setting("NS", 30, "AUT", 2026), rules=["1570"])
        with pytest.raises(LookupError, match="no fault"):
            written(Setting("NS", 30, "AUT", 2026), rules=["9"])
        with pytest.raises(LookupError, match="only"):
            written(Setting("NS", 5, "AUT", 2026), faults=500)


def somewhere(rule: str) -> tuple[Setting, bytes, list[Expected]]:
    """A return in which the fault for a rule can be planted, with it planted."""
    fault = BOOK[rule]
    for year in (2026, 2025):
        for phase in ("SS", "PS", "SP", "PR", "NS", "MP", "AT"):
            for term in TERMS:
                for governance in ("CO", "CA"):
                    if not fault.applies(term, phase, year):
                        continue
                    setting = Setting(phase, 200, term, year, seed=2, governance=governance)  # type: ignore[arg-type]
                    try:
                        return setting, *written(setting, rules=[rule])
                    except LookupError:
                        continue
    raise AssertionError(f"the fault for rule {rule} can be planted nowhere")


class TestWriting:
    def test_unknown_tag(self) -> None:
        """A misspelt tag is not left out in silence."""
        layout = Setting("PS", 20, "AUT", 2026).layout
        with pytest.raises(UnknownTag, match="Heading"):
            Writer(layout, io.BytesIO()).write({"Heading": {}})

    def test_escapes(self) -> None:
        setting = Setting("PS", 20, "AUT", 2026, name="Smith & Jones <Primary>")
        assert taken_in(written(setting)[0]).tables["Message"]["school_name"][0] == "Smith & Jones <Primary>"

    def test_memory_does_not_grow_with_the_roll(self) -> None:
        """Records are made one by one: after writing, none is kept but those with faults."""
        sample = SampleReturn(Setting("SS", 500, "AUT", 2026))
        Writer(sample.setting.layout, io.BytesIO()).write(sample.message)
        assert sample.pupils.look(3) is not sample.pupils.look(3)
        assert sample.pupils.keep(3) is sample.pupils.look(3)


class TestCommand:
    def test_writes_a_return_and_its_faults(self, tmp_path: Path) -> None:
        output, listed, words = tmp_path / "ss.xml", tmp_path / "faults.json", io.StringIO()
        call_command(
            "make_return",
            *("--phase", "SS", "--pupils", "150", "--term", "AUT", "--year", "2026", "--faults", "25", "--seed", "7"),
            *("--laestab", "8234007"),
            *("--name", "Fairmead School", "--urn", "123456", "-o", str(output), "--fault-list", str(listed)),
            stderr=words,
        )
        expected = json.loads(listed.read_text())
        assert len(expected) >= 25
        assert set(expected[0]) == {"rule", "record", "row", "key"}
        assert all(one["rule"] in words.getvalue() for one in expected)
        header = taken_in(output.read_bytes()).tables.header
        assert (header["LEA"], header["Estab"], header["URN"]) == ("823", "4007", "123456")
        assert header["SchoolName"] == "Fairmead School"

    def test_packs(self, tmp_path: Path) -> None:
        plain, packed = tmp_path / "a.xml", tmp_path / "a.xml.gz"
        call_command("make_return", "--pupils", "30", "-o", str(plain), stderr=io.StringIO())
        call_command("make_return", "--pupils", "30", "--gz", "-o", str(packed), stderr=io.StringIO())
        assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()

    @pytest.mark.parametrize("options", [["--laestab", "1"], ["--year", "2000"], ["--rule", "9"]])
    def test_says_what_is_wrong(self, tmp_path: Path, options: list[str]) -> None:
        with pytest.raises(CommandError):
            call_command("make_return", *options, "-o", str(tmp_path / "a.xml"))
        assert not (tmp_path / "a.xml").exists()


def test_term_names_are_those_of_the_collections() -> None:
    for term, name in TERM_NAMES.items():
        assert Setting("PS", 20, term, 2026).collection.code == f"school-census-{name}"  # type: ignore[arg-type]
