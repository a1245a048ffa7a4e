"""Comparing two rule sets over returns: what each rule finds with either, and what of it appears and disappears.

``Comparison.compare`` checks one return with both sets. ``compare_many`` looks at a whole stack of returns at once and
gives the same; what cannot be done together (one rule crashes, one return cannot be read) its caller does one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from schemas.stacking import stack
from schemas.tables import Tables
from validation.book import RuleSet
from validation.check import RAN, Run, check
from validation.findings import Finding
from validation.preview.failing import Failing, failing, skipped
from validation.preview.sides import differing
from validation.preview.stored import References, tables_needed
from validation.rule import Rule, code_order

SAMPLES = 5
"""Of what appears, and of what disappears, so many findings of each rule are kept as samples."""
Kept = Counter[tuple[str, str]]
"""How many samples there are already, by rule and way."""


@dataclass
class RuleDifference:
    """What one rule finds in one return before and after."""

    before: int = 0
    after: int = 0
    appear: int = 0
    disappear: int = 0
    samples: list[dict[str, Any]] = field(default_factory=list)
    note: str = ""


class Comparison:
    """Two rule sets, to be compared over returns. A rule at another level only is run once for both."""

    def __init__(self, before: RuleSet, after: RuleSet):
        self.before, self.after = differing(before, after)
        self.codes = sorted({*self.before.rules, *self.after.rules}, key=code_order)
        self.wanted = tables_needed(self.before, self.after)
        both = set(self.before.rules) & set(self.after.rules)
        self.relevelled = {
            code: self.before.rules[code].level
            for code in both
            if _checks_the_same(self.before.rules[code], self.after.rules[code])
        }
        alone = {code: rule for code, rule in self.before.rules.items() if code not in self.relevelled}
        self.alone = replace(self.before, rules=alone)

    def compare(
        self,
        tables: Tables,
        previous: Tables | None = None,
        references: Mapping[str, pl.DataFrame] | None = None,
        kept: Kept | None = None,
    ) -> dict[str, RuleDifference]:
        """Rule → what it finds with either set in one return. A finding at another level is another finding."""
        old_run, new_run = (
            check(tables, side, previous, references) if side.rules else None for side in (self.alone, self.after)
        )
        old, new = _by_rule(old_run), _by_rule(new_run)
        kept = Counter() if kept is None else kept
        found: dict[str, RuleDifference] = {}
        for code in self.codes:
            after = new.get(code, [])
            before = self._at_old_level(code, after) if code in self.relevelled else old.get(code, [])
            found[code] = _difference(code, before, after, kept)
            found[code].note = next((note for run in (old_run, new_run) if run and (note := _note(run, code))), "")
        return found

    def compare_many(
        self,
        returns: Sequence[Tables],
        previous: Sequence[Tables] | None,
        references: References,
        keys: Sequence[str],
        kept: Kept,
    ) -> list[dict[str, RuleDifference]]:
        """The same for many returns at once, named ``keys``: rule → difference, where there is anything to say.

        ``previous`` holds the return before each, or is None when none has one. Raises what a rule raises, and
        ``ValueError`` for returns that cannot be stacked.
        """
        stacked = stack(returns, self.wanted)
        before = stack(previous, previous[0].frames) if previous else None
        given = references.of(list(keys), stacked)
        phases = pl.Series([each.header.get(each.collection.phase_item) for each in returns], dtype=pl.String)
        old = failing(self.alone, stacked, before, given, phases)
        new = failing(self.after, stacked, before, given, phases)
        found: list[dict[str, RuleDifference]] = [{} for _ in returns]
        for code in self.codes:
            for number, difference in self._of_rule(code, old.get(code), new.get(code), kept):
                found[number][code] = difference
        for side in (self.alone, self.after):
            for code, (note, numbers) in skipped(side, before is not None, given, phases).items():
                for number in numbers:
                    found[number].setdefault(code, RuleDifference()).note = f"skipped: {note}"
        return found

    def _of_rule(
        self, code: str, old: Failing | None, new: Failing | None, kept: Kept
    ) -> Iterable[tuple[int, RuleDifference]]:
        """Number of the return → what the rule makes of it, where it fails with either set."""
        if old is not None and new is not None:
            before, after = old.by_return(), new.by_return()
            for number in sorted({*before, *after}):
                yield number, _difference(code, before.get(number, []), after.get(number, []), kept)
            return
        # Fails with one set only, or the same with both at another level: to count is enough.
        some = new or old
        if some is None:
            return
        ways = ("appear", "disappear") if code in self.relevelled else ("appear" if new else "disappear",)
        found = {number: self._counted(count, ways) for number, count in some.counts().items()}
        for number, finding in some.first(max(SAMPLES - kept[code, way] for way in ways)):
            for way in ways:
                shown = self._at_old_level(code, [finding])[0] if way == "disappear" and new else finding
                _keep(found[number], code, way, [shown], kept)
        yield from found.items()

    @staticmethod
    def _counted(count: int, ways: tuple[str, ...]) -> RuleDifference:
        appear, disappear = (count if way in ways else 0 for way in ("appear", "disappear"))
        return RuleDifference(before=disappear, after=appear, appear=appear, disappear=disappear)

    def _at_old_level(self, code: str, findings: Iterable[Finding]) -> list[Finding]:
        return [finding._replace(level=str(self.relevelled[code])) for finding in findings]


def _checks_the_same(one: Rule, other: Rule) -> bool:
    return (
        one.condition is other.condition
        and one.on is other.on
        and (one.tags, one.params, one.phases) == (other.tags, other.params, other.phases)
    )


def _by_rule(run: Run | None) -> dict[str, list[Finding]]:
    of_rule: dict[str, list[Finding]] = {}
    for finding in run.findings if run else ():
        of_rule.setdefault(finding.rule, []).append(finding)
    return of_rule


def _difference(code: str, before: list[Finding], after: list[Finding], kept: Kept) -> RuleDifference:
    old, new = _by_key(before), _by_key(after)
    gone, come = _only_in(old, new), _only_in(new, old)
    difference = RuleDifference(len(before), len(after), appear=len(come), disappear=len(gone))
    _keep(difference, code, "appear", come, kept)
    _keep(difference, code, "disappear", gone, kept)
    return difference


def _by_key(findings: Iterable[Finding]) -> dict[tuple[Any, ...], list[Finding]]:
    found: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.level, finding.record, finding.identity, *sorted(finding.values.items()))
        found.setdefault(key, []).append(finding)
    return found


def _only_in(these: dict[tuple[Any, ...], list[Finding]], those: dict[tuple[Any, ...], list[Finding]]) -> list[Finding]:
    return [finding for key, some in these.items() for finding in some[len(those.get(key, ())) :]]


def _keep(difference: RuleDifference, code: str, way: str, findings: list[Finding], kept: Kept) -> None:
    """Keep the first of ``findings`` as samples, while there are fewer than enough."""
    for finding in findings[: max(0, SAMPLES - kept[code, way])]:
        shown = finding.as_dict()
        del shown["rule"]
        difference.samples.append({"way": way, **shown})
        kept[code, way] += 1


def _note(run: Run, code: str) -> str:
    result = run.rules.get(code)
    return f"{result.status}: {result.note}" if result is not None and result.status != RAN else ""
