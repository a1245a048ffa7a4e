"""Releasing a rule set: writing down, once and for ever, what every rule in it says and does."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path

from schemas import collections
from validation import header_year
from validation.book import FOLDER, load_rules, rulebook
from validation.fingerprint import fingerprints
from validation.plan import Plan
from validation.rule import Rule, code_order

OPTIONS = [header_year.OPTION]
"""How sets that are released now are run."""


def newest_revisions(collection_code: str, year: int, unchanged: Collection[str] = ()) -> dict[str, Rule]:
    """The newest revision of each rule by number; of those ``unchanged``, what the year's newest set has, if any."""
    collection = collections.get(collection_code)
    newest: dict[str, Rule] = {}
    for rule in load_rules(collection.family):
        if rule.applies_to(collection, year) and rule.revision >= (
            newest[rule.code].revision if rule.code in newest else 0
        ):
            newest[rule.code] = rule
    if unchanged:
        before = rulebook(collection_code, year).rules
        newest = {code: rule for code, rule in newest.items() if code not in unchanged}
        newest |= {code: before[code] for code in unchanged if code in before}
    return dict(sorted(newest.items(), key=lambda entry: code_order(entry[0])))


def manifest(collection_code: str, year: int, in_force_from: date, note: str, unchanged: Collection[str] = ()) -> str:
    """The text of a rule set's file: the newest revision of each rule of the collection and year.

    ``unchanged`` are numbers of rules that stay as they are in the year's newest set, absent where it has them not: for
    a year that is over, which takes corrections and nothing new.
    """
    rules = newest_revisions(collection_code, year, unchanged)
    lines = [f"year = {year}", f"in_force_from = {in_force_from.isoformat()}", f"note = {json.dumps(note)}"]
    lines.append(f"options = {json.dumps(OPTIONS)}")
    return "\n".join([*lines, "", *entries(Plan(collections.get(collection_code), year, rules.values()))]) + "\n"


def entries(plan: Plan) -> list[str]:
    """The lines of a rule set's file that say which rules it is made of."""
    lines = ["[rules]"]
    made = fingerprints(plan)
    for planned in plan.rules:
        rule, fingerprint = planned.rule, made[planned.rule.code]
        lines.append(
            f'{json.dumps(rule.code)} = {{ revision = {rule.revision}, level = "{rule.level}", '
            f'does = "{fingerprint.does}", says = "{fingerprint.says}" }}'
        )
    return lines


def release(coordinate: str, in_force_from: date, note: str, unchanged: Collection[str] = ()) -> Path:
    """Write the rule set ``coordinate``; see :func:`manifest`.

    Raises ``FileExistsError`` where it is released already.
    """
    collection_code, _, version = coordinate.partition(":")
    path = FOLDER / collection_code / f"{version}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = manifest(collection_code, int(version.partition(".")[0]), in_force_from, note, unchanged)
    with path.open("x", encoding="utf-8") as file:
        file.write(content)
    return path
