"""One cause behind many findings is said as one."""

import io
import json
import re

import pytest

from schemas import collections
from schemas.reading import read
from schemas.sample.makers import maker_of
from validation.check import check
from validation.cli.main import main

AUTUMN = collections.get("school-census-autumn")
CLEAN = maker_of("school-census").golden(AUTUMN, 2026, "SS", faulty=False)


def causes_without(tag, times=0):
    text = re.sub(f"<{tag}>.*?</{tag}>", "", CLEAN, count=times, flags=re.DOTALL)
    assert text != CLEAN
    run = check(read(io.BytesIO(text.encode())).tables)
    return run.causes, run


def test_a_sound_return_has_no_causes():
    assert check(read(io.BytesIO(CLEAN.encode())).tables).causes == []


def test_a_block_that_was_left_out_is_one_cause_with_all_its_rules():
    (cause,), run = causes_without("PupilIdentifiers")
    assert cause.words == "None of the 71 pupils has Pupil identifiers (PupilIdentifiers)"
    assert set(cause.rules) >= {"1500", "1580", "1590", "1600", "1610"}
    assert cause.findings == sum(run.rules[code].failures for code in cause.rules)
    assert cause.findings > 0.8 * len(run.findings)


def test_a_block_that_some_lack_is_no_cause():
    causes, run = causes_without("PupilIdentifiers", times=20)
    assert run.findings
    assert causes == []


def test_what_one_rule_says_needs_no_cause():
    causes, run = causes_without("UPN")
    assert {finding.rule for finding in run.findings} >= {"1500"}
    assert all(len(cause.rules) > 1 for cause in causes)


def test_children_in_need_have_causes_too():
    kind = collections.get("children-in-need")
    text = maker_of(kind.family).golden(kind, 2026, "", faulty=False)
    text = re.sub("<ChildIdentifiers>.*?</ChildIdentifiers>", "", text, flags=re.DOTALL)
    causes = check(read(io.BytesIO(text.encode())).tables).causes
    assert causes
    assert causes[0].words.startswith("None of the 200 children has ")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_line_says_causes(form, tmp_path, capsys):
    path = tmp_path / "return.xml"
    path.write_text(re.sub("<PupilIdentifiers>.*?</PupilIdentifiers>", "", CLEAN, flags=re.DOTALL), encoding="utf-8")
    assert main(["check", str(path), "--format", form]) == 1
    said = capsys.readouterr().out
    words = "None of the 71 pupils has Pupil identifiers (PupilIdentifiers)"
    if form == "json":
        assert [cause["message"] for cause in json.loads(said)["causes"]] == [words]
    else:
        assert words in " ".join(said.split())
