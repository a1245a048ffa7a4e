"""What the guidance of rules comes to for somebody who explains findings together, and what is wrong with a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from collect.services.rulebooks import RuleText, rule_of
from validation.guidance import OTHER, Guidance, Problem, guidance_of, label_of, problem_with
from validation.rule import Rule


@dataclass(frozen=True)
class Advice:
    """The guidance for one or more rules. ``reasons`` are those of any of them; ``needed`` if one needs words."""

    guides: tuple[tuple[RuleText, Guidance | None], ...]
    reasons: Mapping[str, str]
    needed: bool

    @property
    def wants_reason(self) -> bool:
        """Whether a kind of reason has to be chosen: not for rules that are in no rule set any more."""
        return self.needed and bool(self.reasons)


def advice(coordinate: str, codes: Iterable[str]) -> Advice:
    """The guidance for explaining findings of these rules together."""
    guides: list[tuple[RuleText, Guidance | None]] = []
    reasons: dict[str, str] = {}
    needed = False
    for code in codes:
        rule = rule_of(coordinate, code)
        guide = guidance_of(rule) if isinstance(rule, Rule) else None
        guides.append((rule, guide))
        needed = needed or (guide.needed if guide else rule.explanation_needed)
        if guide is not None:
            reasons |= {reason: words for reason, words in guide.reasons.items() if reason != OTHER}
    if any(guide for _, guide in guides):
        reasons[OTHER] = label_of("", OTHER)
    return Advice(tuple(guides), reasons, needed)


def problems_with(text: str, coordinate: str, codes: Iterable[str]) -> list[Problem]:
    """What an explanation lacks for those of the rules that need a reason in words; each problem once."""
    found: dict[str, Problem] = {}
    for rule, guide in advice(coordinate, codes).guides:
        if isinstance(rule, Rule) and guide is not None and guide.needed:
            problem = problem_with(text, rule)
            if problem is not None:
                found.setdefault(problem.code, problem)
    return list(found.values())


__all__ = ["Advice", "advice", "label_of", "problems_with"]
