"""What ``make audit`` makes of pip-audit's answers: only what was looked up is called free of known weaknesses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.audit import CLEAN, CONSTRAINTS, NOT_AUDITED, SHOWN, WEAK, judge, main
from tools.locked import pins

WANTED = {"django": "5.2.19", "typing-extensions": "4.15.0"}
DJANGO: dict[str, Any] = {"name": "Django", "version": "5.2.19", "vulns": []}
TYPING: dict[str, Any] = {"name": "typing_extensions", "version": "4.15.0", "vulns": []}
SKIPPED = {"name": "django", "skip_reason": "Dependency not found on PyPI and could not be audited: django (5.2.19)"}


def answer(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_all_looked_up_and_nothing_known() -> None:
    verdict = judge(WANTED, answer(DJANGO, TYPING))
    assert (verdict.code, verdict.lines) == (CLEAN, ("No known weaknesses in 2 packages.",))


@pytest.mark.parametrize(
    "packages",
    [
        (SKIPPED, TYPING),
        (TYPING,),
        ({**DJANGO, "version": "5.2.18"}, TYPING),
        ({"name": "django", "version": "5.2.19"}, TYPING),
        (),
    ],
    ids=["skipped", "missing", "another version", "no answer", "nothing at all"],
)
def test_whatever_was_not_looked_up_is_not_audited(packages: tuple[dict[str, Any], ...]) -> None:
    verdict = judge(WANTED, answer(*packages))
    assert verdict.code == NOT_AUDITED
    assert verdict.lines[0].startswith("Not audited: ")
    assert "of 2 packages were left aside" in verdict.lines[0]
    assert any("django" in line for line in verdict.lines[1:])
    assert not any("No known" in line for line in verdict.lines)


@pytest.mark.parametrize("text", ["", "Traceback", "[]", "{}", '{"dependencies": [{}]}', '{"dependencies": null}'])
def test_without_a_readable_answer_it_is_not_audited_and_says_why(text: str) -> None:
    verdict = judge(WANTED, text, "WARNING: a\nERROR: Failed to connect: Name or service not known\n")
    assert verdict.code == NOT_AUDITED
    assert "Is there a network?" in verdict.lines[0]
    assert verdict.lines[1] == "  ERROR: Failed to connect: Name or service not known"


def test_nothing_to_look_up_is_no_success() -> None:
    assert judge({}, answer(DJANGO)).code == NOT_AUDITED


def test_weaknesses_are_named_with_what_mends_them() -> None:
    weak = {
        **DJANGO,
        "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["5.2.20"]}, {"id": "GHSA-x", "fix_versions": []}],
    }
    verdict = judge(WANTED, answer(weak, TYPING))
    assert verdict.code == WEAK
    assert verdict.lines == (
        "2 known weaknesses:",
        "  Django 5.2.19: PYSEC-2026-1, mended in 5.2.20",
        "  Django 5.2.19: GHSA-x, mended in no release yet",
    )


def test_a_weakness_does_not_hide_what_was_left_aside() -> None:
    weak = {**TYPING, "vulns": [{"id": "PYSEC-2026-1", "fix_versions": []}]}
    verdict = judge(WANTED, answer(SKIPPED, weak))
    assert verdict.code == WEAK
    assert "Not audited: 1 of 2 packages were left aside." in verdict.lines


def test_a_long_list_is_cut_and_counted() -> None:
    wanted = {f"package-{number:02}": "1" for number in range(SHOWN + 5)}
    verdict = judge(wanted, answer())
    assert len(verdict.lines) == SHOWN + 2
    assert verdict.lines[-1] == "  and 5 more"


def program(folder: Path, body: str) -> str:
    path = folder / "pip-audit"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_the_programs_own_success_is_not_believed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As pip-audit ends where no package is known to the index: with 0 and "No known vulnerabilities found"."""
    skipped = [{"name": name, "skip_reason": f"not found: {name}"} for name in pins(CONSTRAINTS.read_text())]
    (tmp_path / "answer").write_text(answer(*skipped))
    body = f'cat "{tmp_path}/answer"; echo "No known vulnerabilities found" >&2; exit 0'
    assert main([program(tmp_path, body)]) == NOT_AUDITED
    assert f"Not audited: {len(skipped)} of {len(skipped)} packages were left aside." in capsys.readouterr().out


@pytest.mark.parametrize("body", ["echo 'no route to host' >&2; exit 1", "exit 0"])
def test_a_program_that_says_nothing_is_not_audited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str
) -> None:
    assert main([program(tmp_path, body)]) == NOT_AUDITED
    assert "Not audited" in capsys.readouterr().out


def test_a_program_that_could_not_be_installed_is_not_audited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none")]) == NOT_AUDITED
    assert "Not audited" in capsys.readouterr().out
