"""The check as the portal runs it: with the register, lists, other returns and the return before.

A warning of ours fails any test (see ``tests/own_warnings.py``), so these show that nothing falls back either.
"""

import io

import pytest

from schemas import collections
from schemas.reading import read
from schemas.sample.makers import maker_of
from tools.surroundings import surroundings
from validation import book
from validation.build import PREVIOUS
from validation.check import check


def golden_return(kind, year):
    maker = maker_of(kind.family)
    xml = maker.golden(kind, year, "AT" if "AT" in maker.phases(kind) else "", faulty=True)
    return read(io.BytesIO(xml.encode()), "return.xml").tables


@pytest.mark.parametrize("coordinate", book.coordinates())
def test_every_rule_runs_in_one_preparation(coordinate):
    ruleset = book.load(coordinate)
    tables = golden_return(collections.get(ruleset.collection), ruleset.year)
    beyond = surroundings(tables)
    for _ in ("each rule alone, which tells its cost", "together"):
        run = check(tables, ruleset, beyond.previous, beyond.references)
        assert run.fallbacks == []
        not_run = {code: result.note for code, result in run.rules.items() if result.status != "ok"}
        looks_back = {planned.rule.code for planned in ruleset.plan.rules if PREVIOUS in planned.looks_at}
        assert not_run == (dict.fromkeys(looks_back, f"not given: {PREVIOUS}") if beyond.previous is None else {})


@pytest.mark.parametrize("kind", collections.all(), ids=lambda kind: kind.code)
def test_every_reference_is_made_up(kind):
    year = max(kind.years)
    tables = golden_return(kind, year)
    made = maker_of(kind.family).references(tables)
    wanted = {
        name: each for name, each in book.rulebook(kind.code, year).plan.build.references.items() if not each.before
    }
    assert set(made) >= set(wanted)
    for name, reference in wanted.items():
        assert dict(made[name].schema) == reference.schema
        assert made[name][reference.key].is_unique().all()


def test_lookups_in_three_references_stand_beside_each_other():
    # Three joins on one table: what they join on must not stay behind.
    kind = collections.get("school-census-autumn")
    tables = golden_return(kind, 2026)
    beyond = surroundings(tables)
    plan = book.rulebook(kind.code, 2026).plan
    looked_up = [{lookup.reference.name for lookup in needs.lookups} for needs in plan.needs.values()]
    assert max(map(len, looked_up)) >= 3
    assert check(tables, None, beyond.previous, beyond.references).fallbacks == []


@pytest.mark.logs("preparing ")
def test_a_fallback_is_counted_in_the_run(monkeypatch):
    import validation.check as checking

    real = checking.prepare

    def fails_together(plan, *rest):
        if len(plan.rules) > 1:
            raise RuntimeError("made up")
        return real(plan, *rest)

    monkeypatch.setattr(checking, "prepare", fails_together)
    tables = golden_return(collections.get("children-in-need"), 2025)
    run = check(tables)
    rules = len(run.rules)
    assert run.fallbacks == [f"preparing {rules} rules together failed (RuntimeError): each was prepared alone"]
