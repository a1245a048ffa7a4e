"""Where each rule was read: the evidence that goes with a rule, kept beside the rules as data."""

from __future__ import annotations

import csv
from functools import cache
from importlib import import_module
from pathlib import Path

from validation.rule import Rule


@cache
def _provenance(family: str) -> dict[str, str]:
    package = import_module(f"validation.rules.{family.replace('-', '_')}")
    path = Path(package.__path__[0]) / "provenance.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["provenance"] for row in csv.DictReader(file)}


def provenance_of(rule: Rule) -> str:
    """Where the rule was read, and what of it is decided. Empty where nothing is noted."""
    return _provenance(rule.family).get(rule.code, "")
