"""Look the pinned packages up in the Python advisory database: ``make audit``. It needs a network.

    python -m tools.audit PIP-AUDIT     0 nothing known, 1 something is, 2 not audited

pip-audit leaves a package aside that its service does not know, and ends with "No known vulnerabilities found" even
where it left all of them aside. Here that is no answer: whatever was not looked up makes the whole "not audited".
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.locked import known, pins

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"
CLEAN, WEAK, NOT_AUDITED = 0, 1, 2
SHOWN = 10


@dataclass(frozen=True)
class Verdict:
    """What came of it: the exit code and the lines that say so."""

    code: int
    lines: tuple[str, ...]


def not_audited(why: str, *details: str) -> Verdict:
    """Nothing can be said of the packages."""
    more = (f"  and {len(details) - SHOWN} more",) if len(details) > SHOWN else ()
    return Verdict(NOT_AUDITED, (f"Not audited: {why}", *(f"  {one}" for one in details[:SHOWN]), *more))


def judge(wanted: dict[str, str], text: str, said: str = "") -> Verdict:
    """Decide by what pip-audit wrote.

    :param wanted: name → version of each package that must have been looked up.
    :param text: what it wrote as JSON; empty or broken where it did not come so far.
    :param said: what it wrote to standard error, for the reason.
    """
    try:
        found = {known(one["name"]): one for one in json.loads(text)["dependencies"]}
    except (ValueError, KeyError, TypeError):
        last = said.strip().splitlines()[-1:] or ["pip-audit wrote nothing that can be read"]
        return not_audited("the advisory database could not be asked. Is there a network?", *last)
    weak = [line for one in found.values() for line in weaknesses(one)]
    aside = [line for name, version in sorted(wanted.items()) for line in left_aside(name, version, found.get(name))]
    if not wanted:
        return not_audited("constraints.txt names no package.")
    unlooked = not_audited(f"{len(aside)} of {len(wanted)} packages were left aside.", *aside)
    if weak:
        lines = (f"{len(weak)} known weaknesses:", *(f"  {one}" for one in weak))
        return Verdict(WEAK, lines + (unlooked.lines if aside else ()))
    return unlooked if aside else Verdict(CLEAN, (f"No known weaknesses in {len(wanted)} packages.",))


def weaknesses(package: dict[str, Any]) -> list[str]:
    """What is known of one package, and the releases that mend it."""
    faults = package.get("vulns") or ()
    mended = [(fault["id"], ", ".join(fault.get("fix_versions") or ["no release yet"])) for fault in faults]
    return [f"{package['name']} {package.get('version', '')}: {one}, mended in {by}" for one, by in mended]


def left_aside(name: str, version: str, package: dict[str, Any] | None) -> list[str]:
    """Why nothing is known of a package in this version; empty where it was looked up."""
    if package is None:
        return [f"{name} {version}: not among the answers"]
    if "skip_reason" in package:
        return [str(package["skip_reason"])]
    if package.get("version") != version or "vulns" not in package:
        return [f"{name} {version}: another version was looked up ({package.get('version')})"]
    return []


def audit(program: str) -> Verdict:
    """Run pip-audit over constraints.txt."""
    command = [program, "--requirement", str(CONSTRAINTS), "--no-deps", "--disable-pip", "--progress-spinner", "off"]
    try:
        done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return not_audited("pip-audit could not be run. Is there a network to install it from?", type(problem).__name__)
    return judge(pins(CONSTRAINTS.read_text(encoding="utf-8")), done.stdout, done.stderr)


def main(words: Sequence[str]) -> int:
    """Say what came of it."""
    (program,) = words
    verdict = audit(program)
    print("\n".join(verdict.lines))
    return verdict.code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
