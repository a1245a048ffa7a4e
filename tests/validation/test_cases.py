"""Files that were once judged wrongly: each row of ``cases.csv`` is what the command line says of its file."""

import csv
import json
from pathlib import Path

import pytest

from validation.cli.main import main

FOLDER = Path(__file__).parent.parent / "cases"
EXIT = {"checked": {0, 1}, "structure": {2}, "unreadable": {2}}


def rows():
    with (FOLDER / "cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['file']}: {row['was']}")
def test_a_file_that_was_judged_wrongly(row, capsys):
    code = main(["check", str(FOLDER / row["file"]), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert report["outcome"] == row["outcome"], report["structure"] or report["refusal"]
    assert code in EXIT[row["outcome"]]
    if row["says"]:
        said = [fault["message"] for fault in report["structure"]] or [report["refusal"]["message"]]
        assert len(said) == 1, said
        for fragment in row["says"].split("|"):
            assert fragment in said[0]
    found = {(finding["rule"], finding["key"]) for finding in report["findings"]}
    if row["finds"]:
        assert tuple(row["finds"].split()) in found
    assert not {rule for rule, _ in found} & set(row["finds_not"].split())


def test_every_file_has_a_row():
    assert {row["file"] for row in rows()} == {path.name for path in FOLDER.glob("*.xml")}
