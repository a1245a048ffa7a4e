"""Reports of many findings: complete, in pieces, and held by nobody as a whole."""

from __future__ import annotations

import csv
import gc
import io
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import collections
from schemas.reading import read
from tools.bench.reports import make
from tools.golden import FOLDER
from tools.golden_cases import cases_of, checked
from validation import book, lazy_findings, store
from validation.check import Run, check
from validation.cli import json_output
from validation.cli.main import FORMATS, main, write
from validation.cli.text import SHOWN
from validation.findings import Finding
from validation.fragments import fragment, message
from validation.report import Report, report_on

ROOT = Path(__file__).parents[2]
PUPILS = 3_000
PIECE = 300_000
"""Characters that may be written at once."""
HELD = 60_000
"""Blocks of memory that Python may hold while a report is written: 50,000 findings would be several for each.

Not tracemalloc: before Python 3.12.9 stopping it races with the threads of Polars and ends the process.
"""


class Pieces(io.TextIOBase):
    """Passes on what is written, and notes the longest piece and how many blocks of memory are held at most."""

    def __init__(self, file: TextIO):
        self.file, self.longest, self.blocks = file, 0, 0

    def write(self, text: str) -> int:
        self.longest = max(self.longest, len(text))
        self.blocks = max(self.blocks, sys.getallocatedblocks())
        return self.file.write(text)


@pytest.fixture(scope="module")
def empty_pupils(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("many") / "empty pupils.xml"
    make(path, PUPILS)
    return path


@pytest.fixture(scope="module")
def report(empty_pupils: Path) -> Report:
    found = report_on(empty_pupils)
    assert found.run is not None
    assert len(found.run.findings) > 50_000
    return found


def findings_of(report: Report) -> list[Finding]:
    assert report.run is not None
    return list(report.run.findings)


def held() -> int:
    """Blocks of memory that Python holds, garbage not counted."""
    gc.collect()
    return sys.getallocatedblocks()


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_written_in_pieces_and_never_held_whole(report: Report, form: str, tmp_path: Path) -> None:
    path = tmp_path / form
    with path.open("w", encoding="utf-8", newline="") as file:
        pieces, before = Pieces(file), held()
        write(report, form, pieces)  # type: ignore[arg-type]
    assert pieces.blocks - before < HELD
    assert pieces.longest < PIECE
    assert COMPLETE[form](path.read_text("utf-8"), report)


def _json_is_complete(text: str, report: Report) -> bool:
    return bool(json.loads(text)["findings"] == [finding.as_dict() for finding in findings_of(report)])


def _sarif_is_complete(text: str, report: Report) -> bool:
    results = json.loads(text)["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results]
    found = findings_of(report)
    return [result["ruleId"] for result in results] == [finding.rule for finding in found] and places == [
        finding.line for finding in found
    ]


def _csv_is_complete(text: str, report: Report) -> bool:
    rows = [(row["rule"], int(row["row"]), row["message"]) for row in csv.DictReader(io.StringIO(text))]
    return rows == [(finding.rule, finding.row, finding.message) for finding in findings_of(report)]


def _text_is_complete(text: str, report: Report) -> bool:
    assert report.run is not None
    failures = [rule.failures for rule in report.run.rules.values()]
    hidden = sum(max(0, each - SHOWN) for each in failures)
    return f"{hidden:,} of them are not shown here" in text and text.count("  line ") == sum(
        min(each, SHOWN) for each in failures
    )


COMPLETE: dict[str, Callable[[str, Report], bool]] = {
    "json": _json_is_complete,
    "sarif": _sarif_is_complete,
    "csv": _csv_is_complete,
    "text": _text_is_complete,
}


def test_the_check_itself_holds_places_and_not_findings(empty_pupils: Path) -> None:
    with empty_pupils.open("rb") as file:
        tables = read(file, empty_pupils.name).tables
    check(tables)
    before = held()
    run = check(tables)
    assert held() - before < HELD
    assert len(run.findings) > 50_000


def test_the_text_says_how_many_more_there_are_and_how_to_see_them(
    empty_pupils: Path, capsys: pytest.CaptureFixture[str], report: Report
) -> None:
    main(["check", str(empty_pupils)])
    said = capsys.readouterr().out
    assert "and 2,990 more: --format csv lists them all" in said
    command = shlex.split(said.splitlines()[-1])
    assert command[:3] == ["python", "-m", "validation"]
    assert command[-2:] == [">", "findings.csv"]
    main(command[3:-2])
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == len(findings_of(report))


def test_the_text_does_not_promise_more_places_than_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pupils = [fragment("PupilOnRoll")(DOB="never") for _ in range(40)]
    path = tmp_path / "broken.xml"
    path.write_bytes(message(collections.get("school-census-autumn"), 2026, pupils, "SS"))
    main(["check", str(path)])
    assert "and 20 more: --format csv lists them all" in capsys.readouterr().out
    monkeypatch.setattr("schemas.reading.MAX_FAULTS", 30)
    main(["check", str(path)])
    assert "and 20 more: --format csv lists the first 30" in capsys.readouterr().out
    main(["check", str(path), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["structure_count"], len(found["structure"])) == (40, 30)


@pytest.fixture(scope="module")
def faulty() -> list[Run]:
    """The checks of a golden return with faults of many kinds, and all that is around it, for each collection."""
    runs = []
    for coordinate in ("school-census-autumn:2026.4", "children-in-need:2026.1"):
        ruleset = book.load(coordinate)
        case = next(each for each in cases_of(FOLDER, ruleset.collection, ruleset.year) if not each.rule)
        runs.append(checked(ruleset, case))
    return runs


@pytest.mark.parametrize("batch", [1, 3])
def test_findings_are_the_same_in_whatever_batches_they_are_described(
    faulty: list[Run], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for run in faulty:
        whole = [finding for failures in run.findings.by_rule for finding in failures.described(0, len(failures))]
        assert len(run.findings.by_rule) > 50
        assert any(len(failures) > 3 for failures in run.findings.by_rule)
        monkeypatch.setattr(lazy_findings, "BATCH", batch)
        assert list(run.findings) == whole


def test_findings_are_a_sequence(faulty: list[Run]) -> None:
    found = faulty[0].findings
    whole = list(found)
    assert [found[number] for number in range(len(found))] == whole
    assert found[-1] == whole[-1]
    assert found[2:9:3] == whole[2:9:3]
    assert found == whole
    assert whole[:-1] != found
    assert found != [*whole[:-1], whole[0]]
    for number in (len(whole), -len(whole) - 1):
        with pytest.raises(IndexError):
            found[number]
    assert repr(whole[0]) in repr(found)


def test_a_frame_of_findings_is_made_a_batch_at_a_time(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    assert report.run is not None
    findings = report.run.findings
    whole = store.findings_frame(findings[:5_000])
    monkeypatch.setattr(store, "ROWS_AT_ONCE", 999)
    assert store.findings_frame(findings[:5_000]).equals(whole)
    before, blocks = held(), []

    def read_on() -> Iterator[Finding]:
        for number, finding in enumerate(findings):
            if number % 1_000 == 0:
                blocks.append(sys.getallocatedblocks())
            yield finding

    assert store.findings_frame(read_on()).height == len(findings)
    assert max(blocks) - before < HELD


PLAIN = st.none() | st.booleans() | st.integers() | st.text()
DOCUMENTS = st.recursive(PLAIN, lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside))


def _with_iterators(value: Any) -> Any:
    """The document with an iterator for each list, except inside lists, whose members are written as they are."""
    if isinstance(value, dict):
        return {key: _with_iterators(member) for key, member in value.items()}
    return iter(value) if isinstance(value, list) else value


@given(DOCUMENTS, st.sampled_from([1, 2, 256]))
def test_json_in_pieces_is_the_same_json(document: Any, batch: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_output, "BATCH", batch)
        for each in (document, _with_iterators(document)):
            written = io.StringIO()
            json_output.write(each, written)
            assert json.loads(written.getvalue()) == document


PROGRAM = (sys.executable, "-m", "validation", "check")


@pytest.mark.parametrize("form", FORMATS)
def test_a_reader_that_has_seen_enough_is_no_fault(empty_pupils: Path, form: str) -> None:
    command = [*PROGRAM, str(empty_pupils), "--format", form]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1, "what the check found is said all the same"


def test_output_that_cannot_be_written_is_said(empty_pupils: Path, tmp_path: Path) -> None:
    limited = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "from validation.cli.main import main\n"
        f"sys.exit(main(['check', {str(empty_pupils)!r}, '--format', 'csv']))\n"
    )
    with (tmp_path / "out.csv").open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-c", limited], cwd=ROOT, stdout=file, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 74
    assert done.stderr.decode() == "python -m validation: the output is not complete: File too large\n"
