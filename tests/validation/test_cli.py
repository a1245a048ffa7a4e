"""The command line, as a supplier or a school runs it."""

import csv
import gzip
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from schemas import collections
from validation.cli.main import main
from validation.fragments import fragment, message

ROOT = Path(__file__).parents[2]
AUTUMN = collections.get("school-census-autumn")
pupil, leaver = fragment("PupilOnRoll"), fragment("PupilNoLongerOnRoll")
A = "H801200001001"


@pytest.fixture
def faulty(tmp_path):
    """Two pupils with one UPN."""
    path = tmp_path / "faulty.xml"
    path.write_bytes(message(AUTUMN, 2026, [pupil(UPN=A), pupil(UPN=A)], "SS"))
    return path


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.xml"
    path.write_bytes(message(AUTUMN, 2026, [pupil(UPN=A, DOB="never")], "SS"))
    return path


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr()


def output(capsys, *arguments):
    code, captured = run(capsys, "check", *arguments, "--format", "json")
    found = json.loads(captured.out)
    jsonschema.validate(found, json.loads((ROOT / "docs" / "validation-output.schema.json").read_text("utf-8")))
    return code, found


def test_json_tells_everything_about_a_file_with_errors(capsys, faulty):
    code, found = output(capsys, faulty)
    assert code == 1
    assert found["file"] == {
        "name": "faulty.xml",
        "sha256": hashlib.sha256(faulty.read_bytes()).hexdigest(),
        "bytes": faulty.stat().st_size,
    }
    assert (found["collection"], found["year"], found["outcome"]) == ("school-census-autumn", 2026, "checked")
    assert found["ruleset"].startswith("school-census-autumn:2026.")
    shared = [finding for finding in found["findings"] if finding["rule"] == "1520"]
    assert [(finding["record"], finding["row"], finding["key"]) for finding in shared] == [
        ("PupilOnRoll", 1, A),
        ("PupilOnRoll", 2, A),
    ]
    assert shared[0]["values"]["UPN"] == A
    lines = faulty.read_text("utf-8").splitlines()
    assert [lines[finding["line"] - 1].strip() for finding in shared] == ["<PupilOnRoll>"] * 2
    assert found["rules"]["1520"]["failures"] == 2
    assert sum(rule["failures"] for rule in found["rules"].values()) == sum(found["counts"].values())


def test_a_file_with_structural_faults_is_still_checked_and_says_so(capsys, broken):
    code, found = output(capsys, broken)
    assert (code, found["outcome"]) == (2, "structure")
    assert [fault["path"] for fault in found["structure"]] == [
        "Message/Pupils/PupilsOnRoll/PupilOnRoll[1]/PupilIdentifiers/DOB"
    ]
    assert found["findings"]


def test_a_file_that_is_refused_says_why(capsys, tmp_path):
    path = tmp_path / "notes.xml"
    path.write_text("dear all", encoding="utf-8")
    code, found = output(capsys, path)
    assert (code, found["outcome"], found["refusal"]["code"]) == (2, "unreadable", "not_xml")
    assert found["findings"] == []


def test_a_packed_file_gives_the_same_findings(capsys, faulty, tmp_path):
    packed = tmp_path / "faulty.xml.gz"
    packed.write_bytes(gzip.compress(faulty.read_bytes()))
    assert output(capsys, packed)[1]["findings"] == output(capsys, faulty)[1]["findings"]


def test_text_groups_by_rule_and_says_how_to_put_it_right(capsys, faulty):
    code, captured = run(capsys, "check", faulty)
    assert code == 1
    assert "Error 1520 (2) Two pupil records share a UPN." in captured.out
    assert "Correct or merge the records." in captured.out
    assert captured.out.rstrip().endswith("queries.")


def test_csv_has_a_line_for_each_finding_and_no_formula(capsys, tmp_path):
    path = tmp_path / "formula.xml"
    path.write_bytes(message(AUTUMN, 2026, [pupil(UPN="=1+2")], "SS"))
    _code, captured = run(capsys, "check", path, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(captured.out)))
    assert {row["kind"] for row in rows} == {"finding"}
    assert {row["key"] for row in rows if row["record"] == "PupilOnRoll"} == {"'=1+2"}


def test_sarif_points_at_the_lines(capsys, faulty):
    _code, captured = run(capsys, "check", faulty, "--format", "sarif")
    log = json.loads(captured.out)
    assert log["version"] == "2.1.0"
    (sarif_run,) = log["runs"]
    described = {rule["id"] for rule in sarif_run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in sarif_run["results"]} <= described
    shared = [result for result in sarif_run["results"] if result["ruleId"] == "1520"]
    assert all(result["locations"][0]["physicalLocation"]["region"]["startLine"] > 1 for result in shared)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["chek"],
        ["check"],
        ["check", "x.xml", "--format", "pdf"],
        ["explain", "99999"],
        ["rules", "--ruleset", "nothing:2026.1"],
    ],
)
def test_wrong_use_is_64(capsys, arguments):
    try:
        code = main(arguments)
    except SystemExit as stopped:
        code = stopped.code
    assert code == 64
    assert "python -m validation" in capsys.readouterr().err


def test_a_rule_set_of_another_collection_is_wrong_use(capsys, faulty):
    code, captured = run(capsys, "check", faulty, "--ruleset", "school-census-spring:2026.1")
    assert code == 64
    assert "school-census-spring:2026.1 is not for school-census-autumn 2026" in captured.err


def test_a_file_that_is_not_there_cannot_be_read(capsys, tmp_path):
    code, captured = run(capsys, "check", tmp_path / "none.xml")
    assert code == 2
    assert "cannot be opened" in captured.err


def test_rules_are_listed_for_people_and_machines(capsys):
    code, captured = run(capsys, "rules", "--ruleset", "school-census-autumn:2026.1", "--format", "json")
    assert code == 0
    (ruleset,) = json.loads(captured.out)
    assert {"1500", "1520"} <= {rule["code"] for rule in ruleset["rules"]}
    code, captured = run(capsys, "rules")
    assert "Two pupil records share a UPN." in captured.out


def test_explain_says_what_a_rule_wants(capsys):
    code, captured = run(capsys, "explain", "1520")
    assert code == 0
    assert "Put it right: Correct or merge the records." in captured.out


def test_it_runs_without_django_or_the_network(faulty):
    program = (
        "import socket, sys\n"
        "def refuse(*args, **kwargs): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "from validation.cli.main import main\n"
        f"code = main(['check', {str(faulty)!r}, '--format', 'json'])\n"
        "assert not any(name.split('.')[0] in ('django', 'celery') for name in sys.modules), 'Django is loaded'\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()
    assert json.loads(done.stdout)["outcome"] == "checked"
