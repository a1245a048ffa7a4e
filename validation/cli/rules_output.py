"""The rules of a rule set, as a list and one by one."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape

from validation.book import RuleSet
from validation.rule import Rule


def as_dict(rule: Rule) -> dict[str, Any]:
    """What there is to know about a rule, for machines."""
    return {
        "code": rule.code,
        "level": str(rule.level),
        "records": list(rule.records),
        "tags": list(rule.tags),
        "terms": list(rule.terms),
        "phases": list(rule.phases),
        "since": rule.since,
        "until": rule.until,
        "message": rule.message,
        "fails_when": rule.fails_when,
        "fix": rule.fix,
        "reason_needed": rule.reason_needed,
        "certain": rule.certain,
        "needs": [str(need) for need in rule.needs],
        "block": rule.block,
        "revision": rule.revision,
    }


def as_list(rulesets: list[RuleSet]) -> list[dict[str, Any]]:
    return [
        {
            "ruleset": ruleset.coordinate,
            "sha256": ruleset.hash,
            "collection": ruleset.collection,
            "year": ruleset.year,
            "in_force_from": ruleset.in_force_from.isoformat(),
            "rules": [as_dict(rule) for rule in ruleset.rules.values()],
        }
        for ruleset in rulesets
    ]


def write(rulesets: list[RuleSet], console: Console) -> None:
    for ruleset in rulesets:
        console.print(
            f"[bold]{ruleset.coordinate}[/], {len(ruleset.rules)} rules, in force from {ruleset.in_force_from}"
        )
        for rule in ruleset.rules.values():
            console.print(f"  {rule.code:<8} {rule.level:<6} {escape(rule.message)}")


def explain(code: str, rulesets: list[RuleSet], console: Console) -> None:
    rule = rulesets[0].rules[code]
    console.print(f"[bold]{rule.level.capitalize()} {rule.code}[/]  {escape(rule.message)}")
    if rule.description:
        console.print(escape(rule.description))
    console.print(f"Fails when: {escape(rule.fails_when)}")
    console.print(f"Put it right: {escape(rule.fix)}")
    console.print(f"About: {', '.join(rule.records)}")
    console.print(f"Fields: {', '.join(rule.tags)}")
    console.print(f"Phases: {', '.join(rule.phases) or 'all'}")
    console.print(f"In: {', '.join(ruleset.coordinate for ruleset in rulesets)}")
    if rule.level == "query":
        enough = "A reason is needed in its explanation." if rule.reason_needed else "Confirming the value is enough."
        console.print(enough)
    if not rule.certain:
        console.print("Part of this rule's condition or threshold is decided, not known from an official source.")
