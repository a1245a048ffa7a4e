"""Patches change what a set checks, never the set that was released."""

import pytest

from validation.book import load, rulebook
from validation.check import check
from validation.patches import Patch, patched
from validation.rule import Level

COORDINATE = "school-census-autumn:2026.1"


@pytest.fixture
def released():
    return load(COORDINATE)


def an_error(released):
    return next(rule for rule in released.rules.values() if rule.level == Level.ERROR)


def test_a_rule_switched_off_is_not_in_the_set(released):
    code = an_error(released).code
    without = patched(released, [Patch(code, id="one")])
    assert code not in without.rules
    assert list(without.rules) == [other for other in released.rules if other != code]
    assert (without.coordinate, without.patches) == (released.coordinate, ("one",))
    assert without.hash != released.hash
    assert code in load(COORDINATE).rules


def test_a_changed_level_keeps_the_rule_and_asks_for_a_reason(released):
    rule = an_error(released)
    changed = patched(released, [Patch(rule.code, Level.QUERY)]).rules[rule.code]
    assert (changed.level, changed.message, changed.condition) == (Level.QUERY, rule.message, rule.condition)
    assert changed.reason_needed
    assert rule.level == Level.ERROR


def test_the_last_patch_of_a_rule_counts_and_one_that_does_nothing_is_none(released):
    code = an_error(released).code
    assert patched(released, [Patch(code), Patch(code, Level.ERROR)]) is released
    assert patched(released, [Patch("no such rule")]) is released
    assert patched(released, []) is released


def test_the_hash_says_what_patches_do_and_not_whose_they_are(released):
    code = an_error(released).code
    one, other = patched(released, [Patch(code, id="one")]), patched(released, [Patch(code, id="other")])
    assert one.hash == other.hash
    assert one.hash != patched(released, [Patch(code, Level.QUERY)]).hash


def test_a_check_with_a_patched_set_says_so():
    ruleset = rulebook("school-census-autumn", 2026)
    tables = _tables()
    run = check(tables, ruleset)
    code = next(code for code, result in run.rules.items() if result.failures)
    again = check(tables, patched(ruleset, [Patch(code)]))
    assert code not in again.rules
    assert again.ruleset == run.ruleset
    assert again.ruleset_sha256 != run.ruleset_sha256
    assert [f for f in run.findings if f.rule != code] == again.findings


def _tables():
    import io

    from schemas.reading import read
    from schemas.sample.school_census.make import make_return
    from schemas.sample.school_census.setting import Setting

    file = io.BytesIO()
    make_return(Setting(term="AUT", year=2026, phase="PS", pupils=40), file, faults=5)
    file.seek(0)
    return read(file, "return.xml").tables
